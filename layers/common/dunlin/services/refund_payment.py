"""Refund a payment: the invoice is owed again, and its reminders are looked at again."""

from datetime import datetime

from dunlin.domain.invoice import Invoice, standing
from dunlin.domain.money import Money
from dunlin.domain.refunding import Refund, refund, refunded
from dunlin.domain.timeline import Actor
from dunlin.services.change_invoice import change_invoice
from dunlin.services.ports.records import Invoices, NewId
from dunlin.services.ports.sending import Outbox
from dunlin.services.write_change import Told


def refund_payment(
    invoice_id: str,
    wanted: Refund,
    *,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    invoices: Invoices,
    outbox: Outbox,
) -> Invoice:
    """The invoice as stored. It moves no money: that is the bank's or the provider's. Raises what
    `domain.refunding.refund` raises.
    """
    return change_invoice(
        invoice_id,
        lambda before: refund(before, wanted, now=now),
        lambda after: _told(after, wanted),
        actor=actor,
        now=now,
        new_id=new_id,
        invoices=invoices,
        outbox=outbox,
    )


def _told(after: Invoice, wanted: Refund) -> Told:
    amount = Money(refunded(after, wanted.refund_id), after.currency)
    data = {
        "payment_id": wanted.payment_id,
        "refund_id": wanted.refund_id,
        "amount": str(amount.amount),
        **standing(after),
    }
    because = f": {wanted.reason}" if wanted.reason else ""
    if wanted.chargeback:
        text = f"{amount} were taken back by the customer's bank (chargeback), {after.balance} are owed{because}"
        return Told("payment.charged_back", text, data)
    return Told("payment.refunded", f"{amount} were given back, {after.balance} are owed{because}", data)
