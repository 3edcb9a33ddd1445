"""Apply what a provider tells of a payment: once, whatever comes twice, late or in another order.

Money is booked first, by an id that follows from the provider's: whatever dies afterwards is mended when the provider
repeats itself, which it does until it is answered.
"""

from dunlin.domain.errors import NotFound, StaleVersion
from dunlin.domain.payments.attempt import Attempt, Received, applied
from dunlin.domain.payments.event import EventKind, ProviderEvent
from dunlin.services.book_attempt import book_attempt, book_received
from dunlin.services.follow_disputes import follow_disputes
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
        follow_disputes(before, after, event, till=till)
        book_attempt(after, till=till)
        try:
            written = after if after is before else till.attempts.put(after)
        except StaleVersion:
            continue
        settle_attempt(written, till=till)
        till.sellers.payments_known(written.seller_id, at=till.desk.now)
        return "known" if after is before else "applied"
    raise StaleVersion(f"attempt {event.attempt_id} keeps changing: try again")


def _attempt(event: ProviderEvent, till: Till) -> Attempt | None:
    if event.kind is EventKind.IGNORED:
        return None
    if not (event.invoice_id and event.attempt_id):
        return _by_payment(event.payment_id, till) if event.payment_id else None
    try:
        return till.attempts.get(event.invoice_id, event.attempt_id)
    except NotFound:
        return None


def _by_payment(payment_id: str, till: Till) -> Attempt | None:
    """The index knows the first payment of each attempt, and that a moment later: the money itself knows more."""
    if found := till.attempts.find_payment(till.provider.name, payment_id):
        return found
    try:
        invoice_id = till.remittances.get(till.payment_id(payment_id)).invoice_id
    except NotFound:
        return None
    attempts = till.attempts.of_invoice(invoice_id) if invoice_id else ()
    return next((each for each in attempts if payment_id in {one.payment_id for one in each.received}), None)


def _without_attempt(event: ProviderEvent, till: Till) -> str:
    """Money that names an invoice is kept, also where nobody remembers that it was asked for."""
    if event.kind is not EventKind.SUCCEEDED or not event.invoice_id:
        return "ignored"
    money = Received(event.payment_id, event.amount, event.currency, event.at.date())
    book_received(event.invoice_id, money, "", fee=0, till=till)
    return "applied"
