"""Every reason that a reminder goes out or does not, each by the least that brings it about."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from dunlin.domain.customer import UndeliverableAddress
from dunlin.domain.delivery import Bucket, Delivery
from dunlin.domain.dunning.decision import TEXTS, Reason, Verdict
from dunlin.domain.dunning.dunning import Dunning, Outcome, Turn
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import Hold, HoldKind, PromiseState
from dunlin.domain.dunning.refresh import refresh
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.dunning.workflow import CatchUp
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.money import Money
from tests.builders import a_customer
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
    dunned,
    facts,
    following,
    owed,
    paying,
    sent,
    skipped,
)

FIRST = at("2027-03-08 09:00")
DEAD = (UndeliverableAddress("ada@buyer.example", "no such user", SENT),)


def decided(facts: Facts, *, now: datetime = FIRST) -> tuple[Verdict, Reason, int]:
    decision = refresh(facts, now=now).decision
    return decision.verdict, decision.reason, decision.number


def passed_over(found: Refreshed) -> list[tuple[str, str]]:
    return [(note.data["number"], note.data["reason"]) for note in found.notes if skipped(note)]


def standing(invoice: Invoice | None = None, **dunning: object) -> Facts:
    return facts(replace(invoice or owed(), dunning=dunned(**dunning)))


def test_every_reason_has_a_text() -> None:
    assert set(TEXTS) == set(Reason)


def test_every_reason_is_explained_in_the_documentation() -> None:
    page = (Path(__file__).parents[4] / "docs" / "dunning.md").read_text(encoding="utf-8").partition("## Reasons")[2]
    assert sorted(re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE)) == sorted(Reason)


def test_a_reminder_whose_time_has_come_is_due() -> None:
    found = refresh(facts(), now=FIRST)
    assert (found.decision.verdict, found.decision.reason, found.decision.number) == (Verdict.SEND, Reason.DUE, 1)
    assert [each.address for each in found.recipients] == ["ada@buyer.example"]
    assert found.dunning.next_at == at("2027-03-15 09:00")
    assert dict(found.decision.facts)["balance"] == "15125"


def test_after_the_last_reminder_it_is_escalated_and_stays_so() -> None:
    whole = replace(standing(next_number=4, turns=(sent(3, at("2027-03-29 08:00")),)))
    whole = replace(whole, workflow=a_workflow(escalation=REVIEWED))
    found = refresh(whole, now=at("2027-04-12 08:00"))
    assert (found.decision.verdict, found.decision.reason) == (Verdict.ESCALATE, Reason.ESCALATED)
    assert (found.dunning.ended, found.dunning.next_at) == ("escalated", None)
    assert [note.type for note in found.notes] == ["dunning.escalated"]
    later = refresh(following(whole, found), now=at("2027-05-01 08:00"))
    assert (later.decision.verdict, later.dunning.ended, later.notes) == (Verdict.STOP, "escalated", ())


@pytest.mark.parametrize("turns", [(sent(1, FIRST),), (sent(2, FIRST),)])
def test_a_reminder_whose_turn_has_been_is_never_sent_again(turns: tuple[Turn, ...]) -> None:
    found = refresh(standing(next_number=1, turns=turns), now=at("2027-03-08 12:00"))
    assert ("1", Reason.STEP_DONE) in passed_over(found)
    assert found.decision.verdict is Verdict.MOVE


def test_a_void_invoice_is_not_dunned() -> None:
    assert decided(facts(owed(status=Status.VOID, dunning=dunned()))) == (Verdict.STOP, Reason.VOID, 1)


def test_a_paid_invoice_is_not_dunned() -> None:
    assert decided(facts(paying(owed(dunning=dunned()), 15_125))) == (Verdict.STOP, Reason.PAID, 1)


def test_an_invoice_of_which_nothing_is_left_is_not_dunned_whatever_its_status_says() -> None:
    settled = replace(paying(owed(dunning=dunned()), 15_125), status=Status.PARTIALLY_PAID)
    assert decided(facts(settled)) == (Verdict.STOP, Reason.PAID, 1)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.POSTED])
def test_an_invoice_that_has_not_been_sent_is_not_dunned(status: Status) -> None:
    unsent = owed(status=status, sent_at=None, mailed_at=None, dunning=dunned())
    assert decided(facts(unsent)) == (Verdict.HOLD, Reason.NOT_OPEN, 1)


def test_a_part_payment_of_an_invoice_that_has_not_been_sent_does_not_begin_its_dunning() -> None:
    unsent = paying(owed(status=Status.POSTED, sent_at=None, mailed_at=None, dunning=dunned()), 100)
    assert decided(facts(unsent)) == (Verdict.HOLD, Reason.NOT_OPEN, 1)


def test_an_invoice_that_was_part_paid_before_it_was_sent_is_dunned_once_it_has_been() -> None:
    mailed = paying(owed(status=Status.POSTED, sent_at=SENT, mailed_at=SENT, dunning=dunned()), 100)
    assert decided(facts(mailed)) == (Verdict.SEND, Reason.DUE, 1)


def test_without_a_workflow_nobody_is_reminded() -> None:
    assert decided(facts(workflow=None)) == (Verdict.STOP, Reason.NO_WORKFLOW, 1)


def test_without_a_workflow_a_promise_is_judged_all_the_same() -> None:
    promise = a_promise(DUE, judged_at=FIRST)
    whole = replace(standing(promise=promise), workflow=None)
    assert refresh(whole, now=SENT).dunning.next_at == FIRST
    found = refresh(whole, now=FIRST)
    assert (found.judged, found.dunning.next_at) == ("broken", None)


def test_after_the_last_reminder_without_an_escalation_it_has_finished() -> None:
    whole = standing(next_number=4, turns=(sent(3, at("2027-03-29 08:00")),))
    assert decided(whole, now=at("2027-03-30 08:00")) == (Verdict.STOP, Reason.FINISHED, 4)


def test_the_last_reminder_tells_that_it_was_the_last() -> None:
    whole = standing(next_number=3, turns=(sent(2, at("2027-03-15 09:00")),))
    found = refresh(whole, now=at("2027-03-29 08:00"))
    assert (found.decision.verdict, found.dunning.ended, found.dunning.next_at) == (Verdict.SEND, "finished", None)
    assert [note.type for note in found.notes] == ["reminder.due", "dunning.ended"]
    assert refresh(following(whole, found), now=at("2027-03-30 08:00")).notes == ()


def test_what_has_finished_waits_for_nothing() -> None:
    turns = (sent(3, at("2027-03-29 08:00")),)
    whole = standing(next_number=4, turns=turns, holds=(a_hold(),), ended="finished", decided="finished")
    assert decided(whole, now=at("2027-03-30 08:00")) == (Verdict.STOP, Reason.FINISHED, 4)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (HoldKind.PAUSED, Reason.PAUSED),
        (HoldKind.DISPUTE, Reason.DISPUTED),
        (HoldKind.PROCESSING, Reason.PAYMENT_PROCESSING),
        (HoldKind.AUTOPAY, Reason.AUTOPAY),
        (HoldKind.UNDELIVERABLE, Reason.UNDELIVERABLE),
        (HoldKind.PROMISE, Reason.PROMISED),
    ],
)
def test_every_kind_of_hold_holds(kind: HoldKind, reason: Reason) -> None:
    found = refresh(standing(holds=(a_hold(kind, reason="they rang"),)), now=FIRST)
    assert (found.decision.verdict, found.decision.reason, found.decision.next_at) == (Verdict.HOLD, reason, None)
    assert "they rang" in found.decision.text


def test_of_several_holds_the_one_that_lasts_longest_is_told_and_a_promise_is_judged_in_its_time() -> None:
    holds = (a_hold(HoldKind.DISPUTE), a_hold(HoldKind.PAUSED, until=FIRST + timedelta(days=1)))
    promise = a_promise(DUE, judged_at=FIRST + timedelta(days=2))
    found = refresh(standing(holds=holds, promise=promise), now=FIRST)
    assert (found.decision.reason, found.decision.next_at) == (Reason.DISPUTED, promise.judged_at)


def test_a_promise_of_before_does_not_shorten_another_hold() -> None:
    broken = replace(a_promise(DUE, judged_at=SENT), state=PromiseState.BROKEN)
    whole = replace(
        standing(promise=broken),
        customer=a_customer(holds=(a_hold(HoldKind.PROMISE, until=FIRST + timedelta(days=9)),)),
    )
    assert refresh(whole, now=FIRST).dunning.next_at == FIRST + timedelta(days=9)


@pytest.mark.parametrize("holds", [(), (a_hold(HoldKind.PROMISE, until=FIRST - timedelta(days=1)),)])
def test_a_promise_holds_until_it_is_judged_whatever_became_of_its_hold(holds: tuple[Hold, ...]) -> None:
    promise = a_promise(DUE, judged_at=FIRST + timedelta(hours=1))
    found = refresh(standing(promise=promise, holds=holds), now=FIRST)
    assert (found.decision.reason, found.dunning.next_at) == (Reason.PROMISED, promise.judged_at)


def test_when_nobody_can_be_written_to_it_waits_and_a_person_is_asked() -> None:
    whole = facts(customer=a_customer(undeliverable=DEAD))
    found = refresh(whole, now=FIRST)
    assert (found.decision.verdict, found.decision.reason) == (Verdict.HOLD, Reason.UNDELIVERABLE)
    assert (found.dunning.next_at, found.dunning.attention_since) == (at("2027-03-09 09:00"), FIRST)
    assert "Ada Buyer cannot be written to" in found.dunning.attention


def test_who_has_said_that_they_know_is_not_asked_again_until_something_has_changed() -> None:
    whole = facts(customer=a_customer(undeliverable=DEAD))
    found = refresh(whole, now=FIRST)
    attended = replace(whole, invoice=replace(found.invoice, dunning=replace(found.dunning, attention="")))
    assert refresh(attended, now=at("2027-03-09 09:00")).dunning.attention == ""
    mended = refresh(replace(attended, customer=a_customer()), now=at("2027-03-09 09:00"))
    again = refresh(following(attended, mended), now=at("2027-03-15 09:00"))
    assert (again.decision.reason, again.dunning.attention != "") == (Reason.UNDELIVERABLE, True)


def test_a_reminder_that_goes_out_is_told_with_what_it_is_over_to_whom_and_why() -> None:
    (told,) = refresh(facts(), now=FIRST).notes
    assert (told.type, told.text) == (
        "reminder.due",
        "Reminder 1 over EUR 151.25 goes to Ada Buyer: its time has come, and nothing speaks against it",
    )
    assert (told.data["reason"], told.data["number"], told.data["balance"]) == ("due", "1", "15125")


def test_a_wait_for_an_address_is_told_once_and_rests_at_weekends() -> None:
    whole, now = facts(customer=a_customer(undeliverable=DEAD)), at("2027-03-12 09:00")
    found = refresh(whole, now=now)
    assert found.dunning.next_at == at("2027-03-15 08:00")
    later = refresh(following(whole, found), now=found.dunning.next_at)
    assert (later.decision.reason, later.notes) == (Reason.UNDELIVERABLE, ())
    assert later.dunning.attention_since == now


@pytest.mark.parametrize("status", [Status.PAID, Status.VOID])
def test_nobody_is_asked_to_look_at_what_has_been_settled(status: Status) -> None:
    whole = standing(owed(status=status), attention="correct a contact", attention_since=SENT)
    assert refresh(whole, now=FIRST).dunning.attention == ""


def test_a_reminder_is_not_sent_for_less_than_its_minimum() -> None:
    workflow = a_workflow(a_step(7, minimums=(Money(10_000, "EUR"),)), 14)
    found = refresh(facts(paying(owed(dunning=dunned()), 10_000), workflow=workflow), now=FIRST)
    assert passed_over(found) == [("1", Reason.BELOW_MINIMUM)]
    assert (found.decision.number, found.dunning.next_at) == (2, at("2027-03-15 09:00"))


def test_a_minimum_in_another_currency_is_none() -> None:
    workflow = a_workflow(a_step(7, minimums=(Money(99_999, "USD"),)))
    assert decided(facts(workflow=workflow)) == (Verdict.SEND, Reason.DUE, 1)


def test_what_is_too_little_for_the_last_reminder_is_not_escalated() -> None:
    workflow = a_workflow(7, a_step(14, minimums=(Money(10_000, "EUR"),)), escalation=REVIEWED)
    invoice = paying(owed(dunning=dunned(next_number=2, turns=(sent(1, FIRST),))), 10_000)
    whole, now = facts(invoice, workflow=workflow), at("2027-03-15 09:00")
    found = refresh(whole, now=now)
    assert (passed_over(found), found.decision.verdict) == ([("2", Reason.BELOW_MINIMUM)], Verdict.MOVE)
    found = refresh(following(whole, found), now=found.dunning.next_at or now)
    assert (passed_over(found), found.dunning.ended) == ([("3", Reason.BELOW_MINIMUM)], "finished")
    assert "The escalation is passed over" in found.notes[0].text


def test_a_reminder_waits_for_the_one_before_it_and_says_so_once() -> None:
    invoice = owed(delivery=Delivery("msg_1", {Bucket.QUEUED: 1}), mailed_at=SENT)
    whole = standing(invoice, next_number=2, turns=(sent(1, FIRST),))
    now = at("2027-03-15 09:00")
    found = refresh(whole, now=now)
    assert (found.decision.verdict, found.decision.reason) == (Verdict.MOVE, Reason.MAIL_UNDER_WAY)
    assert found.dunning.next_at == now + timedelta(hours=1)
    later = refresh(following(whole, found), now=now + timedelta(hours=1))
    assert (later.decision.reason, later.notes) == (Reason.MAIL_UNDER_WAY, ())


def test_a_reminder_whose_time_has_not_come_is_planned_and_that_is_told_once() -> None:
    found = refresh(facts(), now=SENT)
    assert (found.decision.verdict, found.decision.reason, found.dunning.next_at) == (
        Verdict.MOVE,
        Reason.NOT_YET,
        FIRST,
    )
    assert found.decision.text == "Reminder 1 is planned for 2027-03-08 09:00 in Europe/London"
    assert [note.type for note in found.notes] == ["reminder.planned"]
    assert refresh(following(facts(), found), now=SENT + timedelta(days=3)).notes == ()


def test_a_mail_just_before_a_reminder_moves_it() -> None:
    whole = facts(owed(mailed_at=at("2027-03-07 15:00"), dunning=dunned()))
    assert decided(whole) == (Verdict.MOVE, Reason.GAP_TOO_SMALL, 1)
    assert refresh(whole, now=FIRST).dunning.next_at == at("2027-03-10 09:00")


def test_a_reminder_that_has_been_decided_keeps_the_next_away_before_it_leaves() -> None:
    workflow = a_workflow(7, 8)
    whole = replace(standing(next_number=2, turns=(sent(1, FIRST),)), workflow=workflow)
    assert decided(whole, now=at("2027-03-09 09:00")) == (Verdict.MOVE, Reason.GAP_TOO_SMALL, 2)


def test_after_hours_a_reminder_waits_for_the_morning() -> None:
    assert decided(facts(), now=at("2027-03-08 20:00")) == (Verdict.MOVE, Reason.OUTSIDE_WINDOW, 1)
    assert refresh(facts(), now=at("2027-03-08 20:00")).dunning.next_at == at("2027-03-09 08:00")


@pytest.mark.parametrize("odd", [time(7), time(18), time(23, 30)])
def test_a_step_at_an_hour_at_which_no_reminders_leave_leaves_when_they_begin_to(odd: time) -> None:
    whole = facts(workflow=a_workflow(a_step(7, at=odd)))
    found = refresh(whole, now=SENT)
    assert (found.decision.reason, found.dunning.next_at) == (Reason.OUTSIDE_WINDOW, at("2027-03-08 08:00"))


def test_on_a_holiday_a_reminder_waits_for_the_next_working_day() -> None:
    whole = facts(closed=closed_on(FIRST.date()))
    assert decided(whole, now=SENT) == (Verdict.MOVE, Reason.NOT_A_BUSINESS_DAY, 1)
    assert refresh(whole, now=SENT).dunning.next_at == at("2027-03-09 09:00")


def test_a_reminder_of_a_day_before_the_invoice_was_sent_is_passed_over() -> None:
    whole = facts(workflow=a_workflow(-40, 7))
    assert passed_over(refresh(whole, now=SENT)) == [("1", Reason.BEFORE_INVOICE)]


def test_nothing_is_announced_once_its_day_has_passed() -> None:
    whole = facts(workflow=a_workflow(-7, 7))
    assert passed_over(refresh(whole, now=at("2027-02-23 09:00"))) == [("1", Reason.TOO_LATE)]


def test_nothing_is_announced_that_may_go_only_once_the_due_date_has_come() -> None:
    whole = facts(
        owed(mailed_at=at("2027-02-25 09:00"), dunning=dunned()), workflow=a_workflow(-3, 7, minimum_gap_days=6)
    )
    found = refresh(whole, now=at("2027-02-25 09:00"))
    assert passed_over(found) == [("1", Reason.TOO_LATE)]
    assert "6 days after the last mail" in found.notes[0].text


def test_a_workflow_that_catches_nothing_up_passes_over_what_was_missed() -> None:
    whole = facts(workflow=a_workflow(catch_up=CatchUp.SKIP))
    assert passed_over(refresh(whole, now=at("2027-03-09 09:00"))) == [("1", Reason.MISSED)]


def test_a_later_reminder_takes_the_place_of_one_that_was_missed() -> None:
    whole = facts(workflow=a_workflow(catch_up=CatchUp.LATEST))
    found = refresh(whole, now=at("2027-03-16 09:00"))
    assert (passed_over(found), found.decision.number) == ([("1", Reason.SUPERSEDED)], 2)


def test_an_invoice_that_nobody_has_dunned_yet_begins_at_the_beginning() -> None:
    found = refresh(facts(owed(dunning=None)), now=FIRST)
    assert (found.decision.verdict, found.dunning.generation) == (Verdict.SEND, Dunning().generation + 1)


def test_a_hold_that_has_passed_is_told_and_gone() -> None:
    found = refresh(standing(holds=(a_hold(until=FIRST),)), now=FIRST)
    assert (found.decision.verdict, found.dunning.holds) == (Verdict.SEND, ())
    assert [note.type for note in found.notes] == ["hold.ended", "reminder.due"]
    assert found.dunning.turns[0].outcome is Outcome.SENT


def test_an_invoice_that_is_due_at_the_end_of_time_is_planned_too() -> None:
    assert decided(facts(owed(due_date=date.max, dunning=dunned()))) == (Verdict.MOVE, Reason.NOT_YET, 1)
