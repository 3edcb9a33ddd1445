"""A mail as it leaves: what people read, and the envelope that carries it."""

from dataclasses import dataclass, field

from dunlin.domain.customer import Customer
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import MessageKind
from dunlin.domain.seller import Seller


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a mail."""

    filename: str
    content_type: str
    content: bytes


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

    `subject`, `message` (markdown) and `button` replace the shipped text for this send only. `link` is where the
    button leads; without it there is no button. `attached`: the PDF travels with it. `draft` marks a copy of an
    invoice that is not final, `test` a copy that only its sender sees.
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
