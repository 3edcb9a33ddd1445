"""Giving a payment back, whole or in part: the invoice is owed again, from the day on which the money went."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from dunlin.domain.errors import Conflict, InvalidInput, NotFound, Problem
from dunlin.domain.invoice import Invoice, Payment, Status
from dunlin.domain.money import Money


@dataclass(frozen=True, slots=True)
class Refund:
    """What is given back of a payment: `amount` minor units, or all that is left of it. A `chargeback` was not the
    seller's wish: the customer's bank has taken it.
    """

    refund_id: str
    payment_id: str
    on: date
    reason: str
    amount: int | None = None
    chargeback: bool = False


def refund(invoice: Invoice, wanted: Refund, *, now: datetime) -> Invoice:
    """The invoice with what is owed again. The same refund again changes nothing: then the invoice is itself.

    Raises NotFound for a payment that it does not have, Conflict when nothing is left of that payment, InvalidInput for
    more than is left of it.
    """
    if any(each.payment_id == wanted.refund_id for each in invoice.payments):
        return invoice
    payment, left = _left(invoice, wanted)
    amount = left if wanted.amount is None else wanted.amount
    if not 0 < amount <= left:
        most = Money(left, invoice.currency)
        message = f"{Money(amount, invoice.currency)} cannot be given back: {most} are left of the payment"
        raise InvalidInput(message, Problem("/amount", message))
    back = Payment(
        payment_id=wanted.refund_id,
        amount=-amount,
        received_on=wanted.on,
        method=payment.method,
        reference=wanted.reason,
        recorded_at=now,
        refund_of=payment.payment_id,
        chargeback=wanted.chargeback,
    )
    after = replace(invoice, payments=(*invoice.payments, back), updated_at=now)
    return replace(after, status=_status(after))


def refunded(invoice: Invoice, refund_id: str) -> int:
    """Minor units that were given back by that refund."""
    return -next(each.amount for each in invoice.payments if each.payment_id == refund_id)


def _left(invoice: Invoice, wanted: Refund) -> tuple[Payment, int]:
    payment = next((each for each in invoice.payments if each.payment_id == wanted.payment_id), None)
    if payment is None or payment.refund_of:
        raise NotFound(f"{invoice.number} has no payment {wanted.payment_id}")
    left = payment.amount + sum(each.amount for each in invoice.payments if each.refund_of == payment.payment_id)
    if not left:
        raise Conflict(f"payment {payment.payment_id} has been given back already", code="refunded_already")
    return payment, left


def _status(invoice: Invoice) -> Status:
    if invoice.paid:
        return Status.PARTIALLY_PAID
    return Status.OPEN if invoice.sent_at else Status.POSTED
