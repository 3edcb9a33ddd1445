"""Whether money that a bank tells of is a payment that a person has recorded already."""

from collections.abc import Mapping
from datetime import timedelta

from dunlin.domain.invoice import Invoice
from dunlin.domain.remittance import STAFF, IncomingPayment, Remittance

# A person writes down the day on which they saw it, a bank the one on which it booked it.
NEAR = timedelta(days=5)


def alike(invoice: Invoice, incoming: IncomingPayment) -> tuple[str, ...]:
    """The invoice's payments of the same amount within five days, the nearest first; none of which was given back."""
    given_back = {each.refund_of for each in invoice.payments}
    found = [
        each
        for each in invoice.payments
        if (each.amount, invoice.currency) == (incoming.amount, incoming.currency)
        and abs(each.received_on - incoming.received_on) <= NEAR
        and each.payment_id not in given_back
    ]
    nearest = sorted(found, key=lambda each: abs(each.received_on - incoming.received_on))
    return tuple(each.payment_id for each in nearest)


def recorded_by_hand(
    payment_ids: tuple[str, ...], incoming: IncomingPayment, stored: Mapping[str, Remittance]
) -> Remittance | None:
    """The first of these that a person recorded, and that no other row was recognised as."""
    by_hand = [each for payment_id in payment_ids if (each := stored.get(payment_id)) and each.incoming.source == STAFF]
    same = [each for each in by_hand if each.told_as == incoming.payment_id]
    free = [each for each in by_hand if not each.told_as]
    return next(iter((*same, *free)), None)
