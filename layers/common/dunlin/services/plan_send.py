"""Plan to send an invoice: a message with one e-mail per recipient, handed to the outbox or to a schedule."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dunlin.domain import recipients as whom
from dunlin.domain.customer import Customer, normalise
from dunlin.domain.departure import CUSTOMER, MISSED, at_local_time, check_undo, departs, undoable_until
from dunlin.domain.email import Email, emails_for
from dunlin.domain.errors import AlreadyExists, Conflict, InvalidInput, NotFound, Problem, StaleVersion
from dunlin.domain.ids import derived
from dunlin.domain.invoice import Invoice
from dunlin.domain.local_time import LocalTime
from dunlin.domain.message import Edition, Instructions, Message, MessageKind, Recipient
from dunlin.domain.sending import edition
from dunlin.domain.timeline import Actor, Entry
from dunlin.domain.wishes import Wishes
from dunlin.services.arrange_delivery import arrange_delivery
from dunlin.services.customise import customise
from dunlin.services.ports.records import NewId
from dunlin.services.ports.sending import Messages, Outbox, Parties, Schedules
from dunlin.services.shelf import Shelf

# How long the queue has before the sweep looks whether a planned e-mail was forgotten.
FORGOTTEN = timedelta(minutes=2)
_TRIES = 3


@dataclass(frozen=True, slots=True)
class SendRequest(Wishes):
    """What the caller asked for. Empty recipients mean the customer's own.

    With `test_to` a marked copy goes to that address only, at once, and nothing is told to the customer. `send_at` is a
    local time in `timezone` (`customer`, `seller`, or IANA), None for now; then the send can be undone for
    `undo_seconds`, None for as long as the seller has it. `as_told` are whole instructions of an earlier message, which
    go before all wishes. The mailboxes in `besides`, normalised, get nothing; the others stay To, Cc or Bcc. Only an
    invoice that is one of `editions` when it is planned is sent.
    """

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    besides: frozenset[str] = frozenset()
    test_to: str = ""
    send_at: datetime | None = None
    timezone: str = CUSTOMER
    undo_seconds: int | None = None
    as_told: Instructions | None = None
    editions: tuple[Edition, ...] = tuple(Edition)

    @property
    def kind(self) -> MessageKind:
        """What is planned."""
        return MessageKind.TEST if self.test_to else MessageKind.INVOICE

    def recipients(self, customer: Customer) -> tuple[Recipient, ...]:
        """Whom it goes to; a test asks for nobody's address.

        Raises InvalidInput when somebody cannot be written to, Conflict when all are in `besides`.
        """
        if not self.test_to:
            chosen = whom.choose(customer, to=self.to, cc=self.cc, bcc=self.bcc)
            left = tuple(each for each in chosen if normalise(each.address) not in self.besides)
            if not left:
                text = f"everybody to whom {customer.party.name} has mails sent now got this one already"
                raise Conflict(text, code="nobody_left")
            return left
        try:
            name = whom.choose(customer, to=self.to, cc=self.cc, bcc=self.bcc)[0].name
        except InvalidInput:
            name = ""
        return (Recipient(self.test_to, name),)


def plan_send(
    invoice_id: str,
    request: SendRequest,
    *,
    key: str,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    messages: Messages,
    outbox: Outbox,
    schedules: Schedules,
    shelf: Shelf,
    batch_id: str = "",
) -> tuple[Message, tuple[Email, ...]]:
    """Store the intent, then queue or schedule it. The same `key` for the same invoice is the same message, always.

    Raises Conflict for a void invoice, InvalidInput when somebody cannot be written to or the time is none to send at:
    then nothing is planned.
    """
    message_id = derived("msg", invoice_id, key)
    for _ in range(_TRIES):
        try:
            parties = messages.parties(invoice_id)
            message, emails = _decide(parties, request, message_id=message_id, actor=actor, now=now, shelf=shelf)
            message = replace(message, batch_id=batch_id)
            entry = _entry(parties, message, emails, new_id)
            messages.plan(message, emails, invoice=parties.invoice, entry=entry)
        except AlreadyExists:
            message, emails = messages.get(message_id)
        except InvalidInput as refused:
            message, emails = _planned_before(message_id, refused, messages)
        except StaleVersion:
            continue
        arrange_delivery(message_id, not_before=departs(emails), now=now, outbox=outbox, schedules=schedules)
        return message, emails
    raise StaleVersion(f"invoice {invoice_id} keeps changing: try again")


def _decide(
    parties: Parties, request: SendRequest, *, message_id: str, actor: Actor, now: datetime, shelf: Shelf
) -> tuple[Message, tuple[Email, ...]]:
    invoice, customer = parties.invoice, parties.customer
    recipients = request.recipients(customer)
    schedule, not_before = _departure(request, parties, now)
    message = Message(
        message_id=message_id,
        invoice_id=invoice.invoice_id,
        customer_id=invoice.customer_id,
        seller_id=invoice.seller_id,
        kind=request.kind,
        created_at=now,
        actor=actor,
        instructions=request.as_told or customise(request, invoice, customer, shelf=shelf),
        edition=_wanted(edition(invoice), request, invoice),
        schedule=schedule,
    )
    wake_at = not_before + MISSED if not_before else now + FORGOTTEN
    return message, emails_for(message, recipients, wake_at=wake_at, not_before=not_before)


def _wanted(which: Edition, request: SendRequest, invoice: Invoice) -> Edition:
    if which not in request.editions:
        raise Conflict(f"{invoice.number} is {invoice.status} by now; that is not what is sent", code="wrong_status")
    return which


def _departure(request: SendRequest, parties: Parties, now: datetime) -> tuple[LocalTime | None, datetime | None]:
    customer, seller = parties.customer, parties.seller
    if request.send_at is None:
        undo = 0 if request.test_to else request.undo_seconds
        return None, undoable_until(undo, seller=seller, now=now)
    check_undo(request.undo_seconds, scheduled=True)
    if request.test_to:
        text = "a send at a time of its own takes no `test_to`: leave it or `send_at` out"
        raise InvalidInput(text, Problem("/test_to", text))
    schedule = at_local_time(request.send_at, request.timezone, customer=customer, seller=seller, now=now)
    return schedule, schedule.at


def _planned_before(message_id: str, refused: InvalidInput, messages: Messages) -> tuple[Message, tuple[Email, ...]]:
    """The message of an earlier try: its time may have passed, or an address died, between the two."""
    try:
        return messages.get(message_id)
    except NotFound:
        raise refused from None


def _entry(parties: Parties, message: Message, emails: tuple[Email, ...], new_id: NewId) -> Entry:
    names = ", ".join(each.recipient.address for each in emails)
    what = "a test copy of invoice" if message.kind is MessageKind.TEST else "invoice"
    when = f" for {message.schedule.at:%Y-%m-%d %H:%M} UTC" if message.schedule else ""
    text = f"Sending {what} {parties.invoice.number} to {names} was asked for{when}"
    data = {"message_id": message.message_id, "kind": message.kind.value}
    return Entry(new_id("tml"), message.invoice_id, message.created_at, message.actor, "message.planned", text, data)
