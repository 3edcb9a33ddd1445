"""When each reminder of an invoice goes out: the one planner that schedules, forecasts and explains.

Everything is reckoned in the customer's days and hours. In this order: the day that the workflow names, moved off
weekends and holidays, never before or on the day of another mail plus the gap, and never a moment that has passed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dunlin.domain.dunning.workflow import CatchUp, Escalation, Shift, Window, Workflow
from dunlin.domain.local_time import resolve

type Closed = Callable[[date], str]
"""Why nobody works on that day at the customer's (`Saturday`, `Christmas Day`); empty for a working day."""

_DAY = timedelta(days=1)
# No country rests longer; a calendar that never opens must not hang a worker.
_LONGEST_REST = 60
# A due date at an end of the calendar says "never" or is a slip; days are counted from it all the same.
_FIRST_DUE, _LAST_DUE = date(1900, 1, 1), date(9900, 1, 1)


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
    `resumed` is the reminder that a broken promise goes on with: it is sent whatever becomes of others that are late.
    """

    due_date: date
    zone: str
    closed: Closed
    begun_at: datetime
    mailed_at: datetime | None = None
    last_at: datetime | None = None
    spacing_days: int = 3
    resumed: int = 0


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


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a plan is made in: the customer's clock (`here`), and the days of the first and of the latest mail."""

    workflow: Workflow
    terms: Terms
    here: datetime
    begun: date
    mailed: date

    def open(self, on: date) -> tuple[date, tuple[Moved, ...]]:
        """The first day from `on` on which a reminder may go out, and what stood in the way."""
        return (on, ()) if self.workflow.shift is Shift.NONE else open_day(on, _DAY, self.terms.closed)

    def after(self, on: date, days: int) -> date:
        """The first day so many days after a mail on which the next may go out."""
        return self.open(on + days * _DAY)[0]

    def passed(self, on: date) -> bool:
        """Whether that day has passed, or its hours for reminders."""
        return (self.here.date(), self.here.time()) >= (on, self.workflow.window.closes)


def plan(workflow: Workflow, terms: Terms, *, first: int, now: datetime) -> tuple[PlannedStep, ...]:
    """Every reminder from number `first` on, and the escalation after the last, in order; those skipped too.

    Nothing is escalated when no reminder went out, or will.
    """
    scene = _scene(workflow, terms, now)
    days = _days(scene)
    coming = days[first - 1 :]
    missed = {day.number for day in coming if _missed(day, scene)}
    steps: list[PlannedStep] = []
    for day in coming:
        skip = _skip(day, scene, missed)
        steps.append(_skipped(day, terms, skip) if skip else _placed(day, scene, missed, steps))
    if workflow.escalation and first <= workflow.reminders + 1:
        steps.extend(_escalation(scene, workflow.escalation, days[-1], steps))
    return tuple(steps)


def allowed(moment: datetime, workflow: Workflow, closed: Closed) -> tuple[datetime, tuple[Moved, ...]]:
    """The first local time from `moment` on at which a reminder may leave, and why it is not `moment`."""
    moved: list[Moved] = []
    window = workflow.window
    if moment.time() >= window.closes:
        moved.append(Moved(Cause.OUTSIDE_WINDOW, f"no reminders leave after {window.closes:%H:%M}"))
        moment = datetime.combine(moment.date() + _DAY, window.opens)
    elif moment.time() < window.opens:
        moved.append(Moved(Cause.OUTSIDE_WINDOW, f"no reminders leave before {window.opens:%H:%M}"))
        moment = datetime.combine(moment.date(), window.opens)
    on, why = (moment.date(), ()) if workflow.shift is Shift.NONE else open_day(moment.date(), _DAY, closed)
    if on != moment.date():
        moment = datetime.combine(on, window.opens)
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


def _scene(workflow: Workflow, terms: Terms, now: datetime) -> _Scene:
    terms = replace(terms, due_date=min(max(terms.due_date, _FIRST_DUE), _LAST_DUE))
    mailed_at = max(terms.begun_at, terms.mailed_at or terms.begun_at)
    # What is planned for an invoice that is yet to be sent is planned as of then.
    here = _here(max(now, terms.begun_at), terms)
    return _Scene(workflow, terms, here, _here(terms.begun_at, terms).date(), _here(mailed_at, terms).date())


def _days(scene: _Scene) -> list[_Day]:
    """The day of every reminder, those that have had their turn too: they push what comes after them."""
    workflow, days, busy = scene.workflow, list[_Day](), scene.begun
    for number in range(1, workflow.reminders + 1):
        offset = workflow.offset(number)
        on, moved = _shifted(scene.terms.due_date + offset * _DAY, offset, scene)
        at, outside = _hour(workflow.step(number).at, workflow.window)
        day = _Day(number, on, at, offset, (*moved, *outside), on)
        by = max(on, scene.after(busy, workflow.gap_days))
        if on >= scene.begun and not _before_invoice(day, scene) and by <= _last_day(day, scene):
            day, busy = replace(day, by=by), by
        days.append(day)
    return days


def _shifted(on: date, offset: int, scene: _Scene) -> tuple[date, tuple[Moved, ...]]:
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


def _before_invoice(day: _Day, scene: _Scene) -> bool:
    return day.offset <= 0 and day.on <= scene.begun


def _last_day(day: _Day, scene: _Scene) -> date:
    """The last day on which it still says something: what announces a due date is not sent once that has come."""
    if day.offset > 0:
        return date.max
    return scene.terms.due_date - _DAY if day.offset else max(scene.terms.due_date, day.on)


def _missed(day: _Day, scene: _Scene) -> bool:
    """Whether it should have gone out by now. A mail up to its day pushed it; one after its day came too late."""
    by = day.by
    if scene.mailed <= by:
        by = max(by, scene.after(scene.mailed, scene.workflow.gap_days))
    return scene.passed(by)


def _skip(day: _Day, scene: _Scene, missed: set[int]) -> Moved | None:
    if _before_invoice(day, scene):
        return Moved(Cause.BEFORE_INVOICE, f"its day, {day.on}, came before the invoice was sent ({scene.begun})")
    if day.number not in missed:
        return None
    if day.offset <= 0:
        return Moved(Cause.TOO_LATE, f"its day, {day.on}, has passed: there is nothing left to announce")
    return None if day.number == scene.terms.resumed else _passed_over(day, scene, max(missed))


def _passed_over(day: _Day, scene: _Scene, latest: int) -> Moved | None:
    """What the workflow says about a reminder that was missed."""
    if scene.workflow.catch_up is CatchUp.SKIP:
        return Moved(Cause.MISSED, f"its day, {day.on}, has passed, and the workflow sends nothing later")
    if scene.workflow.catch_up is CatchUp.LATEST and day.number < latest:
        return Moved(Cause.SUPERSEDED, f"its day, {day.on}, has passed, and reminder {latest} takes its place")
    return None


def _skipped(day: _Day, terms: Terms, why: Moved) -> PlannedStep:
    local = datetime.combine(day.on, day.at)
    return PlannedStep(day.number, local, terms.zone, resolve(local, terms.zone).at, day.moved, why)


def _placed(day: _Day, scene: _Scene, missed: set[int], steps: list[PlannedStep]) -> PlannedStep:
    local, moved = datetime.combine(day.on, day.at), day.moved
    caught = (Moved(Cause.CAUGHT_UP, f"its day, {day.on}, has passed: it is caught up"),)
    if scene.passed(day.on):
        local, why = allowed(scene.here, scene.workflow, scene.terms.closed)
        moved = (*day.moved, *caught, *why)
    earliest, gap = _earliest(day, scene, missed, steps)
    on, rest = scene.open(earliest)
    pushed = datetime.combine(on, day.at)
    if pushed > local:
        before = (*day.moved, *caught) if day.number in missed else day.moved
        local, moved = pushed, (*before, Moved(Cause.GAP_TOO_SMALL, gap), *rest)
    if local.date() > _last_day(day, scene):
        text = f"it would be {local.date()} before it may go ({moved[-1].text}): there is nothing left to announce"
        return _skipped(day, scene.terms, Moved(Cause.TOO_LATE, text))
    return _resolved(PlannedStep(day.number, local, scene.terms.zone, scene.terms.begun_at, moved))


def _earliest(day: _Day, scene: _Scene, missed: set[int], steps: list[PlannedStep]) -> tuple[date, str]:
    """The first day on which it does not come too close to the mail before it."""
    gap, spacing = scene.workflow.gap_days, scene.terms.spacing_days
    days = max(gap, spacing) if day.number in missed else gap
    before = next((step for step in reversed(steps) if not step.skip), None)
    if before:
        return before.local.date() + days * _DAY, f"{days} days after reminder {before.number}"
    return scene.mailed + days * _DAY, f"{days} days after the last mail"


def _escalation(
    scene: _Scene, escalation: Escalation, final: _Day, steps: list[PlannedStep]
) -> tuple[PlannedStep, ...]:
    """So many days after the last reminder that went out, after the day of the last that could have, and after the
    due date.
    """
    terms, number = scene.terms, scene.workflow.reminders + 1
    sent = [step.local.date() for step in steps if not step.skip]
    if not sent and not terms.last_at:
        return ()
    last = max(*sent, final.on, terms.due_date, _here(terms.last_at or terms.begun_at, terms).date())
    on, moved = scene.open(last + max(escalation.after_days, 1) * _DAY)
    local = datetime.combine(on, final.at)
    if local < scene.here:
        local, late = allowed(scene.here, scene.workflow, terms.closed)
        moved += late
    return (_resolved(PlannedStep(number, local, terms.zone, terms.begun_at, moved, escalation=True)),)


def _resolved(step: PlannedStep) -> PlannedStep:
    found = resolve(step.local, step.zone)
    local = found.at.astimezone(ZoneInfo(step.zone)).replace(tzinfo=None)
    note = (Moved(Cause.CLOCKS_CHANGE, found.note),) if found.note else ()
    return replace(step, local=local, at=found.at, moved=step.moved + note)


def _here(moment: datetime, terms: Terms) -> datetime:
    """The customer's clock, to the second."""
    return moment.astimezone(ZoneInfo(terms.zone)).replace(tzinfo=None, microsecond=0)
