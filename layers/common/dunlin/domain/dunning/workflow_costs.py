"""What a workflow means to add to an invoice, and on which days after the due date."""

from dataclasses import dataclass

from dunlin.domain.dunning.workflow import EscalationAction, EscalationKind, Interest, Workflow, amount_in
from dunlin.domain.money import Money


@dataclass(frozen=True, slots=True)
class PlannedFee:
    """A fee, so many days after the due date; one of the amounts, by the invoice's currency."""

    day: int
    amounts: tuple[Money, ...]

    def in_(self, currency: str) -> int:
        """Minor units of that currency; 0 for none."""
        return amount_in(currency, self.amounts) or 0


@dataclass(frozen=True, slots=True)
class PlannedInterest:
    """Interest, and the day after the due date on which it is first asked for."""

    day: int
    interest: Interest


def first_reminder(workflow: Workflow) -> int | None:
    """The day of the first reminder after the due date; None where there is none."""
    return next(iter(_late_days(workflow)), None)


def fees(workflow: Workflow) -> list[PlannedFee]:
    """Every fee, repetitions and escalation included, in order."""
    late = [(workflow.offset(each), workflow.step(each).fees) for each in range(1, workflow.reminders + 1)]
    late += [(_escalates(workflow), each.fees) for each in _actions(workflow, EscalationKind.FEE)]
    return [PlannedFee(day, amounts) for day, amounts in late if day > 0 and any(each.amount for each in amounts)]


def interests(workflow: Workflow) -> list[PlannedInterest]:
    """The interest of the reminders, and that of the escalation."""
    own = workflow.interest
    asked = [day for day in _late_days(workflow) if own and day > own.grace_days]
    actions = _actions(workflow, EscalationKind.INTEREST)
    last = [PlannedInterest(_escalates(workflow), each.interest) for each in actions if each.interest]
    return [PlannedInterest(asked[0], own), *last] if own and asked else last


def _late_days(workflow: Workflow) -> list[int]:
    days = [workflow.offset(number) for number in range(1, workflow.reminders + 1)]
    return sorted(day for day in days if day > 0)


def _escalates(workflow: Workflow) -> int:
    return workflow.offset(workflow.reminders) + (workflow.escalation.after_days if workflow.escalation else 0)


def _actions(workflow: Workflow, kind: EscalationKind) -> list[EscalationAction]:
    actions = workflow.escalation.actions if workflow.escalation else ()
    return [each for each in actions if each.kind is kind]
