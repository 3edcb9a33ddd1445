"""Dunning for tests: a workflow of three reminders, what they are planned from, and a calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from dunlin.domain.dunning.plan import Closed, PlannedStep, Terms, plan
from dunlin.domain.dunning.workflow import Escalation, EscalationAction, EscalationKind, Step, Workflow

# A Monday; the first reminder of `a_workflow` is meant for the Monday after it.
DUE = date(2027, 3, 1)
SENT = datetime(2027, 2, 1, 10, tzinfo=UTC)
REVIEWED = Escalation(14, (EscalationAction(EscalationKind.REVIEW),))


def weekends(on: date) -> str:
    """Nobody works on them; there are no holidays."""
    return {5: "Saturday", 6: "Sunday"}.get(on.weekday(), "")


def closed_on(*days: date) -> Closed:
    """Weekends, and these holidays."""
    return lambda on: "a holiday" if on in days else weekends(on)


def never_closed(_: date) -> str:
    """Somebody works on every day."""
    return ""


def a_step(offset_days: int = 7, **changes: Any) -> Step:
    """A reminder a week after the due date, at nine."""
    return replace(Step(offset_days), **changes)


def a_workflow(*steps: Step | int, **changes: Any) -> Workflow:
    """7, 14 and 28 days after the due date, at nine, no escalation."""
    whole = tuple(a_step(each) if isinstance(each, int) else each for each in steps or (7, 14, 28))
    return replace(Workflow("wf_1", 1, "Ours", whole), **changes)


def terms(**changes: Any) -> Terms:
    """What an invoice's reminders are planned from: sent four weeks before it is due, to somebody in London."""
    return replace(Terms(DUE, "Europe/London", weekends, SENT, SENT), **changes)


def days_of(workflow: Workflow, terms: Terms, *, first: int = 1, now: datetime = SENT) -> list[str]:
    """The plan, as the customer's times; of a reminder that is passed over, why."""
    return [told(step) for step in plan(workflow, terms, first=first, now=now)]


def told(step: PlannedStep) -> str:
    """A planned reminder in a word."""
    return step.skip.cause.value if step.skip else f"{step.local:%Y-%m-%d %H:%M}"
