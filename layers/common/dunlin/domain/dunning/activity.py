"""What became of a reminder: whether it arrived, was read, was answered, and whether the invoice was paid after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from dunlin.domain.customer import normalise
from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.hold import HoldKind
from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.money import Money
from dunlin.domain.portal.settings import Answer
from dunlin.domain.sent import ACCEPTED

# Who complains has got it.
_ARRIVED = (EmailStatus.DELIVERED, EmailStatus.COMPLAINED)


class ResponseKind(StrEnum):
    """What a customer can answer."""

    PROMISE = "promise"
    DISPUTE = "dispute"
    ALREADY_PAID = "already_paid"
    NOT_ME = "not_me"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Response:
    """What the customer answered, in the portal or told by whoever recorded it. A promise has its state, its day and
    its amount; a dispute is `open` or `resolved`, anything else `open` until a person has looked: `attended`.
    """

    kind: ResponseKind
    at: datetime
    state: str
    on: date | None = None
    amount: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """One person's mail of a reminder, with its invoice as it is now.

    `paid_on` is the day on which nothing was owed any more, if that was on the day it was sent or later;
    `paid_within` whether that was within the days that were asked about.
    """

    email: Email
    invoice: Invoice
    responses: tuple[Response, ...] = ()
    paid_on: date | None = None
    paid_after_days: int | None = None
    paid_within: bool = False

    @property
    def left(self) -> bool:
        """Whether the provider has taken it."""
        return self.email.status in ACCEPTED

    @property
    def opened(self) -> bool:
        """Whether a person, no machine, has opened it or clicked in it."""
        return bool(self.email.counts.human_opens or self.email.counts.human_clicks)

    @property
    def arrived(self) -> bool:
        """Whether it is known to have reached the person."""
        return self.left and (self.opened or self.email.status in _ARRIVED)


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of what has left: reminders and invoices each once, people by their addresses.

    `asked` is, per currency, what was last asked for each invoice: of two reminders for one invoice, the later.
    """

    mails: int
    reminders: int
    people_reached: int
    opened: int
    invoices: int
    paid_within: int
    asked: tuple[Money, ...]


def activity(email: Email, invoice: Invoice, *, within: int, zone: str) -> Activity:
    """`within` in days; days are those of `zone`. Of a mail that has not left, nothing can come."""
    told = Activity(email, invoice)
    if not told.left:
        return told
    since = email.sent_at or email.created_at
    settled = settled_on(invoice)
    days = (settled - since.astimezone(ZoneInfo(zone)).date()).days if settled else -1
    paid = (settled, days, days <= within) if days >= 0 else (None, None, False)
    return Activity(email, invoice, _responses(invoice, since), *paid)


def settled_on(invoice: Invoice) -> date | None:
    """The day of the last payment or waiver, when nothing is owed any more."""
    if invoice.status is not Status.PAID:
        return None
    days = [payment.received_on for payment in invoice.payments if not payment.refund_of]
    days += [charge.waived.at.date() for charge in invoice.charges if charge.waived]
    return max(days, default=None)


def totals(of: Iterable[Activity]) -> Totals:
    """Over mails in the order of the report: the last decided first."""
    left = [each for each in of if each.left]
    newest = {each.invoice.invoice_id: each for each in reversed(left)}
    return Totals(
        mails=len(left),
        reminders=len({each.email.message_id for each in left}),
        people_reached=len({normalise(each.email.recipient.address) for each in left if each.arrived}),
        opened=len({each.email.message_id for each in left if each.opened}),
        invoices=len(newest),
        paid_within=len({each.invoice.invoice_id for each in left if each.paid_within}),
        asked=_asked(newest.values()),
    )


def _asked(of: Iterable[Activity]) -> tuple[Money, ...]:
    sums: dict[str, int] = {}
    for each in of:
        if said := each.email.reminder:
            sums[said.currency] = sums.get(said.currency, 0) + said.amount
    return tuple(Money(amount, currency) for currency, amount in sorted(sums.items()))


def _responses(invoice: Invoice, since: datetime) -> tuple[Response, ...]:
    dunning = invoice.dunning
    if dunning is None:
        return ()
    found = [
        Response(ResponseKind.DISPUTE, hold.since, "open", reason=hold.reason)
        for hold in dunning.holds
        if hold.kind is HoldKind.DISPUTE
    ]
    found += _answers(dunning)
    if promise := dunning.promise:
        found.append(Response(ResponseKind.PROMISE, promise.made_at, promise.state.value, promise.on, promise.amount))
    return tuple(sorted((each for each in found if each.at >= since), key=lambda each: each.at))


_ANSWERS = {
    Answer.ALREADY_PAID: ResponseKind.ALREADY_PAID,
    Answer.NOT_ME: ResponseKind.NOT_ME,
    Answer.QUESTION: ResponseKind.QUESTION,
}


def _answers(dunning: Dunning) -> list[Response]:
    """What was answered in the portal, but for what the promise and an open dispute tell themselves."""
    found = []
    open_since = [hold.since for hold in dunning.holds if hold.kind is HoldKind.DISPUTE]
    for each in dunning.answers:
        if kind := _ANSWERS.get(each.answer):
            found.append(Response(kind, each.at, "attended" if each.attended else "open", reason=each.said))
        elif each.answer is Answer.WRONG and each.at not in open_since:
            found.append(Response(ResponseKind.DISPUTE, each.at, "resolved", reason=each.said))
    return found
