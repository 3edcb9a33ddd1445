"""The late fees and the interest that a reminder, or the escalation after the last, adds to an invoice."""

from dataclasses import dataclass
from datetime import date

from dunlin.domain.customer import Customer
from dunlin.domain.dunning.charges import Charge, ChargeKind
from dunlin.domain.dunning.country_limits import limits_of
from dunlin.domain.dunning.formula import fee_formula
from dunlin.domain.dunning.interest import interest_due
from dunlin.domain.dunning.too_early import fee_too_early, interest_too_early
from dunlin.domain.dunning.workflow import EscalationKind, Interest, Workflow, amount_in
from dunlin.domain.ids import derived
from dunlin.domain.invoice import Invoice
from dunlin.domain.money import Money


def charges_due(invoice: Invoice, workflow: Workflow, number: int, on: date, customer: Customer) -> tuple[Charge, ...]:
    """What reminder `number` books on the customer's day `on`; empty for nothing. The same reminder books once.

    The number after the last reminder is the escalation's. Nothing is late up to and on the due date, and nothing is
    booked on a day on which the customer's country does not allow it yet, unless the workflow's `override` says why.
    """
    if on <= invoice.due_date:
        return ()
    costs = _of_the_escalation(workflow) if number > workflow.reminders else _of_the_step(workflow, number)
    country = customer.party.address.country
    limits = () if workflow.override else limits_of(country, consumer=customer.consumer)
    fees = [] if fee_too_early(invoice, on, limits) else _fees(invoice, number, on, costs)
    interest = [] if interest_too_early(invoice, on, limits) else _interest(invoice, number, on, costs, country)
    known = {each.charge_id for each in invoice.charges}
    return tuple(each for each in (*fees, *interest) if each.charge_id not in known)


@dataclass(frozen=True, slots=True)
class _Costs:
    fees: tuple[tuple[Money, ...], ...]
    interest: Interest | None
    why: str


def _of_the_step(workflow: Workflow, number: int) -> _Costs:
    return _Costs((workflow.step(number).fees,), workflow.interest, f"for reminder {number}")


def _of_the_escalation(workflow: Workflow) -> _Costs:
    actions = workflow.escalation.actions if workflow.escalation else ()
    fees = tuple(each.fees for each in actions if each.kind is EscalationKind.FEE)
    interest = (each.interest for each in actions if each.kind is EscalationKind.INTEREST)
    return _Costs(fees, next(interest, None), "after the last reminder")


def _fees(invoice: Invoice, number: int, on: date, costs: _Costs) -> list[Charge]:
    amounts = [amount_in(invoice.currency, each) for each in costs.fees]
    return [
        Charge(
            charge_id=_id(invoice, number, f"{ChargeKind.FEE}{at}"),
            kind=ChargeKind.FEE,
            amount=amount,
            on=on,
            number=number,
            formula=fee_formula(amount, invoice.currency, costs.why),
        )
        for at, amount in enumerate(amounts)
        if amount
    ]


def _interest(invoice: Invoice, number: int, on: date, costs: _Costs, country: str) -> list[Charge]:
    if costs.interest is None:
        return []
    charge_id = _id(invoice, number, ChargeKind.INTEREST)
    charge = interest_due(invoice, costs.interest, country=country, number=number, on=on, charge_id=charge_id)
    return [charge] if charge else []


def _id(invoice: Invoice, number: int, what: str) -> str:
    assignment = invoice.dunning.assignment if invoice.dunning else 0
    return derived("chg", invoice.invoice_id, str(assignment), str(number), what)
