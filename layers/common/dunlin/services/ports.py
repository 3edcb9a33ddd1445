"""What the services need of the world. Adapters and fakes keep these promises; contract tests hold both to them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from dunlin.domain.batch import Batch, BatchItem, Progress
from dunlin.domain.customer import Customer
from dunlin.domain.delivery import Colour
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.engagement import Event
from dunlin.domain.invoice import Invoice, Status, StoredPdf
from dunlin.domain.mail import Attachment, EncodedAttachment, Envelope, MailContent, RenderedMail, StoredFile
from dunlin.domain.message import Email, Message
from dunlin.domain.seller import Seller
from dunlin.domain.template import Template
from dunlin.domain.timeline import Entry

type NewId = Callable[[str], str]
"""Mints an id that was never minted before, from its prefix."""


@dataclass(frozen=True, slots=True)
class Page[T]:
    """Some of a list, and where the next page begins (None: there is none)."""

    items: tuple[T, ...]
    next: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class InvoiceQuery:
    """Which invoices to list, by due date. `text` is looked for in number and customer name; `overdue_on` is the day
    on which they are owed and past due. Amounts are what the invoice asks for, in minor units of its own currency.
    """

    customer_id: str = ""
    statuses: tuple[Status, ...] = ()
    lights: tuple[Colour, ...] = ()
    due_from: date | None = None
    due_to: date | None = None
    text: str = ""
    overdue_on: date | None = None
    amount_from: int | None = None
    amount_to: int | None = None
    currency: str = ""


class Sellers(Protocol):
    """Seller records."""

    def get(self, seller_id: str) -> Seller:
        """Raises NotFound."""
        ...

    def put(self, seller: Seller) -> Seller:
        """Write version+1 if the stored one is still `seller.version` (0: none yet). Raises StaleVersion."""
        ...

    def list(self) -> tuple[Seller, ...]:
        """All of them: an organisation has few."""
        ...


class Customers(Protocol):
    """Customer records."""

    def get(self, customer_id: str) -> Customer:
        """Raises NotFound."""
        ...

    def put(self, customer: Customer) -> Customer:
        """Write version+1 if the stored one is still `customer.version` (0: none yet). Raises StaleVersion.

        Leaves `undeliverable` alone: marks come and go by themselves.
        """
        ...

    def clear_undeliverable(self, customer_id: str, address: str) -> Customer:
        """Take the mark off an address. Raises NotFound."""
        ...

    def list(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Customer]:
        """By name."""
        ...


class Identifiers(Protocol):
    """Business keys that belong to one record only, such as a tax id."""

    def owner(self, *identifiers: str) -> str | None:
        """The record that the first known of these belongs to."""
        ...

    def claim(self, identifiers: Sequence[str], *, owner: str) -> str:
        """Give those that are free to `owner`; the answer is who owns the first of them now."""
        ...


class Invoices(Protocol):
    """Invoices: the state in one place, the document in another, read together or apart."""

    def add(self, invoice: Invoice, document: InvoiceDocument, *, entry: Entry) -> None:
        """Store a new invoice. Raises AlreadyExists when the seller has that number, TooLarge for too many lines."""
        ...

    def get(self, invoice_id: str) -> Invoice:
        """Raises NotFound."""
        ...

    def get_with_document(self, invoice_id: str) -> tuple[Invoice, InvoiceDocument]:
        """Raises NotFound."""
        ...

    def change(
        self, before: Invoice, after: Invoice, *, entry: Entry, document: InvoiceDocument | None = None
    ) -> Invoice:
        """Write what differs and version+1, if nobody else changed it since `before`. Raises StaleVersion."""
        ...

    def list(self, query: InvoiceQuery, *, limit: int, after: dict[str, str] | None = None) -> Page[Invoice]:
        """By due date; a page may be short of `limit` though there is a next one."""
        ...


class Timeline(Protocol):
    """The audit trail. Entries of a change are written with the change; only mere notes are added here."""

    def add(self, entry: Entry) -> None:
        """Note something that changes nothing. The same entry again is the same entry."""
        ...

    def list(self, invoice_id: str, *, limit: int, after: dict[str, str] | None = None) -> Page[Entry]:
        """Oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class SendContext:
    """What a decision about sending is made from, as it was at one instant."""

    invoice: Invoice
    document: InvoiceDocument
    customer: Customer
    seller: Seller


class Recorded(StrEnum):
    """What became of an event."""

    NEW = "new"
    DUPLICATE = "duplicate"
    TOO_SOON = "too_soon"
    UNKNOWN_EMAIL = "unknown_email"


@dataclass(frozen=True, slots=True)
class Change:
    """One step of an e-mail: from exactly `before` to `after`, with the timeline entry that tells it.

    `opens_invoice`: the invoice was POSTED and becomes OPEN. `marks_undeliverable`: the reason why the customer's
    address is not written to again. `stored_pdf`: which PDF of the invoice is in the bucket now.
    """

    before: Email
    after: Email
    entry: Entry | None
    opens_invoice: bool = False
    marks_undeliverable: str = ""
    stored_pdf: StoredPdf | None = None


@dataclass(frozen=True, slots=True)
class Parties:
    """An invoice with its customer and its seller, as they were at one instant: what a send is planned from."""

    invoice: Invoice
    customer: Customer
    seller: Seller


class Messages(Protocol):
    """Messages and their e-mails. Every write of a status is one transaction with the timeline and the light."""

    def plan(self, message: Message, emails: tuple[Email, ...], *, invoice: Invoice, entry: Entry) -> None:
        """Store a new message; unless it is a test, it becomes the one that the invoice's light tells of.

        Raises AlreadyExists for a known `message_id`, StaleVersion when the invoice has changed.
        """
        ...

    def get(self, message_id: str) -> tuple[Message, tuple[Email, ...]]:
        """Raises NotFound."""
        ...

    def context(self, message: Message) -> SendContext:
        """Everything a send is decided from, read in one transaction. Raises NotFound."""
        ...

    def parties(self, invoice_id: str) -> Parties:
        """What a send of the invoice is planned from. Raises NotFound."""
        ...

    def of_invoice(self, invoice_id: str) -> tuple[Email, ...]:
        """All e-mails about an invoice, newest first."""
        ...

    def claim(self, claimed: Change, *, invoice: Invoice) -> None:
        """PLANNED → DISPATCHING, if the invoice and the time of the e-mail are as they were seen. Raises ClaimLost."""
        ...

    def change(self, step: Change) -> None:
        """Any other step, fenced by `before`'s status and owner. Raises ClaimLost when the e-mail is no longer so."""
        ...

    def reschedule(self, emails: tuple[Email, ...], *, not_before: datetime, wake_at: datetime, entry: Entry) -> None:
        """Move the time of planned e-mails of one message: all, or none. Raises ClaimLost when one is no longer so."""
        ...

    def waiting(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Email]:
        """E-mails that something is still to be done for (PLANNED, DISPATCHING, AMBIGUOUS), by when."""
        ...

    def needing_review(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Email]:
        """E-mails that a person has to decide about, the oldest first."""
        ...

    def add_email(self, email: Email, *, superseding: Change) -> None:
        """Mint another e-mail in place of one that is given up. Raises ClaimLost."""
        ...

    def record(self, event: Event, *, delivered_before: datetime | None) -> tuple[Recorded, Email | None]:
        """Count an event once, in one write; answers with the e-mail as it is now.

        TOO_SOON, nothing written: it was delivered after `delivered_before`, so it was no person.
        """
        ...

    def due(self, *, now: datetime, limit: int) -> tuple[Email, ...]:
        """E-mails that somebody should have looked at by now (keys and `wake_at` only), most overdue first."""
        ...

    def snooze(self, email: Email, *, until: datetime) -> bool:
        """Move `wake_at` if it is still what it was; False when somebody else has."""
        ...


class Templates(Protocol):
    """Templates: those that users made, in versions that never change, and the shipped ones, which stay as they are."""

    def get(self, template_id: str, version: int | None = None) -> Template:
        """That version, or the newest. Raises NotFound."""
        ...

    def put(self, template: Template) -> Template:
        """Write version+1, if the newest stored is still `template.version` (0: none yet). Raises StaleVersion."""
        ...

    def versions(self, template_id: str) -> tuple[Template, ...]:
        """Newest first. Raises NotFound."""
        ...

    def list(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Template]:
        """The newest version of each that users made, by name; those that are archived too."""
        ...


type TemplateChecker = Callable[[Template], None]
"""Raises InvalidInput with everything that is wrong with a template's texts."""


class Outbox(Protocol):
    """The queue in front of `deliver`."""

    def put(self, message_id: str, *, delay: timedelta = timedelta(0)) -> None:
        """Ask for the message to be sent, after at most 15 minutes. May be repeated; raises Unavailable."""
        ...


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """How many queue messages failed for good, about, and the message ids that some of them name ("" for none)."""

    count: int
    message_ids: tuple[str, ...]


class DeadOutbox(Protocol):
    """What the outbox gave up on."""

    def look(self) -> DeadLetters:
        """Take nothing out. Two who look at the same time may each see a part. Raises Unavailable."""
        ...


class Schedules(Protocol):
    """Messages that are put into the outbox at a time to come: one schedule per message."""

    def put(self, message_id: str, *, at: datetime) -> None:
        """Have the message put into the outbox at that instant, and not at the one that was asked for before.

        The instant must be in the future. May be repeated; raises Unavailable.
        """
        ...

    def remove(self, message_id: str) -> None:
        """Forget it; there may be none. Raises Unavailable."""
        ...


class Documents(Protocol):
    """The evidence: what exactly was sent."""

    def put_pdf(self, invoice_id: str, sha256: str, content: bytes) -> None:
        """Store a PDF under its hash."""
        ...

    def get_pdf(self, invoice_id: str, sha256: str) -> bytes:
        """Raises NotFound."""
        ...

    def put_eml(self, invoice_id: str, email_id: str, content: bytes) -> None:
        """Store the exact bytes that are posted."""
        ...

    def get_eml(self, invoice_id: str, email_id: str) -> bytes:
        """Raises NotFound."""
        ...

    def put_file(self, document_id: str, file: Attachment) -> None:
        """Store a document that mails may carry."""
        ...

    def about_file(self, document_id: str) -> StoredFile:
        """What it is, without its bytes. Raises NotFound."""
        ...

    def get_file(self, document_id: str) -> Attachment:
        """Raises NotFound."""
        ...


class Refused(StrEnum):
    """Why a mail was certainly not accepted, by what helps."""

    THIS_MAIL = "this_mail"  # never by repeating
    THROTTLED = "throttled"  # later
    ACCOUNT = "account"  # when a person has mended the account
    UNREACHED = "unreached"  # later; no byte of it arrived


class MailRefusedError(Exception):
    """The provider certainly did not accept the mail."""

    def __init__(self, kind: Refused, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.kind, self.code, self.text = kind, code, text


class MailUnconfirmedError(Exception):
    """The provider may or may not have accepted the mail."""


class Mailer(Protocol):
    """The provider of mail."""

    def post(self, raw: bytes, *, sender: str, recipient: str, tags: dict[str, str], tracked: bool) -> str:
        """Hand over one mail, once; the answer is the provider's id. Unless `tracked`, opens and clicks are not told.

        Raises MailRefusedError or MailUnconfirmedError. Never repeats the request by itself.
        """
        ...


class Pipeline(Protocol):
    """The way by which the provider's events come back."""

    def healthy(self) -> bool:
        """Whether missing evidence means something: nothing waits to be read, nothing has failed."""
        ...


type MailRenderer = Callable[[MailContent], RenderedMail]
"""The mail half of `Renderer`, for those who do not draw."""


class Pdfs(Protocol):
    """PDFs for those who do not draw them."""

    def render(self, invoice_id: str) -> str:
        """Render the invoice as it is now into the documents; the answer is the PDF's hash. Raises Unavailable."""
        ...


class Renderer(Protocol):
    """Making what people see."""

    def pdf(self, invoice: Invoice, document: InvoiceDocument, seller: Seller, customer: Customer) -> bytes:
        """The PDF in the customer's language. The same bytes for the same input."""
        ...

    def mail(self, content: MailContent) -> RenderedMail:
        """Subject, text and HTML in the customer's language."""
        ...

    def encode(self, attachment: Attachment) -> EncodedAttachment:
        """Encode once what travels with many mails."""
        ...

    def mime(
        self, mail: RenderedMail, envelope: Envelope, attachments: tuple[EncodedAttachment, ...], *, at: datetime
    ) -> bytes:
        """The raw mail."""
        ...


class Batches(Protocol):
    """Batches and their items. A change of an item and of the counts that tell of it is one transaction."""

    def add(self, batch: Batch, invoice_ids: Sequence[str]) -> None:
        """Store a new batch and the invoices it names, in that order. Raises AlreadyExists."""
        ...

    def get(self, batch_id: str) -> tuple[Batch, Progress]:
        """Raises NotFound."""
        ...

    def head(self, batch_id: str) -> Batch:
        """The batch without its counts, as it is at this instant. Raises NotFound."""
        ...

    def change(self, before: Batch, after: Batch) -> None:
        """Write state and run, if both are still `before`'s. Raises StaleVersion."""
        ...

    def mark_listed(self, batch_id: str) -> None:
        """Remember that all items are stored."""
        ...

    def list(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Batch]:
        """Newest first."""
        ...

    def named(self, batch_id: str) -> Iterator[str]:
        """The invoices that the batch names, never many at a time."""
        ...

    def add_items(self, items: Sequence[BatchItem]) -> None:
        """Store those of these items (at most 100, of one batch) that are not there yet."""
        ...

    def items(self, batch_id: str, invoice_ids: Sequence[str]) -> tuple[BatchItem, ...]:
        """At most 100 of them, as they are at this instant, in the order asked for; unknown ones are left out."""
        ...

    def change_item(self, before: BatchItem, after: BatchItem) -> BatchItem:
        """Write the item with its next revision, and the counts. Raises StaleVersion when it is no longer `before`."""
        ...

    def list_items(self, batch_id: str, *, limit: int, after: dict[str, str] | None = None) -> Page[BatchItem]:
        """By invoice id."""
        ...


class BatchPlans(Protocol):
    """What a run of a batch is made of: the file that the state machine reads."""

    def write(self, batch_id: str, name: str, batches: Iterable[Sequence[str]]) -> tuple[str, str]:
        """Store `[{"ids": […]}, …]`, holding one batch at a time; the answer is bucket and key."""
        ...


class BatchAction(StrEnum):
    """What a run does."""

    SEND = "send"
    CANCEL = "cancel"


class BatchRuns(Protocol):
    """The state machine."""

    def start(self, batch_id: str, *, run: int, action: BatchAction) -> None:
        """Begin a run. The same run again is the same run; raises Unavailable."""
        ...

    def at_work(self, batch_id: str, *, run: int, action: BatchAction) -> bool:
        """Whether that run is under way."""
        ...
