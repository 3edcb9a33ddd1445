"""A mail as it leaves: what people read, and the envelope that carries it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from dunlin.domain.customer import Customer
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import MessageKind, Uncharged
from dunlin.domain.payments.agreement import Agreement
from dunlin.domain.payments.collecting import Collection
from dunlin.domain.seller import Seller
from dunlin.domain.template import Template


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a mail."""

    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An uploaded document that mails may carry; `size` in bytes."""

    document_id: str
    filename: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Upload:
    """Where and with which headers a document may be put, once, until then. Whoever has the address may."""

    document_id: str
    url: str
    headers: dict[str, str]
    expires_at: datetime


def encoded_size(size: int) -> int:
    """How many bytes of a mail an attachment of so many takes: base 64 in lines of 76 with CRLF."""
    return -(-size // 57) * 78


@dataclass(frozen=True, slots=True)
class EncodedAttachment:
    """An attachment as it stands in a mail: base 64 in lines of 76 with CRLF. Encoded once, sent many times."""

    filename: str
    content_type: str
    base64: bytes


@dataclass(frozen=True, slots=True)
class RenderedMail:
    """Subject, text part and HTML part. The subject is one line."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who it is from, what its headers show, and the one address it goes to.

    `headers_to` and `headers_cc` are everybody's; a bcc recipient stands in neither.
    """

    from_name: str
    from_address: str
    recipient: str
    headers_to: tuple[str, ...]
    headers_cc: tuple[str, ...] = ()
    reply_to: str = ""
    extra_headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MailContent:
    """What a mail about an invoice is made of.

    `template` says it, without one the shipped text of the kind. `subject`, `message` (markdown) and `button` win over
    it for this send only; `invitation` stands above the button. `link` is where the button leads; without it there is
    none. `today` is the seller's day. `more` are values that no invoice has, by name (`portal.code`).
    `attached`: the PDF travels with it. `payment_id` is the payment that a receipt is for; empty: the last. `draft`
    marks a copy of an invoice that is not final, `test` a copy that only its sender sees. `collection` is the automatic
    charge to come, if there is one; `uncharged` what a notice of one that was refused says. `agreement` is the one to
    automatic payment that is told of.
    """

    kind: MessageKind
    invoice: Invoice
    document: InvoiceDocument
    seller: Seller
    customer: Customer
    recipient_name: str = ""
    subject: str = ""
    message: str = ""
    button: str = ""
    link: str = ""
    attached: bool = True
    draft: bool = False
    test: bool = False
    template: Template | None = None
    invitation: str = ""
    today: date | None = None
    more: Mapping[str, str] = field(default_factory=dict)
    payment_id: str = ""
    collection: Collection | None = None
    uncharged: Uncharged | None = None
    agreement: Agreement | None = None
