"""Waive a charge: a late fee or interest that the customer is let off, with a reason."""

from datetime import datetime

from dunlin.domain.dunning.charges import Waiver
from dunlin.domain.dunning.waiving import charge_of, waive
from dunlin.domain.invoice import Invoice
from dunlin.domain.money import Money
from dunlin.domain.timeline import Actor
from dunlin.services.change_invoice import change_invoice
from dunlin.services.ports.records import Invoices, NewId
from dunlin.services.ports.sending import Outbox
from dunlin.services.write_change import Told


def waive_charge(
    invoice_id: str,
    charge_id: str,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    invoices: Invoices,
    outbox: Outbox,
    version: int | None = None,
) -> Invoice:
    """The invoice as stored, paid where nothing else was owed. Raises what `domain.dunning.waiving` raises."""
    waiver = Waiver(actor, reason, now)
    return change_invoice(
        invoice_id,
        lambda before: waive(before, charge_id, waiver),
        lambda after: _told(after, charge_id, reason),
        actor=actor,
        now=now,
        new_id=new_id,
        invoices=invoices,
        outbox=outbox,
        version=version,
    )


def _told(after: Invoice, charge_id: str, reason: str) -> Told:
    charge = charge_of(after, charge_id)
    amount = Money(charge.amount, after.currency)
    data = {
        "charge_id": charge.charge_id,
        "kind": charge.kind.value,
        "amount": str(charge.amount),
        "currency": after.currency,
    }
    return Told("charge.waived", f"A late {charge.kind} of {amount} was waived: {reason}", data)
