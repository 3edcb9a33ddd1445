"""The day that each reminder is meant for, off weekends and holidays, and whether it has been missed."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from dunlin.domain.dunning.open_hours import open_day
from dunlin.domain.dunning.scene import Scene
from dunlin.domain.dunning.steps import Cause, Moved
from dunlin.domain.dunning.workflow import Shift, Window

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a reminder is meant for, and how it came to be that day.

    `by` is the day on which it goes if nothing goes wrong: a holiday or the invoice itself may have pushed the one
    before it, and that one pushes this one. Only when that day has passed has it been missed.
    """

    number: int
    on: date
    at: time
    offset: int
    moved: tuple[Moved, ...]
    by: date


def days_of(scene: Scene) -> list[Day]:
    """The day of every reminder, those that have had their turn too: they push what comes after them."""
    workflow, days, busy = scene.workflow, list[Day](), scene.begun
    for number in range(1, workflow.reminders + 1):
        offset = workflow.offset(number)
        on, moved = _shifted(scene.terms.due_date + offset * _DAY, offset, scene)
        at, outside = _hour(workflow.step(number).at, workflow.window)
        day = Day(number, on, at, offset, (*moved, *outside), on)
        by = max(on, scene.after(busy, workflow.gap_days))
        if on >= scene.begun and not before_invoice(day, scene) and by <= last_day(day, scene):
            day, busy = replace(day, by=by), by
        days.append(day)
    return days


def _shifted(on: date, offset: int, scene: Scene) -> tuple[date, tuple[Moved, ...]]:
    """Off weekends and holidays; but what is to come after the due date stays after it, and before stays before."""
    workflow, terms = scene.workflow, scene.terms
    if workflow.shift is Shift.NONE:
        return on, ()
    forth, back = open_day(on, _DAY, terms.closed), open_day(on, -_DAY, terms.closed)
    if workflow.shift is Shift.PREVIOUS:
        return forth if offset > 0 and back[0] <= terms.due_date else back
    return back if offset < 0 and forth[0] >= terms.due_date else forth


def _hour(at: time, window: Window) -> tuple[time, tuple[Moved, ...]]:
    """The step's own time, unless no reminders leave then: it is never another day for that."""
    if window.opens <= at < window.closes:
        return at, ()
    text = f"no reminders leave at {at:%H:%M}, only from {window.opens:%H:%M} until {window.closes:%H:%M}"
    return window.opens, (Moved(Cause.OUTSIDE_WINDOW, text),)


def before_invoice(day: Day, scene: Scene) -> bool:
    """Whether it would have announced the due date before the invoice itself had come."""
    return day.offset <= 0 and day.on <= scene.begun


def last_day(day: Day, scene: Scene) -> date:
    """The last day on which it still says something: what announces a due date is not sent once that has come."""
    if day.offset > 0:
        return date.max
    return scene.terms.due_date - _DAY if day.offset else max(scene.terms.due_date, day.on)


def was_missed(day: Day, scene: Scene) -> bool:
    """Whether it should have gone out by now. A mail up to its day pushed it; one after its day came too late."""
    by = day.by
    if scene.mailed <= by:
        by = max(by, scene.after(scene.mailed, scene.workflow.gap_days))
    return scene.passed(by)
