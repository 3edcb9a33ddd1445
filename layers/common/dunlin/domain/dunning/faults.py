"""What is wrong with a workflow, before anybody is reminded by it: all of it at once, by JSON pointer."""

from collections.abc import Iterator

from dunlin.domain.dunning.day_faults import day_faults
from dunlin.domain.dunning.escalation_faults import escalation_faults, interest_faults
from dunlin.domain.dunning.limits import EVERY, GAP, MOST_STEPS, OFFSET, TIMES
from dunlin.domain.dunning.step_faults import step_faults
from dunlin.domain.dunning.workflow import Repetition, Window, Workflow
from dunlin.domain.errors import Problem

_LEAST_REASON, _MOST_REASON = 10, 500


def faults(workflow: Workflow) -> tuple[Problem, ...]:
    """Everything that can be seen without looking anything up; empty for a workflow that is sound."""
    found = [*_shape(workflow), *_window(workflow.window), *GAP.faults(workflow.minimum_gap_days, "/minimum_gap_days")]
    for number, step in enumerate(workflow.steps):
        found += step_faults(step, workflow.window, f"/steps/{number}")
    found += _repetition(workflow.repetition)
    if _days_are_plain(workflow):
        found += day_faults(workflow)
    if workflow.interest:
        found += interest_faults(workflow.interest, "/interest")
    if workflow.escalation:
        found += escalation_faults(workflow.escalation, "/escalation")
    return (*found, *_override(workflow.override))


def _shape(workflow: Workflow) -> Iterator[Problem]:
    steps = workflow.steps
    if not steps:
        yield Problem("/steps", "a workflow has one step at least")
    if len(steps) > MOST_STEPS:
        yield Problem("/steps", f"{len(steps)} steps are more than {MOST_STEPS}: let the last one repeat")
    for number in range(1, len(steps)):
        if steps[number].offset_days < steps[number - 1].offset_days:
            message = "it comes before the step above it: put the steps in the order of their days"
            yield Problem(f"/steps/{number}/offset_days", message)


def _window(window: Window) -> Iterator[Problem]:
    if window.opens >= window.closes:
        yield Problem("/window/closes", f"{window.closes:%H:%M} is not after {window.opens:%H:%M}, when it opens")


def _repetition(repetition: Repetition | None) -> Iterator[Problem]:
    if repetition:
        yield from EVERY.faults(repetition.every_days, "/repetition/every_days")
        yield from TIMES.faults(repetition.times, "/repetition/times")


def _days_are_plain(workflow: Workflow) -> bool:
    """Whether its days are such that it makes sense to look at a calendar."""
    again = workflow.repetition
    return (
        0 < len(workflow.steps) <= MOST_STEPS
        and all(step.offset_days in OFFSET for step in workflow.steps)
        and workflow.minimum_gap_days in GAP
        and (again is None or (again.every_days in EVERY and again.times in TIMES))
    )


def _override(reason: str) -> Iterator[Problem]:
    if reason and not _LEAST_REASON <= len(reason.strip()) <= _MOST_REASON:
        message = f"say in {_LEAST_REASON} to {_MOST_REASON} characters why the rules of a country do not hold here"
        yield Problem("/override", message)
