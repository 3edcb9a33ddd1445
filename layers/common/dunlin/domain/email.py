"""An e-mail: the envelope in which a message goes to one person, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from dunlin.domain.delivery import Bucket
from dunlin.domain.email_status import BUCKET, EmailStatus
from dunlin.domain.engagement import Counts, Event
from dunlin.domain.message import Message, MessageKind, Recipient, Reminded


@dataclass(frozen=True, slots=True)
class Email:
    """One envelope to one person.

    `owner` is the token of the worker that claimed it; `wake_at` when somebody must look at it again if nothing else
    happens; `engaged_at` when a person first opened, clicked or viewed; `prefetched_at` when a machine first did.
    `not_before` is when it may be claimed, None for at once; `dismissed_at` when a person decided to leave it at that.
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


def email_id_of(message_id: str, number: int) -> str:
    """The id of the message's e-mail of that number, from 1."""
    return f"eml_{message_id.removeprefix('msg_')}_{number}"


def message_id_of(email_id: str) -> str:
    """The id of the message that the e-mail belongs to."""
    return f"msg_{email_id.removeprefix('eml_').rpartition('_')[0]}"


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


def buckets(email: Email) -> tuple[Bucket, ...]:
    """Where the e-mail counts on its invoice's delivery light. A superseded e-mail counts nowhere."""
    if email.superseded_by:
        return ()
    beside = (Bucket.ENGAGED,) if email.engaged_at else ()
    machine = (Bucket.PREFETCHED,) if email.prefetched_at else ()
    return (BUCKET[email.status], *beside, *machine)
