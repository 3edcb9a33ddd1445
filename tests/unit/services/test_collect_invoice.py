"""Charging automatically, in memory: what is asked of the provider, when, and what the customer is told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dunlin.adapters.play_payments import PlayPayments
from dunlin.domain.dunning.decision import Reason, Verdict
from dunlin.domain.dunning.hold import HoldKind
from dunlin.domain.errors import Conflict, Unavailable
from dunlin.domain.invoice import Status
from dunlin.domain.message import MessageKind
from dunlin.domain.money import Money
from dunlin.domain.payments.agreement import Agreement, Mandate
from dunlin.domain.payments.attempt import Attempt, AttemptState, collection_id
from dunlin.domain.payments.event import EventKind, ProviderEvent
from dunlin.domain.payments.method import Method
from dunlin.domain.payments.refusals import Why
from dunlin.domain.payments.tries import TryState
from dunlin.services.apply_event import apply_event
from dunlin.services.change_dunning import change_dunning
from dunlin.services.collect_invoice import REMEMBERED, collect_invoice
from dunlin.services.hold_dunning import hold_dunning
from dunlin.services.resume_dunning import resume_dunning
from tests.collecting_builders import an_agreement, collecting
from tests.till_world import Paying

# The day of the due date in Amsterdam, at eight.
HOUR = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)


class Provider(PlayPayments):
    """Remembers what it was asked; does not answer while it is down."""

    def __init__(self, world: "Charged") -> None:
        super().__init__(secret="played", clock=lambda: world.now)
        self.asked: list[str] = []
        self.down = False

    def charge_off_session(self, attempt: Attempt, mandate: Mandate) -> ProviderEvent:
        self.asked.append(f"{attempt.attempt_id} {attempt.total}")
        if self.down:
            raise Unavailable("closed")
        return super().charge_off_session(attempt, mandate)


class Charged(Paying):
    """An invoice of a customer who is charged automatically, on the morning of its due date."""

    def __init__(self, means: str = "succeeds", agreement: Agreement | None = None, **invoice: Any) -> None:
        super().__init__(**invoice)
        self.store.seller = replace(self.store.seller, portal=collecting())
        self.sellers.stored[self.store.seller.seller_id] = self.store.seller
        self.store.customer = replace(self.store.customer, agreements=(agreement or an_agreement(means),))
        self.provider: Provider = Provider(self)
        self.now = HOUR

    def day(self) -> str:
        """The schedule fires, and the queue brings what came of it."""
        self.look()
        return self.collect()

    def collect(self) -> str:
        return collect_invoice(self.invoice.invoice_id, till=self.till)

    def attempt(self, number: int = 1) -> Attempt:
        return self.attempts.get(self.invoice.invoice_id, collection_id(self.invoice.invoice_id, number))

    def ends(self, kind: EventKind, *, number: int = 1, reason: str = "") -> None:
        """A webhook tells how a debit ended."""
        apply_event(self.provider.event(self.attempt(number), kind, reason=reason), till=self.till)

    @property
    def tries(self) -> list[tuple[str, str]]:
        return [(each.state.value, each.code) for each in self.dunning.tries]

    @property
    def notices(self) -> list[Any]:
        kind = MessageKind.AUTOPAY_FAILED
        return [each.uncharged for each in self.store.messages.values() if each.kind is kind]

    @property
    def entries(self) -> dict[str, str]:
        return {each.type: each.text for each in self.store.entries if each.type.startswith("autopay.")}


def test_it_is_planned_then_charged_at_the_hour_and_booked_with_a_receipt() -> None:
    world = Charged()
    world.now = HOUR - timedelta(days=2)
    planned = world.look()
    assert (planned.verdict, planned.reason, planned.next_at) == (Verdict.HOLD, Reason.AUTOPAY, HOUR)
    assert world.entries["autopay.planned"] == (
        "Reminders rest: on 2026-11-20 08:00 in Europe/Amsterdam EUR 151.25 is charged automatically from "
        "Visa •••• 4242, try 1 of 3"
    )
    assert not world.collector.queued

    world.now = HOUR
    due = world.look()
    assert (due.verdict, due.reason) == (Verdict.COLLECT, Reason.AUTOPAY_DUE)
    assert [each.invoice_id for each in world.collector.queued] == [world.invoice.invoice_id]
    assert world.collect() == "charged"
    assert (world.invoice.status, len(world.receipts)) == (Status.PAID, 1)
    assert world.attempt().state is AttemptState.SUCCEEDED
    assert [each.text for each in world.notes.entries if each.type == "autopay.charging"] == [
        "EUR 151.25 (EUR 151.25 owed, EUR 0.00 for the method) are charged from Visa •••• 4242"
    ]
    assert world.look().reason is Reason.PAID
    assert not world.reminded


def test_however_often_the_queue_repeats_itself_the_provider_is_asked_once() -> None:
    world = Charged()
    world.look()
    assert [world.collect(), world.collect(), world.collect()] == ["charged", "known", "known"]
    assert len(world.provider.asked) == 1
    assert (world.invoice.status, len(world.receipts)) == (Status.PAID, 1)


def test_a_lost_queue_message_is_asked_for_again_as_the_same_try() -> None:
    world = Charged()
    world.look()
    for _ in range(3):
        world.wait(minutes=16)
        assert world.look().verdict is Verdict.COLLECT
    assert len(world.collector.queued) == 4
    assert world.tries == [("asked", "")]
    assert sum(each.type == "autopay.due" for each in world.store.entries) == 1
    assert world.collect() == "charged"


@pytest.mark.parametrize("paid", [15_125, 5_000])
def test_a_payment_between_the_decision_and_the_charge_stops_the_charge_or_lessens_it(paid: int) -> None:
    world = Charged()
    world.look()
    world.pay(paid)
    world.collect()
    left = 15_125 - paid
    assert world.provider.asked == ([f"{world.attempt().attempt_id} EUR 101.25"] if left else [])
    assert world.invoice.status is Status.PAID


def test_a_dispute_before_the_charge_stops_it_and_when_it_ends_the_next_hour_is_waited_for() -> None:
    world = Charged()
    world.look()
    hold_dunning(world.invoice.invoice_id, HoldKind.DISPUTE, reason="wrong price", desk=world.desk())
    assert world.collect() == "given_up"
    assert not world.provider.asked
    assert world.tries == [("given_up", "")]
    assert "wrong price" in world.entries["autopay.given_up"]

    world.now = HOUR + timedelta(hours=14)
    resume_dunning(world.invoice.invoice_id, desk=world.desk())
    assert world.look().next_at == HOUR + timedelta(days=1)
    world.now = HOUR + timedelta(days=1)
    assert world.day() == "charged"
    assert world.attempt(2).state is AttemptState.SUCCEEDED


@pytest.mark.parametrize("kind", [each for each in HoldKind if each is not HoldKind.AUTOPAY])
def test_whatever_holds_reminders_holds_the_charge(kind: HoldKind) -> None:
    world = Charged()
    hold_dunning(world.invoice.invoice_id, kind, reason="", desk=world.desk())
    assert world.look().verdict is Verdict.HOLD
    assert not world.collector.queued
    assert "autopay.held" in world.entries


def test_a_customer_who_is_paying_by_hand_is_not_charged_beside_it() -> None:
    world = Charged()
    by_hand = world.start()
    world.look()
    assert (world.collect(), world.provider.asked) == ("waits", [])
    world.now = by_hand.expires_at + timedelta(minutes=1)
    assert world.look().verdict is Verdict.COLLECT
    assert world.collect() == "charged"
    assert len(world.provider.asked) == 1


def test_whoever_begins_to_pay_by_hand_just_before_the_provider_is_asked_is_seen() -> None:
    world = Charged()
    world.look()

    def begin() -> None:
        world.start()

    world.attempts.meanwhile.append(begin)
    assert (world.collect(), world.provider.asked) == ("waits", [])


def test_nobody_can_pay_by_hand_while_the_provider_is_asked() -> None:
    world = Charged()
    world.provider.down = True
    world.look()
    with pytest.raises(Unavailable):
        world.collect()
    with pytest.raises(Conflict) as refused:
        world.start()
    assert refused.value.code == "payment_processing"


def test_what_was_not_answered_is_asked_again_as_the_same_attempt() -> None:
    world = Charged()
    world.look()
    world.provider.down = True
    for _ in range(3):
        with pytest.raises(Unavailable):
            world.collect()
    world.provider.down = False
    assert world.collect() == "charged"
    assert len(set(world.provider.asked)) == 1
    assert not world.notices


def test_what_the_provider_would_no_longer_know_is_not_asked_again_and_a_person_looks() -> None:
    world = Charged()
    world.look()
    world.provider.down = True
    with pytest.raises(Unavailable):
        world.collect()
    world.now += REMEMBERED
    world.provider.down = False
    assert world.collect() == "refused"
    assert len(world.provider.asked) == 1
    assert world.tries == [("failed", "unanswered")]
    assert "EUR 151.25" in world.dunning.attention
    assert not world.notices, "nobody knows whether they were charged"


def test_what_changed_while_nobody_knew_is_not_charged_again() -> None:
    world = Charged()
    world.look()
    world.provider.down = True
    with pytest.raises(Unavailable):
        world.collect()
    world.provider.down = False
    world.pay(5_000)
    assert world.collect() == "refused"
    assert len(world.provider.asked) == 1
    assert world.tries == [("failed", "withdrawn")]
    # It was charged, after all: the webhook says so, and nothing is lost.
    world.ends(EventKind.SUCCEEDED)
    assert world.invoice.status is Status.PAID
    assert [each.unapplied for each in world.money.waiting(limit=9).items] == [5_000]


def test_a_refusal_is_told_once_and_tried_again_until_the_tries_are_used_up_then_reminders_go_on() -> None:
    world = Charged("declines")
    for number, days in enumerate((0, 3, 7), start=1):
        world.now = HOUR + timedelta(days=days)
        assert world.day() == "refused"
        assert world.collect() == "nothing"
        assert len(world.notices) == number
    first, second, last = world.notices
    assert (first.amount, first.currency, first.means, first.why) == (15_125, "EUR", "Visa •••• 4242", Why.DECLINED)
    assert [each.again_on for each in (first, second, last)] == [date(2026, 11, 23), date(2026, 11, 27), None]
    assert world.tries == [("failed", "card_declined")] * 3
    assert len(set(world.provider.asked)) == 3
    assert not world.reminded, "no reminder while it is on and working"
    assert "reminders go on" in world.entries["autopay.left"]

    world.live(HOUR + timedelta(days=40))
    assert world.reminded
    assert len(world.provider.asked) == 3


def test_no_reminder_comes_on_the_heels_of_the_notice() -> None:
    world = Charged("expires")
    world.now = HOUR + timedelta(days=8)  # the first reminder would have gone out on the fifth day
    assert world.day() == "refused"
    decision = world.look()
    assert decision.verdict is not Verdict.SEND
    assert decision.next_at
    assert decision.next_at >= world.now + timedelta(days=2)


@pytest.mark.parametrize("means", ["expires", "authentication_required"])
def test_what_trying_again_does_not_mend_ends_the_tries_but_not_the_agreement(means: str) -> None:
    world = Charged(means)
    world.day()
    assert world.notices[0].again_on is None
    assert not world.notices[0].ended
    assert world.dunning.left == "refused"
    assert world.store.customer.agreement_with("sel_1")


def test_a_mandate_that_is_gone_ends_the_agreement_and_the_other_invoices_are_looked_at() -> None:
    world = Charged("debit_not_authorized")
    world.day()
    (agreement,) = world.store.customer.agreements
    assert not agreement.active
    assert "debit_not_authorized" in agreement.ended_why
    assert agreement.ended_at == HOUR
    assert world.outbox.customers == ["cus_1"]
    assert world.notices[0].ended
    assert world.look().reason is not Reason.AUTOPAY


def test_a_debit_that_comes_back_days_later_goes_the_same_way() -> None:
    world = Charged("processes", an_agreement("processes"))
    assert world.day() == "charged"
    assert world.look().reason is Reason.PAYMENT_PROCESSING
    world.wait(days=5)
    world.ends(EventKind.FAILED, reason="insufficient_funds")
    world.ends(EventKind.FAILED, reason="insufficient_funds")
    assert world.tries == [("failed", "insufficient_funds")]
    assert len(world.notices) == 1
    assert world.notices[0].why is Why.FUNDS
    assert world.notices[0].again_on == date(2026, 11, 26)
    assert not world.dunning.holds
    assert world.look().reason is Reason.AUTOPAY


def test_a_debit_that_comes_in_days_later_is_booked_once() -> None:
    world = Charged("processes")
    world.day()
    world.wait(days=5)
    world.ends(EventKind.SUCCEEDED)
    world.ends(EventKind.SUCCEEDED)
    assert (world.invoice.status, len(world.invoice.payments), len(world.receipts)) == (Status.PAID, 1, 1)


def test_a_debit_that_comes_back_when_the_invoice_was_paid_otherwise_is_no_news_to_the_customer() -> None:
    world = Charged("processes")
    world.day()
    world.pay(15_125)
    world.ends(EventKind.FAILED, reason="insufficient_funds")
    assert not world.notices
    assert world.tries == [("failed", "insufficient_funds")]


def test_a_debit_of_which_nobody_tells_lets_reminders_go_on_after_three_weeks() -> None:
    world = Charged("processes")
    world.day()
    world.live(HOUR + timedelta(days=20))
    assert not world.reminded
    world.live(HOUR + timedelta(days=40))
    assert world.reminded
    assert len(world.provider.asked) == 1


def test_what_was_given_back_is_not_taken_again() -> None:
    world = Charged()
    world.day()
    world.ends(EventKind.REFUNDED)
    assert world.invoice.balance == Money(15_125, "EUR")
    world.wait(days=1)
    assert world.look().verdict is not Verdict.COLLECT
    assert world.dunning.left == "given_back"


def test_the_limit_counts_with_the_providers_own_steps() -> None:
    world = Charged(agreement=an_agreement(limits=(Money(15_125, "EUR"),)))
    assert world.look().verdict is Verdict.COLLECT
    world.provider.step = lambda _: 100  # type: ignore[method-assign,assignment] # whole euros only
    assert world.collect() == "refused"
    assert not world.provider.asked
    assert world.tries == [("failed", "not_offered")]


def test_a_mandate_of_another_provider_is_not_shown_to_this_one() -> None:
    world = Charged(agreement=an_agreement(provider="stripe"))
    assert (world.day(), world.provider.asked) == ("refused", [])
    assert not world.store.customer.agreement_with("sel_1")


def test_another_means_that_was_agreed_to_meanwhile_is_charged_in_its_own_time() -> None:
    world = Charged("declines")
    world.look()
    new = an_agreement(agreement_id="agr_2", agreed_at=world.now)
    world.store.customer = replace(world.store.customer, agreements=(new,))
    assert (world.collect(), world.provider.asked) == ("given_up", [])
    assert world.look().verdict is Verdict.COLLECT  # agreed to at the very hour
    assert world.collect() == "charged"


def test_an_agreement_that_ended_before_the_charge_stops_it() -> None:
    world = Charged()
    world.look()
    world.store.customer = replace(world.store.customer, agreements=())
    assert (world.collect(), world.provider.asked) == ("given_up", [])
    assert world.look().reason is not Reason.AUTOPAY


def test_an_invoice_that_nobody_is_reminded_of_is_charged_too() -> None:
    world = Charged()
    world.store.seller = replace(world.store.seller, workflow_id="")
    assert world.look().verdict is Verdict.COLLECT
    assert world.collect() == "charged"
    assert world.invoice.status is Status.PAID


def test_payments_that_are_not_known_hold_the_charge() -> None:
    world = Charged()
    world.store.seller = replace(world.store.seller, payments_fresh_hours=24)
    assert world.look().reason is Reason.PAYMENTS_STALE
    world.store.seller = replace(world.store.seller, payments_known_at=world.now)
    assert world.look().verdict is Verdict.COLLECT


def test_a_reminder_that_was_decided_before_the_customer_agreed_is_called_back_at_its_claim() -> None:
    world = Charged()
    agreements = world.store.customer.agreements
    world.store.customer = replace(world.store.customer, agreements=())
    world.now = HOUR + timedelta(days=6)

    def agree() -> None:
        customer = replace(world.store.customer, agreements=(replace(agreements[0], agreed_at=world.now),))
        world.store.customer = replace(customer, version=customer.version + 1)

    world.before_the_claim(agree)
    world.live(HOUR + timedelta(days=6, hours=3))
    assert not world.reminded


def test_staff_who_change_something_at_the_hour_leave_the_charge_to_a_worker() -> None:
    world = Charged()

    def how(facts: Any) -> Any:
        return replace(facts.dunning, attention="look", attention_since=world.now), ()

    _, found = change_dunning(world.invoice.invoice_id, how, desk=world.desk())
    assert found.decision.verdict is Verdict.MOVE
    assert not world.dunning.tries
    assert world.look().verdict is Verdict.COLLECT


def test_the_played_provider_plays_every_outcome() -> None:
    outcomes: Mapping[str, str] = {
        "succeeds": TryState.TAKEN,
        "declines": "card_declined",
        "expires": "expired_card",
        "insufficient_funds": "insufficient_funds",
    }
    for means, outcome in outcomes.items():
        world = Charged(means)
        world.day()
        assert world.attempt().problem == ("" if means == "succeeds" else outcome)
    assert an_agreement().mandate.method is Method.CARD
