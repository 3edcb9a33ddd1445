"""Apply what a provider tells of a payment: once, whatever comes twice, late or in another order.

Money is booked first, by an id that follows from the provider's: whatever dies afterwards is mended when the provider
repeats itself, which it does until it is answered.
"""

from dunlin.domain.errors import NotFound, StaleVersion
from dunlin.domain.ids import derived
from dunlin.domain.money import Money
from dunlin.domain.payments.attempt import Attempt, Received, applied
from dunlin.domain.payments.event import EventKind, ProviderEvent
from dunlin.domain.timeline import Entry
from dunlin.services.book_attempt import book_attempt, book_received
from dunlin.services.settle_attempt import settle_attempt
from dunlin.services.till import Till

_TRIES = 5


def apply_event(event: ProviderEvent, *, till: Till) -> str:
    """`applied`, `known` for what changes nothing, `ignored` for what is not ours. Raises StaleVersion, Unavailable:
    then the provider must tell it again.
    """
    for _ in range(_TRIES):
        before = _attempt(event, till)
        if before is None:
            return _without_attempt(event, till)
        after = applied(before, event)
        book_attempt(after, till=till)
        try:
            written = after if after is before else till.attempts.put(after)
        except StaleVersion:
            continue
        if event.kind is EventKind.DISPUTED:
            _tell(written.invoice_id, event, till)
        settle_attempt(written, till=till)
        till.sellers.payments_known(written.seller_id, at=till.desk.now)
        return "known" if after is before else "applied"
    raise StaleVersion(f"attempt {event.attempt_id} keeps changing: try again")


def _attempt(event: ProviderEvent, till: Till) -> Attempt | None:
    if event.kind is EventKind.IGNORED:
        return None
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
    book_received(event.invoice_id, money, "", fee=0, till=till)
    return "applied"


def _tell(invoice_id: str, event: ProviderEvent, till: Till) -> None:
    """The same event is the same entry. What follows from it for the invoice, a person decides."""
    data = {
        "payment_id": till.payment_id(event.payment_id),
        "amount": str(event.amount),
        "currency": event.currency,
        "source": till.provider.name,
        **({"code": event.reason} if event.reason else {}),
    }
    entry_id = derived("tml", till.provider.name, event.event_id)
    text = f"{Money(event.amount, event.currency)} are disputed with the bank, which has taken them back for now"
    till.timeline.add(Entry(entry_id, invoice_id, event.at, till.actor, "payment.disputed", text, data))
