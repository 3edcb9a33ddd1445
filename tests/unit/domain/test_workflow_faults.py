"""A workflow that makes no sense is refused before anybody is reminded by it, with everything that is wrong."""

from dataclasses import replace
from datetime import time
from decimal import Decimal
from typing import Any

import pytest

from dunlin.domain.dunning.faults import faults
from dunlin.domain.dunning.workflow import (
    Escalation,
    EscalationAction,
    EscalationKind,
    Interest,
    Repetition,
    Shift,
    Step,
    Window,
    standard,
)
from dunlin.domain.money import LARGEST, Money
from tests.builders import a_workflow


def wrong(**changes: Any) -> dict[str, str]:
    return {each.where: each.message for each in faults(a_workflow(**changes))}


def days(*offsets: int) -> tuple[Step, ...]:
    return tuple(Step(each) for each in offsets)


def escalating(kind: EscalationKind, **of: Any) -> dict[str, str]:
    return wrong(escalation=Escalation(14, (EscalationAction(kind, **of),)))


def test_the_shipped_workflow_is_sound() -> None:
    assert faults(standard()) == ()


def test_a_workflow_with_everything_is_sound() -> None:
    step = Step(30, to=("finance", "cfo@buyer.example"), cc=("boss@buyer.example",), fees=(Money(500, "EUR"),))
    actions = (
        EscalationAction(EscalationKind.PUBLISH, "suspend_service"),
        EscalationAction(EscalationKind.NOTIFY, "credit@seller.example"),
        EscalationAction(EscalationKind.FEE, fees=(Money(4000, "EUR"), Money(4500, "USD"))),
        EscalationAction(EscalationKind.INTEREST, interest=Interest(Decimal(0), statutory=True)),
        EscalationAction(EscalationKind.REVIEW),
    )
    sound = {
        "repetition": Repetition(7, 3),
        "escalation": Escalation(14, actions),
        "override": "they have agreed to it",
    }
    assert wrong(steps=(*days(-7, 0, 10), step), **sound) == {}


def test_without_a_step_there_is_no_workflow() -> None:
    assert list(wrong(steps=())) == ["/steps"]


def test_steps_stand_in_the_order_of_their_days() -> None:
    assert list(wrong(steps=days(5, 30, 15))) == ["/steps/2/offset_days"]


def test_two_reminders_that_may_fall_on_one_monday_are_told_with_the_day() -> None:
    told = wrong(steps=days(5, 6), minimum_gap_days=1)
    assert told == {
        "/steps/1/offset_days": (
            "when an invoice is due on a Monday (such as 2027-03-01), reminders 1 and 2 fall on the same day, "
            "2027-03-08 and 2027-03-08; 1 are to lie between them at least"
        )
    }
    assert wrong(steps=days(5, 6), minimum_gap_days=1, shift=Shift.NONE) == {}


def test_two_reminders_on_one_day_are_refused_however_small_the_gap() -> None:
    assert list(wrong(steps=days(5, 5), minimum_gap_days=0, shift=Shift.NONE)) == ["/steps/1/offset_days"]


def test_a_gap_that_a_weekend_makes_too_small_is_found() -> None:
    assert wrong(steps=days(5, 10), minimum_gap_days=3) == {}
    assert "one day apart, 2027-03-08 and 2027-03-09" in wrong(steps=days(5, 8))["/steps/1/offset_days"]


def test_a_repetition_that_comes_too_soon_is_told_once() -> None:
    assert list(wrong(repetition=Repetition(2, 5))) == ["/repetition/every_days"]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"steps": days(-366)}, "/steps/0/offset_days"),
        ({"steps": days(731)}, "/steps/0/offset_days"),
        ({"steps": days(10**12)}, "/steps/0/offset_days"),
        ({"steps": days(*range(0, 210, 10))}, "/steps"),
        ({"minimum_gap_days": -1}, "/minimum_gap_days"),
        ({"minimum_gap_days": 91}, "/minimum_gap_days"),
        ({"repetition": Repetition(0, 3)}, "/repetition/every_days"),
        ({"repetition": Repetition(7, 0)}, "/repetition/times"),
        ({"repetition": Repetition(7, 25)}, "/repetition/times"),
        ({"escalation": Escalation(0, (EscalationAction(EscalationKind.REVIEW),))}, "/escalation/after_days"),
        ({"escalation": Escalation(14, ())}, "/escalation/actions"),
        ({"interest": Interest(Decimal(0))}, "/interest/percent"),
        ({"interest": Interest(Decimal(101))}, "/interest/percent"),
        ({"interest": Interest(Decimal(5), grace_days=-1)}, "/interest/grace_days"),
        ({"window": Window(time(18), time(8))}, "/window/closes"),
        ({"override": "so"}, "/override"),
        ({"override": "x" * 501}, "/override"),
    ],
)
def test_what_is_too_much_or_too_little_is_told_where_it_stands(changes: dict[str, Any], where: str) -> None:
    assert where in wrong(**changes)


@pytest.mark.parametrize("at", [time(7, 59), time(18), time(23)])
def test_a_step_leaves_within_the_window(at: time) -> None:
    assert wrong(steps=(Step(5, at=at),)) == {
        "/steps/0/at": f"{at:%H:%M} is outside of the window, from 08:00 until 18:00"
    }


@pytest.mark.parametrize(
    ("changes", "where", "says"),
    [
        ({"to": ()}, "to", "say whom it goes to: a role (primary, billing, finance, escalation) or an address"),
        ({"to": ("billing", "boss")}, "to/1", "'boss' is neither an address nor a role"),
        ({"to": ("a@b",)}, "to/0", "'a@b' is not an e-mail address"),
        ({"cc": ("billing",)}, "cc/0", "'billing' is not an e-mail address"),
        ({"to": tuple(f"p{n}@buyer.example" for n in range(21))}, "to", "more than 20 are written to at once"),
        ({"subject": "Pay\r\nBcc: all@buyer.example"}, "subject", "a subject is one line"),
        ({"subject": "x" * 201}, "subject", "at most 200 characters"),
        ({"message": "x" * 5_001}, "message", "at most 5000 characters"),
        ({"minimums": (Money(-1, "EUR"),)}, "minimums/0/amount", "an amount is from 1 to"),
        ({"minimums": (Money(LARGEST + 1, "EUR"),)}, "minimums/0/amount", "an amount is from 1 to"),
        ({"fees": (Money(1, "EUR"), Money(2, "EUR"))}, "fees/1/currency", "EUR is there twice"),
    ],
)
def test_what_is_wrong_with_a_step(changes: dict[str, Any], where: str, says: str) -> None:
    told = wrong(steps=(replace(Step(5), **changes),))
    assert list(told) == [f"/steps/0/{where}"]
    assert says in told[f"/steps/0/{where}"]


def test_a_message_of_ones_own_is_taken_as_it_is() -> None:
    assert wrong(steps=(Step(5, subject="{{ not a template", message="{% if %} {{"),)) == {}


@pytest.mark.parametrize(
    ("kind", "of", "where"),
    [
        (EscalationKind.PUBLISH, {}, "value"),
        (EscalationKind.PUBLISH, {"value": "Call the lawyers!"}, "value"),
        (EscalationKind.NOTIFY, {"value": "credit"}, "value"),
        (EscalationKind.FEE, {}, "fees"),
        (EscalationKind.FEE, {"fees": (Money(0, "EUR"),)}, "fees/0/amount"),
        (EscalationKind.INTEREST, {}, "interest"),
        (EscalationKind.INTEREST, {"interest": Interest(Decimal(-1))}, "interest/percent"),
        (EscalationKind.REVIEW, {"value": "me"}, "value"),
        (EscalationKind.REVIEW, {"fees": (Money(1, "EUR"),)}, "fees"),
        (EscalationKind.REVIEW, {"interest": Interest(Decimal(1))}, "interest"),
    ],
)
def test_an_escalation_is_something_that_can_be_done(kind: EscalationKind, of: dict[str, Any], where: str) -> None:
    assert list(escalating(kind, **of)) == [f"/escalation/actions/0/{where}"]


def test_interest_that_can_never_be_asked_for_is_refused() -> None:
    rate = Interest(Decimal(5), minimums=(Money(500, "EUR"),), caps=(Money(400, "EUR"), Money(1, "USD")))
    assert list(wrong(interest=rate)) == ["/interest/caps/0"]


def test_all_that_is_wrong_is_told_at_once() -> None:
    told = wrong(steps=(Step(5, at=time(3), to=()), Step(4)), minimum_gap_days=-1, override="so")
    assert set(told) == {"/steps/0/at", "/steps/0/to", "/steps/1/offset_days", "/minimum_gap_days", "/override"}
