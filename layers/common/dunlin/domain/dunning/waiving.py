"""Letting a customer off a late fee or interest. The charge stays where it is, with who waived it and why."""

from dataclasses import replace

from dunlin.domain.dunning.charges import Charge, Waiver
from dunlin.domain.errors import Conflict, InvalidInput, NotFound, Problem
from dunlin.domain.invoice import OWED, Invoice, Status
from dunlin.domain.money import Money


def waive(invoice: Invoice, charge_id: str, waiver: Waiver) -> Invoice:
    """The invoice without owing that charge; paid, when nothing else is owed.

    Raises NotFound for a charge that it does not have, InvalidInput without a reason, and Conflict when the charge is
    waived already, when it has been paid (payments go to the principal first), or when nothing is owed any more.
    """
    charge = charge_of(invoice, charge_id)
    if not waiver.reason.strip():
        message = "say why the charge is waived"
        raise InvalidInput(message, Problem("/reason", message))
    _refuse(invoice, charge)
    charges = tuple(replace(each, waived=waiver) if each is charge else each for each in invoice.charges)
    after = replace(invoice, charges=charges, updated_at=waiver.at)
    return after if after.balance.amount else replace(after, status=Status.PAID)


def charge_of(invoice: Invoice, charge_id: str) -> Charge:
    """Raises NotFound for a charge that the invoice does not have."""
    found = next((each for each in invoice.charges if each.charge_id == charge_id), None)
    if found is None:
        raise NotFound(f"{invoice.number} has no charge {charge_id}")
    return found


def _refuse(invoice: Invoice, charge: Charge) -> None:
    if charge.waived:
        raise Conflict(f"charge {charge.charge_id} is waived already", code="waived_already")
    if invoice.status is not Status.PAID and invoice.status not in OWED:
        raise Conflict(f"{invoice.number} is {invoice.status}: there is nothing to waive", code="wrong_status")
    if charge.amount > invoice.balance.amount:
        amount = Money(charge.amount, invoice.currency)
        raise Conflict(
            f"{amount} cannot be waived: only {invoice.balance} are still owed, the rest of it has been paid",
            code="paid_already",
        )
