"""Workflows that cost something, and invoices that are late, for tests."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from dunlin.domain.dunning.charges import Charge
from dunlin.domain.dunning.interest import interest_due
from dunlin.domain.dunning.workflow import Interest, Step, Workflow
from dunlin.domain.invoice import Invoice, Payment, Status
from dunlin.domain.money import Money
from tests.builders import an_invoice

DUE = date(2026, 3, 1)


def a_late_invoice(**changes: Any) -> Invoice:
    """€1,240.50, due on 1 March 2026."""
    return replace(an_invoice(), **{"status": Status.OPEN, "due_date": DUE, "payable": 124050, **changes})


def a_payment(amount: int, on: date, number: int = 1) -> Payment:
    return Payment(f"pay_{number}", amount, on)


def a_workflow(*steps: Step, **changes: Any) -> Workflow:
    """5, 20 and 35 days after the due date, unless other steps are given; they cost nothing."""
    return replace(Workflow("wf_1", 1, "Ours", steps or (Step(5), Step(20), Step(35))), **changes)


def steps(*days: int, fee: Money | None = None) -> tuple[Step, ...]:
    """A step on each of these days, each with that fee."""
    return tuple(Step(day, fees=(fee,) if fee else ()) for day in days)


def yearly(percent: str = "10", **changes: Any) -> Interest:
    """A rate that the contract names."""
    return replace(Interest(Decimal(percent)), **changes)


def statutory(points: str = "8", **changes: Any) -> Interest:
    """Points above the reference rate."""
    return replace(Interest(Decimal(points), statutory=True), **changes)


def interest_on(invoice: Invoice, on: date, interest: Interest | None = None, country: str = "NL") -> Charge | None:
    """What a reminder on that day would book."""
    return interest_due(invoice, interest or yearly(), country=country, number=1, on=on, charge_id=f"chg_{on}")
