"""What holds of every plan: in every zone, over leap days and the nights on which clocks change, whoever rests when."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dunlin.domain.dunning.plan import plan
from dunlin.domain.dunning.steps import Cause, PlannedStep
from dunlin.domain.dunning.workflow import CatchUp, Shift
from tests.unit.domain.dunning.scenes import DAY, Scene, scenes

thorough = settings(max_examples=100, deadline=None)


def planned(scene: Scene, *, first: int = 1) -> tuple[PlannedStep, ...]:
    return plan(scene.workflow, scene.terms, first=first, now=scene.now)


def going(scene: Scene, *, first: int = 1) -> list[PlannedStep]:
    return [step for step in planned(scene, first=first) if not step.skip]


def causes(step: PlannedStep) -> set[Cause]:
    return {each.cause for each in step.moved}


def settled(scene: Scene) -> bool:
    """Whether no further day can pass, and be missed, while one waits to be caught up."""
    caught = any(Cause.CAUGHT_UP in causes(step) for step in planned(scene))
    return not caught or scene.terms.spacing_days <= scene.workflow.gap_days


@given(scenes())
@thorough
def test_each_reminder_is_told_of_once_and_in_order(scene: Scene) -> None:
    steps = planned(scene)
    numbers = [step.number for step in steps if not step.escalation]
    assert numbers == list(range(1, scene.workflow.reminders + 1))
    at = [step.at for step in steps if not step.skip]
    assert at == sorted(set(at))


@given(scenes())
@thorough
def test_two_mails_are_never_closer_than_the_gap_in_the_customers_days(scene: Scene) -> None:
    last = max(scene.terms.begun_at, scene.terms.mailed_at or scene.terms.begun_at)
    days = [scene.here(last).date(), *(step.local.date() for step in going(scene) if not step.escalation)]
    assert all(later - earlier >= scene.workflow.gap_days * DAY for earlier, later in itertools.pairwise(days))


@given(scenes())
@thorough
def test_no_reminder_goes_out_on_a_day_of_rest_or_outside_of_the_hours(scene: Scene) -> None:
    window = scene.workflow.window
    for step in going(scene):
        assert scene.workflow.shift is Shift.NONE or not scene.terms.closed(step.local.date())
        assert window.opens <= step.local.time() < window.closes or Cause.CLOCKS_CHANGE in causes(step)


@given(scenes())
@thorough
def test_the_customers_clock_and_the_instant_are_the_same_moment(scene: Scene) -> None:
    assert all(scene.here(step.at) == step.local for step in going(scene))


@given(scenes())
@thorough
def test_what_is_planned_in_the_past_is_due_today(scene: Scene) -> None:
    for step in going(scene):
        assert step.at >= scene.now or step.local.date() == scene.here(scene.now).date()


@given(scenes())
@thorough
def test_a_reminder_stays_on_its_side_of_the_due_date(scene: Scene) -> None:
    for step in going(scene):
        offset = 1 if step.escalation else scene.workflow.offset(step.number)
        if offset > 0:
            assert step.local.date() > scene.terms.due_date
        if offset < 0:
            assert step.local.date() < scene.terms.due_date


@given(scenes())
@thorough
def test_a_plan_is_the_same_every_time_and_says_why_each_reminder_is_when_it_is(scene: Scene) -> None:
    steps = planned(scene)
    assert steps == planned(scene)
    for step in steps:
        meant = None if step.escalation else scene.terms.due_date + scene.workflow.offset(step.number) * DAY
        named = not step.escalation and step.local.time() == scene.workflow.step(step.number).at
        assert step.escalation or step.skip or step.moved or (step.local.date() == meant and named)
        assert all(each.text for each in (*step.moved, *([step.skip] if step.skip else [])))


@given(scenes(), st.floats(0, 1))
@thorough
def test_planning_again_before_anything_is_due_gives_the_same_times(scene: Scene, share: float) -> None:
    steps = going(scene)
    assume(steps and steps[0].at > scene.now)
    assume(settled(scene))
    later = scene.at(scene.now + (steps[0].at - scene.now) * share)
    assert [(step.number, step.at) for step in going(later)] == [(step.number, step.at) for step in steps]


@given(scenes())
@thorough
def test_reminders_that_went_out_on_time_leave_the_rest_of_the_plan_as_it_was(scene: Scene) -> None:
    start = scene.at(scene.terms.begun_at)
    start = replace(start, terms=replace(start.terms, mailed_at=None))
    assume(settled(start))
    rest = going(start)
    while rest:
        gone, *rest = rest
        terms = replace(start.terms, mailed_at=gone.at, last_at=gone.at)
        start = replace(start, terms=terms, now=gone.at + timedelta(minutes=1))
        assert [(s.number, s.at) for s in going(start, first=gone.number + 1)] == [(s.number, s.at) for s in rest]


@given(scenes(), st.integers(0, 29))
@thorough
def test_at_its_time_and_a_little_later_a_reminder_is_due(scene: Scene, minutes: int) -> None:
    steps = going(scene)
    assume(steps and settled(scene))
    at = max(steps[0].at, scene.now)
    here = scene.here(at)
    assume(here + timedelta(minutes=minutes) < datetime.combine(here, scene.workflow.window.closes))
    again = going(scene.at(at + timedelta(minutes=minutes)))
    assert again
    assert (again[0].number, again[0].at <= at + timedelta(minutes=minutes)) == (steps[0].number, True)


@given(scenes(catch_up=CatchUp.SKIP))
@thorough
def test_skip_sends_nothing_whose_time_has_passed_that_could_have_gone_before(scene: Scene) -> None:
    for step in going(scene):
        assert step.local.date() >= scene.here(scene.now).date()
        on = scene.terms.due_date + scene.workflow.offset(step.number) * DAY if not step.escalation else None
        if on and on < scene.here(scene.terms.begun_at).date() and scene.workflow.shift is Shift.NONE:
            raise AssertionError(f"reminder {step.number} was late when the invoice was sent")


@given(scenes(catch_up=CatchUp.LATEST))
@thorough
def test_latest_sends_one_of_what_was_missed_and_no_later_one_was_missed(scene: Scene) -> None:
    steps = planned(scene)
    superseded = [step.number for step in steps if step.skip and step.skip.cause is Cause.SUPERSEDED]
    if superseded:
        after = [step for step in steps if step.number == max(superseded) + 1]
        assert after
        assert not after[0].skip


@given(scenes(catch_up=CatchUp.ALL_SPACED))
@thorough
def test_all_spaced_passes_over_nothing_that_comes_after_the_due_date(scene: Scene) -> None:
    assert all(scene.workflow.offset(step.number) <= 0 for step in planned(scene) if step.skip)


@given(scenes(catch_up=CatchUp.ALL_SPACED))
@thorough
def test_reminders_that_are_caught_up_lie_as_far_apart_as_the_seller_wants(scene: Scene) -> None:
    steps = going(scene)
    for before, step in itertools.pairwise(steps):
        if not step.escalation and Cause.CAUGHT_UP in causes(before) & causes(step):
            assert step.local.date() - before.local.date() >= scene.terms.spacing_days * DAY
