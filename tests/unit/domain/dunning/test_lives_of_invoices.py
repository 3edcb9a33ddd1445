"""What becomes of an invoice that is not paid: outages, promises, disputes, holidays, and due dates that move."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dunlin.domain.dunning.decision import Reason, Verdict
from dunlin.domain.dunning.facts import Facts, steps_of
from dunlin.domain.dunning.hold import HoldKind, PromiseState
from dunlin.domain.dunning.refresh import refresh
from dunlin.domain.dunning.workflow import CatchUp, Shift
from dunlin.domain.invoice import Status
from dunlin.domain.money import Money
from tests.builders import a_customer, a_seller
from tests.dunning_builders import (
    DUE,
    REVIEWED,
    SENT,
    a_hold,
    a_promise,
    a_step,
    a_workflow,
    at,
    closed_on,
    days_of,
    dunned,
    facts,
    following,
    mails,
    never_closed,
    owed,
    paying,
    run,
    sent,
    terms,
    told,
)

FIRST = at("2027-03-08 09:00")
YEAR = timedelta(days=365)


def standing(whole: Facts, **changes: object) -> Facts:
    return replace(whole, invoice=replace(whole.invoice, dunning=dunned(**changes)))


# An outage.


@pytest.mark.parametrize(
    ("catch_up", "expected"),
    [
        (CatchUp.SKIP, ["3: 2027-03-29 09:00"]),
        (CatchUp.LATEST, ["2: 2027-03-11 10:00", "3: 2027-03-29 09:00"]),
        (CatchUp.ALL_SPACED, ["1: 2027-03-11 10:00", "2: 2027-03-15 09:00", "3: 2027-03-29 09:00"]),
    ],
)
def test_after_three_days_without_service(catch_up: CatchUp, expected: list[str]) -> None:
    whole = facts(
        workflow=a_workflow(7, 9, 28, catch_up=catch_up, minimum_gap_days=2), seller=a_seller(reminder_spacing_days=4)
    )
    assert mails(whole, since=at("2027-03-11 10:00")) == expected


def test_reminders_that_are_caught_up_keep_off_weekends() -> None:
    whole = facts(workflow=a_workflow(7, 9, 28))
    found = mails(whole, since=at("2027-03-13 10:00"))
    assert found == ["1: 2027-03-15 08:00", "2: 2027-03-18 09:00", "3: 2027-03-29 09:00"]


def test_a_reminder_that_a_holiday_week_pushed_is_not_missed() -> None:
    # The first waits for the end of the holidays, the gap pushes the others: none of them was late.
    week = [FIRST.date() + timedelta(days=each) for each in range(5)]
    whole = facts(workflow=a_workflow(7, 10, 13, catch_up=CatchUp.SKIP), closed=closed_on(*week))
    assert mails(whole, since=SENT) == ["1: 2027-03-15 09:00", "2: 2027-03-18 09:00", "3: 2027-03-22 09:00"]


def test_a_reminder_that_a_mail_pushed_is_sent_on_the_day_that_was_told() -> None:
    whole = facts(owed(mailed_at=at("2027-03-07 15:00"), dunning=dunned()), workflow=a_workflow(catch_up=CatchUp.SKIP))
    assert mails(whole, since=at("2027-03-07 15:00"))[0] == "1: 2027-03-10 09:00"


# An invoice that is late from the beginning.


@pytest.mark.parametrize("gap", [0, 3])
@pytest.mark.parametrize("catch_up", CatchUp)
def test_an_invoice_sent_when_it_is_already_late_is_not_reminded_of_the_morning_after(
    catch_up: CatchUp, gap: int
) -> None:
    begun = at("2027-03-22 17:00")
    workflow = a_workflow(catch_up=catch_up, minimum_gap_days=gap)
    found = mails(facts(owed(sent_at=begun, mailed_at=begun, dunning=dunned()), workflow=workflow), since=begun)
    caught_up = {
        CatchUp.SKIP: ["3: 2027-03-29 09:00"],
        CatchUp.LATEST: ["2: 2027-03-25 09:00", "3: 2027-03-29 09:00"],
        CatchUp.ALL_SPACED: ["1: 2027-03-25 09:00", "2: 2027-03-29 09:00"],
    }
    assert found[:2] == caught_up[catch_up]


def test_on_the_day_on_which_the_invoice_is_sent_nothing_else_is_announced() -> None:
    begun = at("2027-02-22 08:00")
    assert days_of(a_workflow(-7, 7), terms(begun_at=begun, mailed_at=begun), now=begun)[0] == "before_invoice"


def test_what_is_planned_for_an_invoice_that_is_sent_later_is_planned_as_of_then() -> None:
    later = at("2027-03-22 17:00")
    found = days_of(a_workflow(catch_up=CatchUp.LATEST), terms(begun_at=later, mailed_at=None))
    assert found == ["superseded", "2027-03-25 09:00", "2027-03-29 09:00"]


def test_what_nobody_was_reminded_of_is_not_escalated() -> None:
    begun = at("2027-05-03 10:00")
    workflow = a_workflow(catch_up=CatchUp.SKIP, escalation=REVIEWED)
    lived = run(
        facts(owed(sent_at=begun, mailed_at=begun, dunning=dunned()), workflow=workflow),
        since=begun,
        until=begun + YEAR,
    )
    assert [reason for _, reason, _ in lived] == ["finished", "missed", "missed", "missed"]


# The due date moves.


def test_a_due_date_that_moves_on_takes_the_reminders_to_come_along() -> None:
    whole, now = standing(facts(), next_number=2, turns=(sent(1, FIRST),)), at("2027-03-09 09:00")
    later = replace(whole, invoice=replace(whole.invoice, due_date=DUE + timedelta(days=30)))
    assert mails(later, since=now) == ["2: 2027-04-14 09:00", "3: 2027-04-28 09:00"]


def test_a_due_date_that_moves_back_has_them_caught_up() -> None:
    whole = facts(owed(due_date=DUE - timedelta(days=14), dunning=dunned()))
    assert mails(whole, since=at("2027-03-02 11:00")) == [
        "1: 2027-03-02 11:00",
        "2: 2027-03-05 09:00",
        "3: 2027-03-15 09:00",
    ]


def test_a_due_date_that_moves_on_after_the_last_reminder_takes_the_escalation_along() -> None:
    turns = (sent(3, at("2027-03-29 08:00")),)
    whole = replace(standing(facts(), next_number=4, turns=turns), workflow=a_workflow(escalation=REVIEWED))
    later = replace(whole, invoice=replace(whole.invoice, due_date=DUE + timedelta(days=60)))
    assert [told(step) for step in steps_of(later, now=at("2027-04-01 09:00"))] == ["2027-06-11 09:00"]


def test_nothing_is_escalated_before_it_is_overdue() -> None:
    workflow = a_workflow(-14, escalation=replace(REVIEWED, after_days=1))
    assert days_of(workflow, terms()) == ["2027-02-15 09:00", "2027-03-02 09:00"]


def test_a_reminder_has_at_least_a_day_to_help_before_it_is_escalated() -> None:
    workflow = a_workflow(7, escalation=replace(REVIEWED, after_days=0))
    assert days_of(workflow, terms()) == ["2027-03-08 09:00", "2027-03-09 09:00"]


# Money comes in.


def test_a_part_payment_below_the_minimum_ends_it_without_another_mail() -> None:
    least = (Money(5_000, "EUR"),)
    workflow = a_workflow(a_step(7), a_step(14, minimums=least), escalation=REVIEWED)
    whole = replace(standing(facts(), next_number=2, turns=(sent(1, FIRST),)), workflow=workflow)
    whole = replace(whole, invoice=paying(whole.invoice, 15_000))
    assert mails(whole, since=FIRST + timedelta(days=1)) == []
    lived = run(whole, since=FIRST + timedelta(days=1), until=FIRST + YEAR)
    assert [reason for _, reason, _ in lived if reason == "escalated"] == []
    assert lived[-2][1] == "finished"


def test_a_credit_of_everything_ends_it_at_once_and_keeps_the_promise() -> None:
    promise = a_promise(DUE, amount=20_000, judged_at=FIRST)
    whole = standing(facts(), holds=(a_hold(HoldKind.PROMISE),), promise=promise)
    found = refresh(replace(whole, invoice=paying(whole.invoice, 15_125)), now=FIRST + timedelta(days=9))
    assert (found.decision.reason, found.judged, found.dunning.next_at) == (Reason.PAID, PromiseState.KEPT, None)


# Promises.

PROMISED = a_promise(at("2027-03-12 00:00").date(), judged_at=at("2027-03-15 09:00"))


def promised(**changes: object) -> Facts:
    promise = replace(PROMISED, **changes)  # type: ignore[arg-type]
    return standing(facts(), holds=(a_hold(HoldKind.PROMISE, until=promise.judged_at),), promise=promise)


def test_a_promise_that_is_kept_early_is_judged_when_the_money_comes() -> None:
    whole = promised()
    found = refresh(replace(whole, invoice=paying(whole.invoice, 15_125)), now=at("2027-03-09 12:00"))
    assert (found.judged, found.decision.reason, found.dunning.holds) == (PromiseState.KEPT, Reason.PAID, ())
    assert [note.type for note in found.notes] == ["promise.kept", "dunning.ended"]


def test_money_on_the_last_day_of_a_promise_keeps_it() -> None:
    whole = promised(amount=10_000)
    found = refresh(replace(whole, invoice=paying(whole.invoice, 10_000)), now=at("2027-03-12 23:59"))
    assert found.judged is PromiseState.KEPT


def test_money_that_came_in_before_the_promise_does_not_keep_it() -> None:
    whole = promised(amount=10_000, paid_before=5_000)
    found = refresh(replace(whole, invoice=paying(whole.invoice, 10_000)), now=at("2027-03-12 23:59"))
    assert (found.judged, found.decision.reason) == (None, Reason.PROMISED)


@pytest.mark.parametrize("catch_up", CatchUp)
def test_a_broken_promise_goes_on_with_the_chosen_reminder_on_the_next_working_day(catch_up: CatchUp) -> None:
    whole = replace(promised(resume_at=2), workflow=a_workflow(5, 7, 9, 28, catch_up=catch_up))
    found = mails(whole, since=at("2027-03-08 09:00"))
    assert found[0] == "2: 2027-03-15 09:00"


def test_a_broken_promise_brings_no_reminder_before_its_own_day() -> None:
    assert mails(promised(resume_at=3), since=FIRST) == ["3: 2027-03-29 09:00"]


def test_a_broken_promise_does_not_go_back_to_a_reminder_that_was_sent() -> None:
    whole = promised(resume_at=1)
    whole = standing(
        whole, next_number=2, turns=(sent(1, FIRST),), holds=whole.dunning.holds, promise=whole.dunning.promise
    )
    assert mails(whole, since=at("2027-03-09 09:00")) == ["2: 2027-03-15 09:00", "3: 2027-03-29 09:00"]


def test_a_broken_promise_goes_on_with_the_next_reminder_where_the_chosen_one_was_sent_though_it_is_late() -> None:
    whole = promised(resume_at=1)
    dunning = replace(whole.dunning, next_number=2, turns=(sent(1, at("2027-03-04 09:00")),))
    whole = replace(whole, invoice=replace(whole.invoice, dunning=dunning))
    whole = replace(whole, workflow=a_workflow(3, 9, catch_up=CatchUp.SKIP))
    assert mails(whole, since=FIRST) == ["2: 2027-03-15 09:00"]


def test_where_only_missed_reminders_follow_that_is_told_at_once() -> None:
    whole = replace(promised(), workflow=a_workflow(5, 7, 9, catch_up=CatchUp.SKIP, minimum_gap_days=1))
    lived = run(whole, since=PROMISED.judged_at, until=PROMISED.judged_at + YEAR)
    assert [reason for _, reason, _ in lived] == ["due", "finished", "missed", "missed"]


def test_a_broken_promise_is_told_once() -> None:
    found = refresh(promised(), now=PROMISED.judged_at)
    assert [note.type for note in found.notes] == ["promise.broken", "reminder.due"]
    assert refresh(following(promised(), found), now=PROMISED.judged_at).judged is None


def test_nobody_breaks_a_promise_to_pay_what_has_been_voided() -> None:
    whole = promised()
    found = refresh(replace(whole, invoice=replace(whole.invoice, status=Status.VOID)), now=PROMISED.judged_at + YEAR)
    assert (found.judged, found.decision.reason) == (PromiseState.WITHDRAWN, Reason.VOID)


def test_nothing_is_escalated_while_the_customers_promise_stands() -> None:
    turns = (sent(3, at("2027-02-22 09:00")),)
    whole = promised()
    whole = standing(whole, next_number=4, turns=turns, holds=whole.dunning.holds, promise=whole.dunning.promise)
    whole = replace(whole, invoice=replace(whole.invoice, due_date=DUE - timedelta(days=35)))
    whole = replace(whole, workflow=a_workflow(escalation=REVIEWED))
    assert refresh(whole, now=at("2027-03-10 09:00")).decision.reason is Reason.PROMISED
    assert refresh(whole, now=PROMISED.judged_at).decision.verdict is Verdict.ESCALATE


# Holds.


def test_a_dispute_rests_it_and_what_was_missed_is_caught_up_afterwards() -> None:
    disputed = standing(facts(), holds=(a_hold(HoldKind.DISPUTE),))
    assert mails(disputed, since=SENT) == []
    assert mails(standing(disputed), since=at("2027-03-17 10:00")) == [
        "1: 2027-03-17 10:00",
        "2: 2027-03-22 09:00",
        "3: 2027-03-29 09:00",
    ]


def test_a_hold_on_the_whole_customer_rests_this_invoice_until_it_ends() -> None:
    until = at("2027-03-10 12:00")
    whole = facts(customer=a_customer(holds=(a_hold(HoldKind.DISPUTE, until=until),)))
    found = refresh(whole, now=FIRST)
    assert (found.decision.reason, found.dunning.next_at) == (Reason.DISPUTED, until)
    assert "the whole customer" in found.decision.text
    assert mails(whole, since=FIRST)[0] == "1: 2027-03-10 12:00"


# Calendars and clocks.


@pytest.mark.parametrize(
    ("shift", "expected"),
    [(Shift.NEXT, "2027-03-16 09:00"), (Shift.PREVIOUS, "2027-03-11 09:00"), (Shift.NONE, "2027-03-13 09:00")],
)
def test_a_reminder_for_a_saturday_amid_holidays(shift: Shift, expected: str) -> None:
    # Friday, Saturday and Monday are holidays.
    rest = closed_on(*(at(f"2027-03-{day} 00:00").date() for day in (12, 13, 15)))
    assert days_of(a_workflow(12, shift=shift), terms(closed=rest)) == [expected]


def test_what_is_meant_for_the_days_after_the_due_date_does_not_come_before_it() -> None:
    rest = closed_on(DUE, DUE + timedelta(days=1))
    assert days_of(a_workflow(1, shift=Shift.PREVIOUS), terms(closed=rest)) == ["2027-03-03 09:00"]
    assert days_of(a_workflow(-1), terms(closed=rest)) == ["2027-02-26 09:00"]


def test_a_customer_on_the_other_side_of_the_date_line_is_written_to_in_the_morning() -> None:
    customer = a_customer(time_zone="Pacific/Apia")
    whole = facts(customer=customer, seller=a_seller(time_zone="Europe/Berlin"))
    found = refresh(whole, now=SENT)
    assert found.dunning.next_at == datetime(2027, 3, 8, 9, tzinfo=ZoneInfo("Pacific/Apia"))
    assert found.dunning.next_at == at("2027-03-07 20:00")
    # In Berlin it is still Sunday.
    assert refresh(whole, now=at("2027-03-07 20:00")).decision.verdict is Verdict.SEND


def test_a_customer_without_a_zone_lives_by_the_sellers_clock() -> None:
    whole = facts(customer=a_customer(time_zone=""), seller=a_seller(time_zone="Europe/Berlin"))
    assert refresh(whole, now=SENT).dunning.next_at == at("2027-03-08 08:00")


def test_on_the_night_on_which_clocks_are_changed_a_reminder_leaves_at_the_first_hour_there_is() -> None:
    workflow = a_workflow(
        a_step(27, at=at("2027-03-28 01:30").time()), window=replace(a_workflow().window, opens=NIGHT)
    )
    found = steps_of(facts(workflow=workflow, closed=never_closed), now=SENT)
    assert told(found[0]) == "2027-03-28 02:00"
    assert "skip" in found[0].moved[-1].text


NIGHT = at("2027-03-28 00:00").time()


# Another workflow.


def test_another_workflow_begins_anew_but_keeps_away_from_the_mail_before() -> None:
    whole = facts(owed(mailed_at=FIRST, dunning=dunned(assignment=2)), workflow=a_workflow(7, 14, 28))
    assert mails(whole, since=at("2027-03-08 12:00"))[0] == "1: 2027-03-11 09:00"


def test_the_escalation_counts_from_the_last_reminder_that_went_out_and_the_day_of_the_last_that_could_have() -> None:
    workflow = a_workflow(catch_up=CatchUp.SKIP, escalation=REVIEWED)
    whole = replace(standing(facts(), next_number=3, turns=(sent(2, at("2027-03-15 09:00")),)), workflow=workflow)
    lived = run(whole, since=at("2027-04-01 09:00"), until=FIRST + YEAR)
    assert [reason for _, reason, _ in lived] == ["not_yet", "missed", "escalated"]
    assert lived[-1][2] == at("2027-04-12 08:00")
