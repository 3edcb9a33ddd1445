"""Apply what a provider tells of a payment: once, whatever comes twice, late or in another order.

Money is booked first, by an id that follows from the provider's: whatever dies afterwards is mended when the provider
repeats itself, which it does until it is answered.
"""

from dunlin.domain.errors import NotFound, StaleVersion
from dunlin.domain.ids import derived
from dunlin.domain.money import Money
from dunlin.domain.payments.attempt import Attempt, Received, applied
from dunlin.domain.payments.event import EventKind, ProviderEvent
from dunlin.domain.remittance import IncomingPayment
from dunlin.domain.timeline import Entry
from dunlin.services.book_payment import book_payment
from dunlin.services.settle_attempt import settle_attempt
from dunlin.services.till import Till

_TRIES = 5
_GIVEN_BACK = {
    EventKind.REFUNDED: ("payment.refunded", "were paid back"),
    EventKind.DISPUTED: ("payment.disputed", "are disputed with the bank, which has taken them back for now"),
}


def apply_event(event: ProviderEvent, *, till: Till) -> str:
    """`applied`, `known` for what changes nothing, `ignored` for what is not ours. Raises StaleVersion, Unavailable:
    then the provider must tell it again.
    """
    if event.kind is EventKind.IGNORED:
        return "ignored"
    for _ in range(_TRIES):
        before = _attempt(event, till)
        if before is None:
            return _without_attempt(event, till)
        after = applied(before, event)
        for money in after.received:
            _book(after.invoice_id, money, after.method, fee=after.fee, till=till)
        try:
            written = after if after is before else till.attempts.put(after)
        except StaleVersion:
            continue
        if event.kind in _GIVEN_BACK:
            _tell(written.invoice_id, event, till)
        settle_attempt(written, till=till)
        return "known" if after is before else "applied"
    raise StaleVersion(f"attempt {event.attempt_id} keeps changing: try again")


def _attempt(event: ProviderEvent, till: Till) -> Attempt | None:
    if not event.attempt_id:
        return till.attempts.find_payment(till.provider.name, event.payment_id) if event.payment_id else None
    try:
        return till.attempts.get(event.invoice_id, event.attempt_id)
    except NotFound:
        return None


def _without_attempt(event: ProviderEvent, till: Till) -> str:
    """Money that names an invoice is kept, also where nobody remembers that it was asked for."""
    if event.kind is not EventKind.SUCCEEDED or not event.invoice_id:
        return "ignored"
    money = Received(event.payment_id, event.amount, event.currency, event.at.date())
    _book(event.invoice_id, money, "", fee=0, till=till)
    return "applied"


def _book(invoice_id: str, money: Received, method: str, *, fee: int, till: Till) -> None:
    """The fee is the provider's: it was never owed, so it is not booked."""
    book_payment(
        invoice_id,
        IncomingPayment(
            payment_id=till.payment_id(money.payment_id),
            amount=money.amount - fee if money.amount > fee else money.amount,
            currency=money.currency,
            received_on=money.on,
            method=method,
            reference=money.payment_id,
            source=till.provider.name,
        ),
        actor=till.actor,
        now=till.desk.now,
        new_id=till.desk.new_id,
        invoices=till.invoices,
        outbox=till.desk.outbox,
        unapplied=till.remittances,
    )


def _tell(invoice_id: str, event: ProviderEvent, till: Till) -> None:
    """The same event is the same entry. What follows from it for the invoice, a person decides."""
    type_, what = _GIVEN_BACK[event.kind]
    data = {
        "payment_id": till.payment_id(event.payment_id),
        "amount": str(event.amount),
        "currency": event.currency,
        "source": till.provider.name,
        **({"code": event.reason} if event.reason else {}),
    }
    entry_id = derived("tml", till.provider.name, event.event_id)
    text = f"{Money(event.amount, event.currency)} of a payment {what}"
    till.timeline.add(Entry(entry_id, invoice_id, event.at, till.actor, type_, text, data))
