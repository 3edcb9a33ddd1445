"""Whether the reminders of a workflow stay apart, wherever its due date falls in the week."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from dunlin.domain.dunning.plan import plan
from dunlin.domain.dunning.steps import Terms
from dunlin.domain.dunning.workflow import Workflow
from dunlin.domain.errors import Problem

# Any Monday: of the plain week, in which people rest on Saturday and Sunday, there are seven due dates to try.
_MONDAY = date(2027, 3, 1)
_BEGUN = datetime(2020, 1, 1, tzinfo=UTC)
_FRIDAY = 4


def day_faults(workflow: Workflow) -> Iterator[Problem]:
    """One for each reminder that may come too soon after the one before it, with the first due date that shows it."""
    for number in range(2, workflow.reminders + 1):
        # Those in the wrong order are told of elsewhere.
        if workflow.offset(number) < workflow.offset(number - 1):
            continue
        if found := _closest(workflow, number):
            yield Problem(_where(workflow, number), found)
        if number > len(workflow.steps) and found:
            return


def _closest(workflow: Workflow, number: int) -> str:
    for due in (_MONDAY + timedelta(days=day) for day in range(7)):
        before, here = _day(workflow, number - 1, due), _day(workflow, number, due)
        if (here - before).days < workflow.gap_days:
            return _told(workflow, number, due, before, here)
    return ""


def _told(workflow: Workflow, number: int, due: date, before: date, here: date) -> str:
    days = (here - before).days
    apart = f"{days} days apart" if days > 1 else "one day apart" if days else "on the same day"
    when = f"when an invoice is due on a {due:%A} (such as {due}), reminders {number - 1} and {number} fall {apart}"
    return f"{when}, {before} and {here}; {workflow.gap_days} are to lie between them at least"


def _day(workflow: Workflow, number: int, due: date) -> date:
    """The day on which the planner would have this reminder if it were the only one."""
    step = replace(workflow.step(number), offset_days=workflow.offset(number))
    alone = replace(workflow, steps=(step,), repetition=None, escalation=None)
    terms = Terms(due_date=due, zone="UTC", closed=_rest, begun_at=_BEGUN)
    return plan(alone, terms, first=1, now=_BEGUN)[0].local.date()


def _rest(on: date) -> str:
    return "a weekend" if on.weekday() > _FRIDAY else ""


def _where(workflow: Workflow, number: int) -> str:
    return f"/steps/{number - 1}/offset_days" if number <= len(workflow.steps) else "/repetition/every_days"
