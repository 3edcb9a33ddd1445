"""When each reminder of an invoice goes out: the one planner that schedules, forecasts and explains.

Everything is reckoned in the customer's days and hours. In this order: the day that the workflow names, moved off
weekends and holidays, never before or on the day of another mail plus the gap, and never a moment that has passed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dunlin.domain.dunning.workflow import CatchUp, Shift, Window, Workflow
from dunlin.domain.local_time import resolve

type Closed = Callable[[date], str]
"""Why nobody works on that day at the customer's (`Saturday`, `Christmas Day`); empty for a working day."""

_DAY = timedelta(days=1)
# No country rests longer; a calendar that never opens must not hang a worker.
_LONGEST_REST = 60


class Cause(StrEnum):
    """What kept a reminder from the moment that the workflow names."""

    NOT_A_BUSINESS_DAY = "not_a_business_day"
    OUTSIDE_WINDOW = "outside_window"
    GAP_TOO_SMALL = "gap_too_small"
    CAUGHT_UP = "caught_up"
    CLOCKS_CHANGE = "clocks_change"
    # Of these it is not sent at all.
    BEFORE_INVOICE = "before_invoice"
    TOO_LATE = "too_late"
    MISSED = "missed"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Moved:
    """Why a reminder is not when the workflow has it: for programs and for people."""

    cause: Cause
    text: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What an invoice's reminders are planned from.

    `begun_at` is when the invoice was first sent, `mailed_at` the last mail about it. `spacing_days` lie between
    reminders that are caught up. `last_at` is when the last reminder went out, from which the escalation counts.
    """

    due_date: date
    zone: str
    closed: Closed
    begun_at: datetime
    mailed_at: datetime | None = None
    last_at: datetime | None = None
    spacing_days: int = 3


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One reminder to come. `local` is the customer's clock, `at` the same in UTC; `moved` says, in the order in which
    it came about, why that is not the moment that the workflow names. With `skip` it will not be sent.
    """

    number: int
    local: datetime
    zone: str
    at: datetime
    moved: tuple[Moved, ...] = ()
    skip: Moved | None = None
    escalation: bool = False


@dataclass(frozen=True, slots=True)
class _Day:
    """A day that a reminder is meant for, and how it came to be that day."""

    number: int
    on: date
    at: time
    offset: int
    moved: tuple[Moved, ...]


def plan(workflow: Workflow, terms: Terms, *, first: int, now: datetime) -> tuple[PlannedStep, ...]:
    """Every reminder from number `first` on, and the escalation after the last, in order; those skipped too."""
    days = [_nominal(workflow, terms, number) for number in range(first, workflow.reminders + 1)]
    caught = {day.number for day in days if _missed(day, workflow, terms, now)}
    steps: list[PlannedStep] = []
    for day in days:
        skip = _skip(day, workflow, terms, caught)
        steps.append(_skipped(day, terms, skip) if skip else _placed(day, workflow, terms, caught, steps, now))
    if workflow.escalation and first <= workflow.reminders + 1:
        steps.append(_escalation(workflow, terms, steps, now))
    return tuple(steps)


def allowed(moment: datetime, workflow: Workflow, closed: Closed) -> tuple[datetime, tuple[Moved, ...]]:
    """The first local time from `moment` on at which a reminder may leave, and why it is not `moment`."""
    moved: list[Moved] = []
    window = workflow.window
    if moment.time() >= window.closes:
        moved.append(Moved(Cause.OUTSIDE_WINDOW, f"no reminders leave after {window.closes:%H:%M}"))
        moment = datetime.combine(moment.date() + _DAY, workflow.window.opens)
    elif moment.time() < window.opens:
        moved.append(Moved(Cause.OUTSIDE_WINDOW, f"no reminders leave before {window.opens:%H:%M}"))
        moment = datetime.combine(moment.date(), workflow.window.opens)
    on, why = (moment.date(), ()) if workflow.shift is Shift.NONE else open_day(moment.date(), _DAY, closed)
    if on != moment.date():
        moment = datetime.combine(on, workflow.window.opens)
    return moment, (*moved, *why)


def open_day(on: date, step: timedelta, closed: Closed) -> tuple[date, tuple[Moved, ...]]:
    """The first working day from `on`, in the direction of `step`, and what stood in the way."""
    why: list[Moved] = []
    for _ in range(_LONGEST_REST):
        reason = closed(on)
        if not reason:
            return on, tuple(why)
        why.append(Moved(Cause.NOT_A_BUSINESS_DAY, f"{on} is {reason}"))
        on += step
    return on, tuple(why)


def _nominal(workflow: Workflow, terms: Terms, number: int) -> _Day:
    offset = workflow.offset(number)
    on, moved = _shifted(terms.due_date + offset * _DAY, offset, workflow, terms)
    return _Day(number, on, workflow.step(number).at, offset, moved)


def _shifted(on: date, offset: int, workflow: Workflow, terms: Terms) -> tuple[date, tuple[Moved, ...]]:
    """Off weekends and holidays; but what is to come after the due date stays after it, and before stays before."""
    if workflow.shift is Shift.NONE:
        return on, ()
    forth, back = open_day(on, _DAY, terms.closed), open_day(on, -_DAY, terms.closed)
    if workflow.shift is Shift.PREVIOUS:
        return forth if offset > 0 and back[0] <= terms.due_date else back
    return back if offset < 0 and forth[0] >= terms.due_date else forth


def _missed(day: _Day, workflow: Workflow, terms: Terms, now: datetime) -> bool:
    """Its day has passed, or the hours of its day in which it could leave."""
    here = _here(now, terms)
    return here.date() > day.on or (here.date() == day.on and here.time() >= _closes(workflow.window, day.at))


def _closes(window: Window, at: time) -> time:
    return max(window.closes, at)


def _skip(day: _Day, workflow: Workflow, terms: Terms, caught: set[int]) -> Moved | None:
    begun = _here(terms.begun_at, terms).date()
    if day.offset <= 0 and day.on <= begun:
        return Moved(Cause.BEFORE_INVOICE, f"its day, {day.on}, came before the invoice was sent ({begun})")
    if day.number not in caught:
        return None
    if day.offset <= 0:
        return Moved(Cause.TOO_LATE, f"its day, {day.on}, has passed: there is nothing left to announce")
    if workflow.catch_up is CatchUp.SKIP:
        return Moved(Cause.MISSED, f"its day, {day.on}, has passed, and the workflow sends nothing later")
    if workflow.catch_up is CatchUp.LATEST and day.number < max(caught):
        return Moved(Cause.SUPERSEDED, f"its day, {day.on}, has passed, and reminder {max(caught)} takes its place")
    return None


def _skipped(day: _Day, terms: Terms, why: Moved) -> PlannedStep:
    local = datetime.combine(day.on, day.at)
    return PlannedStep(day.number, local, terms.zone, resolve(local, terms.zone).at, day.moved, why)


def _placed(  # noqa: PLR0917 - what a day is placed among
    day: _Day, workflow: Workflow, terms: Terms, caught: set[int], steps: list[PlannedStep], now: datetime
) -> PlannedStep:
    local, moved = datetime.combine(day.on, day.at), list(day.moved)
    if day.number in caught:
        local, why = allowed(_here(now, terms), workflow, terms.closed)
        moved += [Moved(Cause.CAUGHT_UP, f"its day, {day.on}, has passed: it is caught up"), *why]
    earliest, gap = _earliest(day.number, workflow, terms, caught, steps)
    if earliest and local.date() < earliest:
        on, rest = (earliest, ()) if workflow.shift is Shift.NONE else open_day(earliest, _DAY, terms.closed)
        local = datetime.combine(on, day.at)
        moved += [Moved(Cause.GAP_TOO_SMALL, gap), *rest]
    return _resolved(PlannedStep(day.number, local, terms.zone, now, tuple(moved)))


def _earliest(
    number: int, workflow: Workflow, terms: Terms, caught: set[int], steps: list[PlannedStep]
) -> tuple[date | None, str]:
    """The first day on which it does not come too close to the mail before it."""
    before = next((step for step in reversed(steps) if not step.skip), None)
    days = max(workflow.gap_days, terms.spacing_days) if number in caught else workflow.gap_days
    if before:
        return before.local.date() + days * _DAY, f"{days} days after reminder {before.number}"
    if terms.mailed_at:
        return _here(terms.mailed_at, terms).date() + days * _DAY, f"{days} days after the last mail"
    return None, ""


def _escalation(workflow: Workflow, terms: Terms, steps: list[PlannedStep], now: datetime) -> PlannedStep:
    assert workflow.escalation  # noqa: S101 - the caller has looked
    last = next((step.local.date() for step in reversed(steps) if not step.skip), None)
    if last is None:
        last = _here(terms.last_at or terms.begun_at, terms).date() if not steps else steps[-1].local.date()
    on = last + workflow.escalation.after_days * _DAY
    on, moved = (on, ()) if workflow.shift is Shift.NONE else open_day(on, _DAY, terms.closed)
    local, zone = datetime.combine(on, workflow.steps[-1].at), terms.zone
    if local < _here(now, terms):
        local, late = allowed(_here(now, terms), workflow, terms.closed)
        moved += late
    return _resolved(PlannedStep(workflow.reminders + 1, local, zone, now, moved, escalation=True))


def _resolved(step: PlannedStep) -> PlannedStep:
    found = resolve(step.local, step.zone)
    local = found.at.astimezone(ZoneInfo(step.zone)).replace(tzinfo=None)
    note = (Moved(Cause.CLOCKS_CHANGE, found.note),) if found.note else ()
    return replace(step, local=local, at=found.at, moved=step.moved + note)


def _here(moment: datetime, terms: Terms) -> datetime:
    """The customer's clock, to the second."""
    return moment.astimezone(ZoneInfo(terms.zone)).replace(tzinfo=None, microsecond=0)
