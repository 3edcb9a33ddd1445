"""How much of an incoming payment an invoice takes. What is due is applied, so that nobody is reminded who has paid."""

from dataclasses import dataclass
from datetime import datetime

from dunlin.domain.invoice import OWED, Invoice, Payment, Status
from dunlin.domain.remittance import IncomingPayment, Unplaced

_NOT_OWED = {
    Status.DRAFT: Unplaced.NOT_POSTED,
    Status.PAID: Unplaced.PAID_ALREADY,
    Status.VOID: Unplaced.VOID,
}


@dataclass(frozen=True, slots=True)
class Share:
    """Minor units that the invoice takes, and why it does not take the rest (None: it takes all of it)."""

    amount: int
    why: Unplaced | None = None


def share_of(invoice: Invoice, incoming: IncomingPayment) -> Share:
    """What the invoice takes of it: as much as is still owed, late fees and interest included."""
    if invoice.currency != incoming.currency:
        return Share(0, Unplaced.OTHER_CURRENCY)
    if invoice.status not in OWED:
        return Share(0, _NOT_OWED[invoice.status])
    owed = invoice.balance.amount
    return Share(incoming.amount) if incoming.amount <= owed else Share(owed, Unplaced.MORE_THAN_OWED)


def payment_of(incoming: IncomingPayment, amount: int, *, now: datetime) -> Payment:
    """The payment that stands on the invoice."""
    return Payment(
        incoming.payment_id, amount, incoming.received_on, incoming.method, incoming.reference, now, fee=incoming.fee
    )
