"""A message: one thing we tell a customer about one invoice, as one e-mail per person."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dunlin.domain.delivery import Bucket
from dunlin.domain.engagement import Counts, Event
from dunlin.domain.local_time import LocalTime
from dunlin.domain.timeline import Actor


class MessageKind(StrEnum):
    """What is told."""

    INVOICE = "invoice"
    REMINDER = "reminder"
    RECEIPT = "receipt"
    TEST = "test"
    PORTAL_LOGIN = "portal_login"
    NOTICE = "notice"  # to somebody of the company: the customer is told nothing


# The code of an e-mail that a person called back.
CANCELLED_BY_STAFF = "cancelled_by_staff"
# Mails that the customer does not get.
INTERNAL = (MessageKind.TEST, MessageKind.NOTICE)
# Mails that say nothing about how the invoice fares: the light stays with the message before.
UNLIT = (*INTERNAL, MessageKind.PORTAL_LOGIN)
# Mails after which the next reminder keeps its distance.
COUNTED = (MessageKind.INVOICE, MessageKind.REMINDER)


class EmailStatus(StrEnum):
    """The ladder of an e-mail. It only climbs, but for a claim that is given back before anything was posted."""

    PLANNED = "PLANNED"
    DISPATCHING = "DISPATCHING"
    AMBIGUOUS = "AMBIGUOUS"
    NEEDS_REVIEW = "NEEDS_REVIEW"
    SENT = "SENT"
    DELAYED = "DELAYED"
    DELIVERED = "DELIVERED"
    BOUNCED = "BOUNCED"
    COMPLAINED = "COMPLAINED"
    FAILED = "FAILED"
    SUPPRESSED = "SUPPRESSED"
    CANCELLED = "CANCELLED"


# What evidence of SES may still move, and how high each step stands. An end without a rung is final. A bounce that is
# not permanent stands below DELIVERED: an out-of-office answer is one, whether it is told before the delivery or after.
SOFT_BOUNCE = 6
RUNG = {
    EmailStatus.PLANNED: 0,
    EmailStatus.DISPATCHING: 1,
    EmailStatus.AMBIGUOUS: 2,
    EmailStatus.NEEDS_REVIEW: 3,
    EmailStatus.SENT: 4,
    EmailStatus.DELAYED: 5,
    EmailStatus.DELIVERED: 7,
    EmailStatus.BOUNCED: 8,
    EmailStatus.SUPPRESSED: 8,
    EmailStatus.FAILED: 8,
    EmailStatus.COMPLAINED: 9,
}


def rung(status: EmailStatus, code: str) -> int | None:
    """How high a status stands, told apart by its code where that matters; None for one that nothing moves."""
    if status is EmailStatus.BOUNCED and not code.startswith("Permanent"):
        return SOFT_BOUNCE
    return RUNG.get(status)


_BUCKET = {
    EmailStatus.PLANNED: Bucket.QUEUED,
    EmailStatus.DISPATCHING: Bucket.QUEUED,
    EmailStatus.AMBIGUOUS: Bucket.UNKNOWN,
    EmailStatus.NEEDS_REVIEW: Bucket.UNKNOWN,
    EmailStatus.SENT: Bucket.SENT,
    EmailStatus.DELAYED: Bucket.SENT,
    EmailStatus.DELIVERED: Bucket.DELIVERED,
    EmailStatus.BOUNCED: Bucket.BOUNCED,
    EmailStatus.COMPLAINED: Bucket.COMPLAINED,
    EmailStatus.FAILED: Bucket.FAILED,
    EmailStatus.SUPPRESSED: Bucket.SUPPRESSED,
    EmailStatus.CANCELLED: Bucket.CANCELLED,
}


class Edition(StrEnum):
    """What the invoice was when the message was planned: a draft, owed, or paid (a copy for the files)."""

    DRAFT = "draft"
    ORIGINAL = "original"
    COPY = "copy"


class Header(StrEnum):
    """Which header a recipient stands in."""

    TO = "to"
    CC = "cc"
    BCC = "bcc"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person a message goes to; `contact_id` is the customer's contact that had this address, if one had."""

    address: str
    name: str = ""
    header: Header = Header.TO
    contact_id: str = ""


@dataclass(frozen=True, slots=True)
class Instructions:
    """What the sender asked for, for this message only, and which version of a template says the rest.

    `target` is where the button leads: `pay`, `portal`, or an https address that the seller allows; `invitation` stands
    above it. `attachments` are ids of uploaded documents. Empty means the template's text, and the seller's reply-to.
    `tracking` False means no open or click tracking of this message; True that the customer's preference holds.
    `payment_id` is the payment that a receipt is for.
    """

    subject: str = ""
    message: str = ""
    button: str = ""
    attach_pdf: bool = True
    tracking: bool = True
    template_id: str = ""
    template_version: int = 0
    invitation: str = ""
    target: str = "pay"
    attachments: tuple[str, ...] = ()
    reply_to: str = ""
    payment_id: str = ""


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a reminder said: of which workflow, which of its reminders, and what was owed then.

    `generation` is that of the dunning when it was decided: a later one has decided anew.
    `amount` in minor units, with fees and interest; `days_late` on the customer's day, negative before the due date.
    """

    number: int
    workflow_id: str
    workflow_version: int
    assignment: int
    amount: int
    currency: str
    days_late: int
    invoice_number: str
    customer_name: str
    generation: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """One thing told about one invoice, with its instructions; `schedule` is the time that was asked for at first.

    `reminder` is there for reminders only.
    """

    message_id: str
    invoice_id: str
    customer_id: str
    seller_id: str
    kind: MessageKind
    created_at: datetime
    actor: Actor
    instructions: Instructions = Instructions()
    edition: Edition = Edition.ORIGINAL
    schedule: LocalTime | None = None
    batch_id: str = ""
    reminder: Reminded | None = None


@dataclass(frozen=True, slots=True)
class Email:
    """One envelope to one person.

    `owner` is the token of the worker that claimed it; `wake_at` when somebody must look at it again if nothing else
    happens; `engaged_at` when a person first opened, clicked or viewed; `prefetched_at` when a machine first did.
    `not_before` is when it may be claimed, None for at once; `dismissed_at` when a person decided to leave it at that;
    `visited_at` when its link was first opened by a person, `visits` how often it was.
    """

    email_id: str
    message_id: str
    invoice_id: str
    customer_id: str
    kind: MessageKind
    recipient: Recipient
    status: EmailStatus
    created_at: datetime
    status_reason: str = ""
    status_code: str = ""
    owner: str = ""
    attempts: int = 0
    wake_at: datetime | None = None
    ses_message_id: str = ""
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    engaged_at: datetime | None = None
    prefetched_at: datetime | None = None
    counts: Counts = Counts()
    events: tuple[Event, ...] = ()
    superseded_by: str = ""
    not_before: datetime | None = None
    reminder: Reminded | None = None
    dismissed_at: datetime | None = None
    visited_at: datetime | None = None
    visits: int = 0


def email_id_of(message_id: str, number: int) -> str:
    """The id of the message's e-mail of that number, from 1."""
    return f"eml_{message_id.removeprefix('msg_')}_{number}"


def about(email: Email) -> dict[str, str]:
    """What a timeline entry about the e-mail tells programs: ids and codes, never an address."""
    told = {
        "email_id": email.email_id,
        "message_id": email.message_id,
        "kind": email.kind.value,
        "code": email.status_code,
        "superseded_by": email.superseded_by,
        "number": str(email.reminder.number) if email.reminder else "",
        "workflow_id": email.reminder.workflow_id if email.reminder else "",
    }
    return {name: value for name, value in told.items() if value}


def message_id_of(email_id: str) -> str:
    """The id of the message that the e-mail belongs to."""
    return f"msg_{email_id.removeprefix('eml_').rpartition('_')[0]}"


def buckets(email: Email) -> tuple[Bucket, ...]:
    """Where the e-mail counts on its invoice's delivery light. A superseded e-mail counts nowhere."""
    if email.superseded_by:
        return ()
    beside = (Bucket.ENGAGED,) if email.engaged_at else ()
    machine = (Bucket.PREFETCHED,) if email.prefetched_at else ()
    seen = (Bucket.VIEWED,) if email.visited_at else ()
    return (_BUCKET[email.status], *beside, *seen, *machine)


def emails_for(
    message: Message,
    recipients: tuple[Recipient, ...],
    *,
    wake_at: datetime,
    first: int = 1,
    not_before: datetime | None = None,
) -> tuple[Email, ...]:
    """The message's e-mails, numbered from `first`, all PLANNED."""
    return tuple(
        Email(
            email_id=email_id_of(message.message_id, number),
            message_id=message.message_id,
            invoice_id=message.invoice_id,
            customer_id=message.customer_id,
            kind=message.kind,
            recipient=recipient,
            status=EmailStatus.PLANNED,
            created_at=message.created_at,
            wake_at=wake_at,
            not_before=not_before,
            reminder=message.reminder,
        )
        for number, recipient in enumerate(recipients, start=first)
    )
