"""What a turn of the dunning books: with the reminder that leaves, and with the escalation after the last."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from dunlin.domain.dunning.decision import Verdict
from dunlin.domain.dunning.dunning import Dunning, Outcome, Turn
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.late_charges import charges_due
from dunlin.domain.dunning.refresh import refresh
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.dunning.workflow import Escalation, EscalationAction, EscalationKind, Workflow
from dunlin.domain.money import Money
from tests.builders import a_customer, a_seller
from tests.unit.domain.dunning_builders import DUE, a_late_invoice, a_workflow, steps, yearly

FEE = Money(500, "EUR")
SENT = datetime(2026, 2, 1, 9, tzinfo=UTC)
REMINDED = Turn(1, Outcome.SENT, datetime.combine(DUE + timedelta(days=5), time(12), tzinfo=UTC))


def refreshed(workflow: Workflow, day: int, **dunning: Any) -> Refreshed:
    invoice = a_late_invoice(sent_at=SENT, dunning=replace(Dunning(assignment=1), **dunning))
    facts = Facts(invoice, a_customer(), a_seller(), workflow, lambda _: "", charges_due)
    return refresh(facts, now=datetime.combine(DUE + timedelta(days=day), time(12), tzinfo=UTC))


def test_a_reminder_that_leaves_books_its_costs_and_tells_them() -> None:
    found = refreshed(a_workflow(*steps(5, fee=FEE), interest=yearly()), 5)
    assert found.decision.verdict is Verdict.SEND
    assert [each.amount for each in found.invoice.charges] == [500, 170]
    assert [each.type for each in found.notes] == ["charge.booked", "charge.booked", "reminder.due", "dunning.ended"]
    assert found.invoice.balance.amount == 124050 + 670


def test_an_escalation_books_its_costs_and_tells_them() -> None:
    escalation = Escalation(10, (EscalationAction(EscalationKind.FEE, fees=(FEE,)),))
    found = refreshed(a_workflow(*steps(5), escalation=escalation), 30, next_number=2, turns=(REMINDED,))
    assert found.decision.verdict is Verdict.ESCALATE
    assert [each.amount for each in found.invoice.charges] == [500]
    assert [each.type for each in found.notes] == ["charge.booked", "dunning.escalated"]


def test_a_reminder_that_waits_books_nothing() -> None:
    found = refreshed(a_workflow(*steps(5, fee=FEE)), 3)
    assert (found.decision.verdict, found.invoice.charges) == (Verdict.MOVE, ())
