"""A batch: one wish to send many invoices, and what became of each of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from dunlin.domain.delivery import Bucket, Colour
from dunlin.domain.departure import CUSTOMER
from dunlin.domain.email import Email, buckets
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.ids import derived
from dunlin.domain.invoice import Status
from dunlin.domain.message import Edition
from dunlin.domain.timeline import Actor
from dunlin.domain.wishes import Wishes


class BatchState(StrEnum):
    """Where the batch as a whole stands. What its invoices came to is counted, not said here."""

    PLANNING = "PLANNING"  # a run is at work on it
    PLANNED = "PLANNED"  # everything was handed to the outbox
    CANCELLING = "CANCELLING"
    CANCELLED = "CANCELLED"
    INCOMPLETE = "INCOMPLETE"  # a run ended and left something behind; a retry takes it up


STOPPED = (BatchState.CANCELLING, BatchState.CANCELLED)
AT_WORK = (BatchState.PLANNING, BatchState.CANCELLING)


class ItemState(StrEnum):
    """Where one invoice of the batch stands."""

    WAITING = "WAITING"  # nobody has looked at it yet
    PLANNED = "PLANNED"  # its message is on its way
    SENT = "SENT"  # accepted for everybody it goes to
    FAILED = "FAILED"  # refused for good for somebody
    REVIEW = "REVIEW"  # it may or may not have left: a person decides
    BLOCKED = "BLOCKED"  # it cannot be sent as it is
    CANCELLED = "CANCELLED"


FINAL = (ItemState.SENT, ItemState.FAILED, ItemState.REVIEW, ItemState.BLOCKED, ItemState.CANCELLED)
# What a person may still call off.
OPEN = (ItemState.WAITING, ItemState.PLANNED)
CANCELLED_BY_STAFF = "batch_cancelled"

_PENDING = (EmailStatus.PLANNED, EmailStatus.DISPATCHING, EmailStatus.AMBIGUOUS)
ACCEPTED = (
    EmailStatus.SENT,
    EmailStatus.DELAYED,
    EmailStatus.DELIVERED,
    EmailStatus.BOUNCED,
    EmailStatus.COMPLAINED,
)
# It may still leave, or may have left: nobody else is to send it meanwhile.
UNDECIDED = (*_PENDING, EmailStatus.NEEDS_REVIEW)
# The first of these that any e-mail of the message is in decides for the invoice; else everything was accepted.
_WORST_FIRST = (
    (_PENDING, ItemState.PLANNED),
    ((EmailStatus.NEEDS_REVIEW,), ItemState.REVIEW),
    ((EmailStatus.FAILED, EmailStatus.SUPPRESSED), ItemState.FAILED),
    ((EmailStatus.CANCELLED,), ItemState.CANCELLED),
)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which invoices, when they are not named: everything that is given must hold. Amounts in minor units."""

    customer_id: str = ""
    statuses: tuple[Status, ...] = ()
    lights: tuple[Colour, ...] = ()
    due_from: date | None = None
    due_to: date | None = None
    amount_from: int | None = None
    amount_to: int | None = None
    currency: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Settings(Wishes):
    """How to send, the same for all. `editions`: what may be sent beside what is owed; `again_today`: even so.

    `send_at` is a local time in `timezone` (`customer`: each invoice's own), in ISO 8601 without an offset; empty for
    as soon as it is planned, and then `undo_seconds` hold it back, None for as long as the seller has it.
    """

    send_at: str = ""
    timezone: str = CUSTOMER
    undo_seconds: int | None = None
    editions: tuple[Edition, ...] = (Edition.ORIGINAL,)
    again_today: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """The wish, and how often it was run. `run_key` is the request that asked for the latest run; `listed` once
    all its items are stored.
    """

    batch_id: str
    created_at: datetime
    actor: Actor
    state: BatchState = BatchState.PLANNING
    run: int = 1
    run_key: str = ""
    settings: Settings = Settings()
    selection: Selection | None = None
    listed: bool = False

    def stops(self, run: int) -> bool:
        """Whether nothing more is to be planned by this run."""
        return self.state in STOPPED or self.run != run


@dataclass(frozen=True, slots=True)
class Progress:
    """How many invoices are in each state, and where their e-mails stand. Exact at every instant."""

    items: dict[ItemState, int] = field(default_factory=dict)
    emails: dict[Bucket, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many invoices the batch has found so far."""
        return sum(self.items.values())

    @property
    def pending(self) -> int:
        """How many have not come to their end."""
        return sum(self.items.get(state, 0) for state in OPEN)


@dataclass(frozen=True, slots=True)
class Blocker:
    """Why an invoice cannot be sent as it is: a code for programs and a text for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One invoice of a batch. `revision` counts its changes; `run` is the last run that took it up."""

    batch_id: str
    invoice_id: str
    state: ItemState = ItemState.WAITING
    revision: int = 0
    run: int = 0
    number: str = ""
    customer_name: str = ""
    message_id: str = ""
    code: str = ""
    reason: str = ""
    emails: dict[Bucket, int] = field(default_factory=dict)


def due(item: BatchItem, run: int) -> bool:
    """Whether this run plans it: what waits, what it began itself, and what failed before it. Never a success."""
    if item.state is ItemState.PLANNED:
        return item.run == run
    return item.state is ItemState.WAITING or (item.run < run and retriable(item))


def retriable(item: BatchItem) -> bool:
    """Whether another run may take it up. What the invoice itself no longer wanted stays cancelled."""
    if item.state is ItemState.CANCELLED:
        return item.code == CANCELLED_BY_STAFF
    return item.state in {ItemState.FAILED, ItemState.BLOCKED}


def taken_up(item: BatchItem, state: ItemState, run: int, *, code: str = "", reason: str = "") -> BatchItem:
    """The item after a run has decided about it. Its message is the one of that run, even if there is none."""
    made = message_id(item.batch_id, item.invoice_id, run)
    return replace(item, state=state, run=run, message_id=made, code=code, reason=reason[:500])


def message_key(batch_id: str, run: int) -> str:
    """What makes a repeated item the same message, and an item of another run another."""
    return f"{batch_id}/{run}"


def message_id(batch_id: str, invoice_id: str, run: int) -> str:
    """The id that `plan_send` derives from the key."""
    return derived("msg", invoice_id, message_key(batch_id, run))


def outcome(emails: Iterable[Email]) -> tuple[ItemState, str, str]:
    """What a message's e-mails make of their invoice: state, code and reason."""
    alive = [email for email in emails if not email.superseded_by]
    for statuses, state in _WORST_FIRST:
        if found := next((email for email in alive if email.status in statuses), None):
            return state, found.status_code, found.status_reason
    return ItemState.SENT, "", ""


def counted(emails: Iterable[Email]) -> dict[Bucket, int]:
    """Where these e-mails stand."""
    return dict(Counter(bucket for email in emails for bucket in buckets(email)))
