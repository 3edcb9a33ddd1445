"""What becomes of an invoice's reminders by another version of its workflow: both plans side by side."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum

from dunlin.domain.dunning.facts import Facts, steps_of
from dunlin.domain.dunning.steps import PlannedStep
from dunlin.domain.dunning.workflow import Workflow


class Effect(StrEnum):
    """What becomes of one reminder."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"  # at the same moment, with other words, people or amounts
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Compared:
    """One reminder as it is planned `now` and `then`; None where it is not sent. With `today` it goes out at once, or
    later on the customer's present day, by the other version.
    """

    effect: Effect
    now: PlannedStep | None
    then: PlannedStep | None
    today: bool


def compare(facts: Facts, workflow: Workflow, *, now: datetime) -> tuple[Compared, ...]:
    """Every reminder that is still to come by either version. The escalation stands last.

    What has had its turn does not come again: both go on with the same number.
    """
    today, other = facts.today(now=now), replace(facts, workflow=workflow)
    before, after = _sent(facts, now), _sent(other, now)
    found = []
    for key in sorted({*before, *after}):
        here, there = before.get(key), after.get(key)
        at_once = there is not None and there.local.date() <= today
        found.append(Compared(_effect(here, there, facts.workflow, workflow), here, there, at_once))
    return tuple(found)


def _sent(facts: Facts, now: datetime) -> dict[tuple[bool, int], PlannedStep]:
    """By whether it is the escalation, whose number depends on how many reminders there are."""
    steps = (each for each in steps_of(facts, now=now) if not each.skip)
    return {(each.escalation, 0 if each.escalation else each.number): each for each in steps}


def _effect(here: PlannedStep | None, there: PlannedStep | None, old: Workflow | None, new: Workflow) -> Effect:
    if here is None or there is None:
        return Effect.NEW if here is None else Effect.DROPPED
    if here.at != there.at:
        return Effect.MOVED
    return Effect.SAME if old and _does(old, here) == _does(new, there) else Effect.CHANGED


def _does(workflow: Workflow, step: PlannedStep) -> object:
    """What happens at that step, whenever it is."""
    if step.escalation:
        return workflow.escalation and workflow.escalation.actions
    return replace(workflow.step(step.number), offset_days=0, at=time()), workflow.interest
