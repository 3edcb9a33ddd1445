"""When each reminder of an invoice goes out: the one planner that schedules, forecasts and explains.

Everything is reckoned in the customer's days and hours. In this order: the day that the workflow names, moved off
weekends and holidays, never before or on the day of another mail plus the gap, and never a moment that has passed.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dunlin.domain.dunning.days import Day, before_invoice, days_of, last_day, was_missed
from dunlin.domain.dunning.open_hours import allowed
from dunlin.domain.dunning.scene import Scene, clock, scene_of
from dunlin.domain.dunning.steps import Cause, Moved, PlannedStep, Terms
from dunlin.domain.dunning.workflow import CatchUp, Escalation, Workflow
from dunlin.domain.local_time import resolve

_DAY = timedelta(days=1)


def plan(workflow: Workflow, terms: Terms, *, first: int, now: datetime) -> tuple[PlannedStep, ...]:
    """Every reminder from number `first` on, and the escalation after the last, in order; those skipped too.

    Nothing is escalated when no reminder went out, or will.
    """
    scene = scene_of(workflow, terms, now=now)
    days = days_of(scene)
    coming = days[first - 1 :]
    missed = {day.number for day in coming if was_missed(day, scene)}
    steps: list[PlannedStep] = []
    for day in coming:
        skip = _skip(day, scene, missed)
        steps.append(_skipped(day, terms, skip) if skip else _placed(day, scene, missed, steps))
    if workflow.escalation and first <= workflow.reminders + 1:
        steps.extend(_escalation(scene, workflow.escalation, days[-1], steps))
    return tuple(steps)


def _skip(day: Day, scene: Scene, missed: set[int]) -> Moved | None:
    if before_invoice(day, scene):
        return Moved(Cause.BEFORE_INVOICE, f"its day, {day.on}, came before the invoice was sent ({scene.begun})")
    if day.number not in missed:
        return None
    if day.offset <= 0:
        return Moved(Cause.TOO_LATE, f"its day, {day.on}, has passed: there is nothing left to announce")
    return None if day.number == scene.terms.resumed else _passed_over(day, scene, max(missed))


def _passed_over(day: Day, scene: Scene, latest: int) -> Moved | None:
    """What the workflow says about a reminder that was missed."""
    if scene.workflow.catch_up is CatchUp.SKIP:
        return Moved(Cause.MISSED, f"its day, {day.on}, has passed, and the workflow sends nothing later")
    if scene.workflow.catch_up is CatchUp.LATEST and day.number < latest:
        return Moved(Cause.SUPERSEDED, f"its day, {day.on}, has passed, and reminder {latest} takes its place")
    return None


def _skipped(day: Day, terms: Terms, why: Moved) -> PlannedStep:
    local = datetime.combine(day.on, day.at)
    return PlannedStep(day.number, local, terms.zone, resolve(local, terms.zone).at, day.moved, why)


def _placed(day: Day, scene: Scene, missed: set[int], steps: list[PlannedStep]) -> PlannedStep:
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
    if local.date() > last_day(day, scene):
        text = f"it would be {local.date()} before it may go ({moved[-1].text}): there is nothing left to announce"
        return _skipped(day, scene.terms, Moved(Cause.TOO_LATE, text))
    return _resolved(PlannedStep(day.number, local, scene.terms.zone, scene.terms.begun_at, moved))


def _earliest(day: Day, scene: Scene, missed: set[int], steps: list[PlannedStep]) -> tuple[date, str]:
    """The first day on which it does not come too close to the mail before it."""
    gap, spacing = scene.workflow.gap_days, scene.terms.spacing_days
    days = max(gap, spacing) if day.number in missed else gap
    before = next((step for step in reversed(steps) if not step.skip), None)
    if before:
        return before.local.date() + days * _DAY, f"{days} days after reminder {before.number}"
    return scene.mailed + days * _DAY, f"{days} days after the last mail"


def _escalation(scene: Scene, escalation: Escalation, final: Day, steps: list[PlannedStep]) -> tuple[PlannedStep, ...]:
    """So many days after the last reminder that went out, after the day of the last that could have, and after the
    due date.
    """
    terms, number = scene.terms, scene.workflow.reminders + 1
    sent = [step.local.date() for step in steps if not step.skip]
    if not sent and not terms.last_at:
        return ()
    last = max(*sent, final.on, terms.due_date, clock(terms.last_at or terms.begun_at, terms).date())
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
