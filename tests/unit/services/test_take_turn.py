"""A turn is taken once, decided late, and told: the acceptance tests of reminders."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dunlin.domain.customer import Role
from dunlin.domain.dunning.decision import Reason, Verdict
from dunlin.domain.dunning.hold import HoldKind
from dunlin.domain.dunning.workflow import CatchUp, Step, Workflow, standard
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.engagement import EventType
from dunlin.domain.invoice import Status, thread
from dunlin.domain.money import Money
from dunlin.domain.refunding import Refund, refund
from dunlin.services.assign_workflow import assign_workflow, unassign_workflow
from dunlin.services.hold_dunning import hold_dunning
from dunlin.services.promise_to_pay import promise_to_pay
from dunlin.services.resume_dunning import resume_dunning
from tests.builders import an_event
from tests.dunning_world import END, FIRST, Dunned


def test_three_reminders_friendly_firm_and_final_then_no_more() -> None:
    world = Dunned()
    world.live(END)

    assert world.reminded == [1, 2, 3]
    assert world.dunning.ended == "finished"
    assert [turn.at.date() for turn in world.dunning.turns] == [
        date(2026, 11, 25),
        date(2026, 12, 7),  # the 5th is a Saturday
        date(2026, 12, 21),  # the 20th is a Sunday
    ]


def test_the_plan_is_made_when_the_invoice_opens_and_names_its_workflow() -> None:
    world = Dunned()
    decision = world.look()
    assert (decision.verdict, decision.reason) == (Verdict.MOVE, Reason.NOT_YET)
    assert world.dunning.next_at == FIRST
    assert (world.dunning.workflow_id, world.dunning.source) == ("wf_standard", "seller")
    assert world.schedules.turns == {world.turn: FIRST}
    assert world.told == ["reminder.planned"]


def test_a_schedule_that_fires_every_hour_again_sends_one_reminder() -> None:
    world = Dunned()
    world.look()
    fired, world.now = world.turn, FIRST
    decisions = [world.look(fired) for _ in range(22)]
    assert [each.verdict for each in decisions] == [Verdict.SEND] + [Verdict.STALE] * 21
    assert world.mailer.recipients == ["ada@buyer.example"]


def test_who_pays_one_call_before_the_claim_is_not_reminded() -> None:
    world = Dunned()
    world.look()
    world.now = FIRST
    world.before_the_claim(lambda: world.pay(world.store.invoice.balance.amount))
    world.look()

    assert world.mailer.recipients == []
    assert world.email.status is EmailStatus.CANCELLED
    assert world.email.status_code == "invoice_paid"


def test_nothing_goes_out_after_the_payment_and_the_timeline_says_so() -> None:
    world = Dunned()
    world.live(FIRST + timedelta(days=1))
    world.pay(world.store.invoice.balance.amount)
    world.live(END)
    assert world.reminded == [1]
    assert world.dunning.ended == "paid"
    assert world.told[-1] == "dunning.ended"


def test_a_pause_between_the_decision_and_the_claim_calls_the_reminder_back_and_it_comes_after_all() -> None:
    world = Dunned()
    costly = tuple(replace(step, fees=(Money(500, "EUR"),)) for step in standard().steps)
    world.workflows.put(replace(standard(), workflow_id="wf_costly", version=0, steps=costly))
    assign_workflow(world.store.invoice.invoice_id, "wf_costly", desk=world.desk())
    world.look()
    world.now = FIRST
    invoice_id = world.store.invoice.invoice_id
    world.before_the_claim(lambda: hold_dunning(invoice_id, HoldKind.PAUSED, reason="they called", desk=world.desk()))
    world.look()
    assert world.mailer.recipients == []

    world.live(FIRST + timedelta(days=1))
    assert world.mailer.recipients == []
    assert not world.store.invoice.charges  # nobody was asked for the fee
    resume_dunning(invoice_id, desk=world.desk())
    world.live(FIRST + timedelta(days=4))
    assert world.reminded == [1]
    assert [each.amount for each in world.store.invoice.charges] == [500]


def test_a_part_payment_is_asked_for_no_more() -> None:
    world = Dunned()
    world.live(FIRST - timedelta(hours=1))
    world.pay(5_125)
    world.live(FIRST + timedelta(hours=1))
    _, _, raw = world.mailer.accepted[0]
    assert b"EUR 100.00" in raw
    assert world.email.reminder
    assert world.email.reminder.amount == 10_000


def test_less_than_the_reminder_is_for_is_skipped_with_its_reason() -> None:
    world = Dunned()
    steps = tuple(replace(step, minimums=(Money(10_000, "EUR"),)) for step in standard().steps)
    world.workflows.put(replace(standard(), workflow_id="wf_min", version=0, steps=steps))
    assign_workflow(world.store.invoice.invoice_id, "wf_min", desk=world.desk())
    world.pay(10_000)
    world.live(END)
    assert world.reminded == []
    assert [turn.code for turn in world.dunning.turns] == ["below_minimum"] * 3


def test_an_invoice_paid_by_a_credit_is_not_reminded_of() -> None:
    world = Dunned()
    world.live(FIRST - timedelta(hours=1))
    world.change_invoice(payable=0, status=Status.PAID)
    world.disturb()
    world.live(END)
    assert world.reminded == []


@pytest.mark.parametrize(
    ("policy", "sent"),
    [(CatchUp.SKIP, [1, 3]), (CatchUp.LATEST, [1, 2, 3]), (CatchUp.ALL_SPACED, [1, 2, 3])],
)
def test_an_outage_of_three_days_over_the_second_reminder(policy: CatchUp, sent: list[int]) -> None:
    world = Dunned()
    world.workflows.put(replace(standard(), workflow_id="wf_own", version=0, catch_up=policy))
    assign_workflow(world.store.invoice.invoice_id, "wf_own", desk=world.desk())
    world.live(datetime(2026, 12, 6, 12, tzinfo=UTC))
    world.now = datetime(2026, 12, 9, 12, tzinfo=UTC)  # nothing ran, not even the sweep
    world.live(END)
    assert world.reminded == sent


def test_a_due_date_moved_later_moves_the_reminders_and_moved_back_moves_them_back() -> None:
    world = Dunned()
    world.look()
    stale = world.turn
    world.change_invoice(due_date=date(2026, 12, 1))
    world.disturb()
    world.sweep()
    assert world.dunning.next_at == datetime(2026, 12, 7, 9, 0, tzinfo=UTC)  # the 6th is a Sunday
    world.now = FIRST
    assert world.look(stale).verdict is Verdict.STALE
    world.change_invoice(due_date=date(2026, 11, 18))
    world.disturb()
    world.sweep()
    world.live(FIRST + timedelta(days=1))
    assert world.reminded == [1]


def test_a_promise_that_is_kept_ends_it_and_one_that_is_broken_goes_on_the_next_working_day() -> None:
    kept, broken = Dunned(), Dunned()
    for world in (kept, broken):
        world.live(FIRST + timedelta(hours=1))
        promise_to_pay(world.store.invoice.invoice_id, on=date(2026, 12, 4), desk=world.desk())
    kept.live(datetime(2026, 12, 3, tzinfo=UTC))
    kept.pay(kept.store.invoice.balance.amount)
    kept.live(END)
    assert (kept.reminded, kept.store.customer.promises_kept) == ([1], 1)

    broken.live(END)
    assert broken.reminded == [1, 2, 3]
    assert broken.store.customer.promises_broken == 1
    assert broken.dunning.turns[1].at.date() == date(2026, 12, 7)


def test_a_dispute_rests_until_it_is_resolved() -> None:
    world = Dunned()
    world.look()
    invoice_id = world.store.invoice.invoice_id
    hold_dunning(invoice_id, HoldKind.DISPUTE, reason="wrong price", who="Ada", desk=world.desk())
    world.live(datetime(2026, 12, 2, tzinfo=UTC))
    assert (world.reminded, world.dunning.decided) == ([], "disputed")
    resume_dunning(invoice_id, kinds=(HoldKind.DISPUTE,), desk=world.desk())
    world.live(datetime(2026, 12, 3, tzinfo=UTC))
    assert world.reminded == [1]


def test_a_reminder_that_bounces_goes_to_the_next_contact() -> None:
    world = Dunned()
    world.give_contacts(("ada@buyer.example", Role.BILLING), ("cfo@buyer.example", Role.FINANCE))
    world.live(FIRST + timedelta(hours=1))
    world.tell(an_event(EventType.BOUNCE, of=world.email, cause="Permanent/General", detail="550", at=world.now))
    world.live(world.now + timedelta(hours=2))
    assert world.mailer.recipients == ["ada@buyer.example", "cfo@buyer.example"]
    world.live(END)
    assert world.mailer.recipients[2:] == ["cfo@buyer.example", "cfo@buyer.example"]


def test_without_another_contact_the_ladder_waits_and_a_person_is_asked() -> None:
    world = Dunned()
    world.live(FIRST + timedelta(hours=1))
    world.tell(an_event(EventType.BOUNCE, of=world.email, cause="Permanent/General", detail="550", at=world.now))
    world.live(END)
    assert world.reminded == [1]
    assert [email.email_id for email in world.store.needing_review(limit=10).items] == [world.email.email_id]
    assert world.dunning.decided == "address_undeliverable"
    assert world.dunning.attention
    assert world.told.count("reminder.held") == 1

    world.give_contacts(("new@buyer.example", Role.BILLING))
    world.live(END + timedelta(days=3))
    assert world.reminded == [1, 2]


def test_a_template_that_is_gone_holds_this_invoice_and_says_so() -> None:
    world = Dunned()
    steps = (Step(5, template_id="tpl_gone"),)
    world.workflows.put(Workflow("wf_broken", 0, "Broken", steps))
    assign_workflow(world.store.invoice.invoice_id, "wf_broken", desk=world.desk())
    world.live(FIRST + timedelta(days=3))
    assert (world.reminded, world.dunning.decided) == ([], "unwritable")
    assert "tpl_gone" in world.dunning.attention
    assert world.told.count("reminder.held") == 1


def test_a_manual_mail_on_the_same_day_moves_the_reminder_by_the_gap() -> None:
    world = Dunned()
    world.look()
    world.store.invoice = replace(world.store.invoice, mailed_at=FIRST - timedelta(hours=1), mailed_by="msg_manual")
    world.now = FIRST
    decision = world.look()
    assert (decision.verdict, decision.reason) == (Verdict.MOVE, Reason.NOT_A_BUSINESS_DAY)
    assert world.dunning.next_at == datetime(2026, 11, 30, 9, 0, tzinfo=UTC)  # three days later is a Saturday


def test_a_mail_claimed_between_the_decision_and_the_claim_keeps_its_distance() -> None:
    world = Dunned()
    world.look()
    world.now = FIRST
    world.before_the_claim(world.mail_by_hand)
    world.look()
    assert world.mailer.recipients == []
    world.live(datetime(2026, 11, 30, 12, tzinfo=UTC))
    assert world.reminded == [1]


def test_taken_away_there_are_no_reminders_and_a_later_default_changes_nothing() -> None:
    world = Dunned()
    world.look()
    unassign_workflow(world.store.invoice.invoice_id, desk=world.desk())
    world.live(END)
    assert (world.reminded, world.dunning.ended) == ([], "no_workflow")


def test_an_invoice_keeps_the_version_it_began_with() -> None:
    world = Dunned()
    first = world.workflows.put(Workflow("wf_own", 0, "Own", (Step(5), Step(15))))
    assign_workflow(world.store.invoice.invoice_id, "wf_own", desk=world.desk())
    world.workflows.put(replace(first, steps=(Step(1),)))
    world.live(END)
    assert world.reminded == [1, 2]
    assert world.dunning.workflow_version == 1


def test_a_customer_in_apia_is_reminded_by_the_clocks_of_apia() -> None:
    world = Dunned()
    world.store.customer = replace(world.store.customer, time_zone="Pacific/Apia")
    world.look()
    assert world.dunning.next_at == datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


def test_a_reminder_answers_the_mail_that_brought_the_invoice_to_the_same_person() -> None:
    world = Dunned()
    mark = thread("Ada@buyer.example", "0100-first")
    world.store.invoice = replace(world.store.invoice, threads=(mark, thread("eve@buyer.example", "0100-other")))
    world.live(FIRST + timedelta(hours=1))
    _, _, raw = world.mailer.accepted[0]
    assert b"In-Reply-To: <0100-first@mail.example>" in raw
    assert b"Auto-Submitted: auto-generated" in raw


def test_a_refund_has_reminders_go_on_where_they_stood() -> None:
    world = Dunned()
    world.look()
    world.pay(world.store.invoice.balance.amount)
    world.look()
    assert world.dunning.ended == "paid"
    back = refund(world.store.invoice, Refund("ref_1", "pay_1", world.now.date(), "goods came back"), now=world.now)
    world.change_invoice(payments=back.payments, status=back.status)
    world.disturb()
    world.live(END)
    assert world.reminded == [1, 2, 3]
