"""Ports of sending: messages on their way, the queue and the schedules that bring them.

Adapters and fakes keep these promises; contract tests hold both to them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from dunlin.domain.customer import Customer
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.email import Email
from dunlin.domain.engagement import Event
from dunlin.domain.invoice import Invoice, StoredPdf
from dunlin.domain.message import Message
from dunlin.domain.seller import Seller
from dunlin.domain.timeline import Entry
from dunlin.services.ports.records import Page


@dataclass(frozen=True, slots=True)
class SendContext:
    """What a decision about sending is made from, as it was at one instant."""

    invoice: Invoice
    document: InvoiceDocument
    customer: Customer
    seller: Seller


class Recorded(StrEnum):
    """What became of an event. KNOWN: SES's answer to the post had told it, so nothing is kept of it."""

    NEW = "new"
    DUPLICATE = "duplicate"
    TOO_SOON = "too_soon"
    KNOWN = "known"
    UNKNOWN_EMAIL = "unknown_email"


@dataclass(frozen=True, slots=True)
class Change:
    """One step of an e-mail: from exactly `before` to `after`, with the timeline entry that tells it.

    `opens_invoice`: an invoice that was never sent has been sent now, and becomes OPEN if it is POSTED still. What is
    told beside the entry then, and when a reminder has left, says `domain.sent`. `marks_undeliverable`: the reason why
    the customer's address is not written to again. `stored_pdf`: which PDF of the invoice is in the bucket now.
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

    def claim(self, claimed: Change, *, context: SendContext) -> None:
        """PLANNED → DISPATCHING, if the invoice and the time of the e-mail are as they were seen; for a reminder, also
        the dunning, the customer, and the last mail about the invoice. Raises ClaimLost.

        An invoice's mail or a reminder is the last mail about the invoice from then on.
        """
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
        """Count an event once, in one write; answers with the e-mail as it is now. Kept without the ids of its e-mail.

        TOO_SOON, nothing written: it was delivered after `delivered_before`, so it was no person.
        """
        ...

    def visit(self, message_id: str, email_id: str, *, delivered_before: datetime) -> Email | None:
        """Count that its page was opened; the answer is the e-mail as it is now. None, and nothing counted, when it was
        delivered after `delivered_before`, or does not exist.
        """
        ...

    def due(self, *, now: datetime, limit: int) -> tuple[Email, ...]:
        """E-mails that somebody should have looked at by now, most overdue first; also those that somebody has claimed
        since: their own `wake_at` is later.
        """
        ...

    def snooze(self, email: Email, *, now: datetime, until: datetime) -> bool:
        """Have it not found by `due` again before `until`; False when somebody else has it. Its `wake_at` stays."""
        ...


@dataclass(frozen=True, slots=True)
class TurnDue:
    """Whose dunning somebody is to look at, as schedules and queue messages carry it: ids only. It is stale once the
    generation of the invoice's dunning has moved on.
    """

    invoice_id: str
    customer_id: str
    seller_id: str
    generation: int


class Outbox(Protocol):
    """The queue in front of `deliver`."""

    def put(self, message_id: str, *, delay: timedelta = timedelta(0)) -> None:
        """Ask for the message to be sent, after at most 15 minutes. May be repeated; raises Unavailable."""
        ...

    def put_turn(self, turn: TurnDue, *, delay: timedelta = timedelta(0)) -> None:
        """Ask for the invoice's dunning to be looked at, likewise."""
        ...

    def put_customer(self, customer_id: str) -> None:
        """Ask for the dunning of all the customer's invoices to be looked at, likewise."""
        ...


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A queue message that failed for good: what it asked for, if anything that we know, and how it is taken out."""

    receipt: str
    message_id: str = ""
    turn: TurnDue | None = None
    customer_id: str = ""


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """How many queue messages failed for good, about, and the messages and invoices that some of them name."""

    count: int
    message_ids: tuple[str, ...]
    invoice_ids: tuple[str, ...] = ()


class DeadOutbox(Protocol):
    """What the outbox gave up on."""

    def look(self) -> DeadLetters:
        """Take nothing out. Two who look at the same time may each see a part. Raises Unavailable."""
        ...

    def count(self) -> int:
        """About how many there are. Raises Unavailable."""
        ...

    def read(self, *, limit: int) -> Iterator[DeadLetter]:
        """At most so many, each once; hidden from other readers for a minute. Raises Unavailable."""
        ...

    def take_out(self, letter: DeadLetter) -> None:
        """Remove one that was read. May be repeated; raises Unavailable."""
        ...


class Schedules(Protocol):
    """Messages that are put into the outbox at a time to come: one schedule per message."""

    def put(self, message_id: str, *, at: datetime) -> None:
        """Have the message put into the outbox at that instant, and not at the one that was asked for before.

        The instant must be in the future. May be repeated; raises Unavailable.
        """
        ...

    def put_turn(self, turn: TurnDue, *, at: datetime) -> None:
        """Have the invoice's dunning looked at then. One schedule per generation: an older one fires into nothing."""
        ...

    def remove(self, message_id: str) -> None:
        """Forget it; there may be none. Raises Unavailable."""
        ...
