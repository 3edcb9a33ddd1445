"""The late fees and the interest that a reminder adds to an invoice."""

from datetime import date

from dunlin.domain.customer import Customer
from dunlin.domain.dunning.charges import Charge, ChargeKind
from dunlin.domain.dunning.workflow import Workflow, amount_in
from dunlin.domain.ids import derived
from dunlin.domain.invoice import Invoice
from dunlin.domain.money import Money


def charges_due(invoice: Invoice, workflow: Workflow, number: int, on: date, customer: Customer) -> tuple[Charge, ...]:
    """What reminder `number` books on the customer's day `on`; empty for nothing. The same reminder books once."""
    fee = amount_in(invoice.currency, workflow.step(number).fees)
    return (_fee(invoice, number, on, fee),) if fee else ()


def _fee(invoice: Invoice, number: int, on: date, amount: int) -> Charge:
    assignment = invoice.dunning.assignment if invoice.dunning else 0
    charge_id = derived("chg", invoice.invoice_id, str(assignment), str(number), ChargeKind.FEE)
    formula = f"{Money(amount, invoice.currency)} for reminder {number}"
    return Charge(charge_id, ChargeKind.FEE, amount, on, number, formula)
