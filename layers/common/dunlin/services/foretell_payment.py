"""Foretell what would become of a payment: as `book_payment` decides, but nothing is written."""

from datetime import datetime

from dunlin.domain.invoice import Invoice, pay
from dunlin.domain.placing import payment_of, share_of
from dunlin.domain.remittance import IncomingPayment, Unplaced
from dunlin.services.book_payment import Booked, Outcome


def foretell_payment(invoice: Invoice | None, incoming: IncomingPayment, *, now: datetime, why: Unplaced) -> Booked:
    """With the invoice as it would be; of money for none, `why` it is for none."""
    if invoice is None:
        return Booked(Outcome.UNAPPLIED, None, incoming.amount, why)
    share = share_of(invoice, incoming)
    if not share.amount:
        return Booked(Outcome.UNAPPLIED, invoice, incoming.amount, share.why)
    after = pay(invoice, payment_of(incoming, share.amount, now=now), now=now)
    return Booked(Outcome.APPLIED, after, incoming.amount - share.amount, share.why)
