"""Chargebacks: what a bank takes back, keeps or returns, in whatever order it is told."""

from dataclasses import replace
from itertools import permutations

import pytest

from dunlin.domain.dunning.hold import HoldKind
from dunlin.domain.errors import AlreadyExists
from dunlin.domain.invoice import Status
from dunlin.domain.payments.attempt import Attempt, AttemptState
from dunlin.domain.payments.event import EventKind
from dunlin.domain.remittance import Unplaced
from dunlin.services.apply_event import apply_event
from dunlin.services.attend_dunning import attend_dunning
from dunlin.services.hold_dunning import hold_dunning
from dunlin.services.resume_dunning import resume_dunning
from tests.dunning_world import END
from tests.till_world import Paying

SUCCEEDED, DISPUTED, WITHDRAWN = EventKind.SUCCEEDED, EventKind.DISPUTED, EventKind.DISPUTE_WITHDRAWN
LOST, WON = EventKind.DISPUTE_LOST, EventKind.DISPUTE_WON


def paid() -> tuple[Paying, Attempt]:
    world = Paying()
    attempt = world.start()
    world.tell_of(attempt, SUCCEEDED)
    return world, attempt


def held(world: Paying) -> bool:
    dunning = world.invoice.dunning
    return bool(dunning and dunning.held_by(HoldKind.CHARGEBACK, now=world.now))


def asked(world: Paying) -> str:
    return world.invoice.dunning.attention if world.invoice.dunning else ""


def test_a_dispute_lets_reminders_rest_and_asks_a_person_though_the_invoice_is_paid() -> None:
    world, attempt = paid()
    assert world.tell_of(attempt, DISPUTED, DISPUTED) == ["applied", "known"]
    assert (world.invoice.status, held(world)) == (Status.PAID, True)
    assert "disputed at the bank" in asked(world)
    assert world.notes.told == ("payment.disputed",)


def test_money_that_the_bank_takes_back_is_owed_again_and_nobody_is_reminded_of_it() -> None:
    world, attempt = paid()
    world.tell_of(attempt, DISPUTED, WITHDRAWN, WITHDRAWN)
    (money, back) = world.invoice.payments
    assert (back.amount, back.refund_of, back.chargeback) == (-15125, money.payment_id, True)
    assert (world.invoice.status, world.invoice.balance.amount) == (Status.OPEN, 15125)
    world.live(END)
    assert (world.reminded, world.dunning.decided) == ([], "disputed_at_bank")
    assert [each.type for each in world.store.entries].count("payment.charged_back") == 1


def test_the_money_is_not_owed_again_before_reminders_rest() -> None:
    """Otherwise a reminder could slip out in between."""
    world, attempt = paid()
    world.tell_of(attempt, WITHDRAWN)
    order = [each.type for each in world.store.entries if each.type in {"hold.placed", "payment.charged_back"}]
    assert order == ["hold.placed", "payment.charged_back"]


def test_a_dispute_that_is_lost_leaves_it_to_a_person_whether_reminders_go_on() -> None:
    world, attempt = paid()
    world.tell_of(attempt, DISPUTED, LOST)
    assert (world.invoice.balance.amount, held(world), world.now_is(attempt).state) == (
        *(15125, True),
        AttemptState.DISPUTE_LOST,
    )
    assert "lost" in asked(world)
    assert world.notes.told == ("payment.disputed", "payment.dispute_lost")
    attend_dunning(world.invoice.invoice_id, desk=world.desk())
    resume_dunning(world.invoice.invoice_id, desk=world.desk(), kinds=(HoldKind.CHARGEBACK,))
    world.tell_of(attempt, DISPUTED, LOST)
    assert (held(world), asked(world)) == (False, "")


def test_a_dispute_that_is_won_brings_the_money_back_and_ends_the_rest() -> None:
    world, attempt = paid()
    world.tell_of(attempt, DISPUTED, WITHDRAWN, WON, WON)
    assert (world.invoice.status, world.invoice.paid) == (Status.PAID, 15125)
    assert [each.amount for each in world.invoice.payments] == [15125, -15125, 15125]
    assert (held(world), asked(world)) == (False, "")
    assert world.notes.told == ("payment.disputed", "payment.dispute_won")
    assert len(world.receipts) == 1


@pytest.mark.parametrize(
    ("kinds", "status", "state", "rests"),
    [
        ((DISPUTED, WITHDRAWN, LOST), Status.OPEN, AttemptState.DISPUTE_LOST, True),
        ((DISPUTED, WITHDRAWN, WON), Status.PAID, AttemptState.DISPUTE_WON, False),
        ((DISPUTED, LOST, WON), Status.PAID, AttemptState.DISPUTE_WON, False),
        ((DISPUTED, WITHDRAWN), Status.OPEN, AttemptState.DISPUTED, True),
    ],
)
def test_in_whatever_order_a_dispute_is_told_it_ends_the_same(
    kinds: tuple[EventKind, ...],
    status: Status,
    state: AttemptState,
    rests: bool,  # noqa: FBT001
) -> None:
    for order in permutations((SUCCEEDED, *kinds)):
        world = Paying()
        attempt = world.start()
        world.tell_of(attempt, *order, *order)
        assert (world.invoice.status, world.now_is(attempt).state, held(world)) == (status, state, rests), order
        assert world.invoice.paid == (15125 if status is Status.PAID else 0), order
        assert world.money.waiting(limit=9).items == ()


def test_a_part_that_is_disputed_is_owed_again_and_no_more() -> None:
    world, attempt = paid()
    event = replace(world.happens(attempt, WITHDRAWN), amount=5000)
    apply_event(event, till=world.till)
    assert (world.invoice.status, world.invoice.balance.amount) == (Status.PARTIALLY_PAID, 5000)


def test_what_no_invoice_took_waits_no_more_when_the_bank_takes_it_and_again_when_it_returns_it() -> None:
    world, attempt = paid()
    world.tell_of(attempt, SUCCEEDED, payment=2)
    world.tell_of(attempt, WITHDRAWN, payment=2)
    assert (world.invoice.paid, world.money.waiting(limit=9).items) == (15125, ())
    world.tell_of(attempt, WON, payment=2)
    (waiting,) = world.money.waiting(limit=9).items
    assert (waiting.unapplied, waiting.why) == (15125, Unplaced.PAID_ALREADY)


def test_what_came_back_for_an_invoice_that_somebody_has_paid_meanwhile_is_kept() -> None:
    world, attempt = paid()
    world.tell_of(attempt, WITHDRAWN)
    world.pay(15125)
    world.tell_of(attempt, WON)
    (waiting,) = world.money.waiting(limit=9).items
    assert (world.invoice.paid, waiting.unapplied, waiting.why) == (15125, 15125, Unplaced.PAID_ALREADY)


def test_a_dispute_of_the_second_of_two_payments_finds_its_attempt() -> None:
    world, attempt = paid()
    world.tell_of(attempt, SUCCEEDED, payment=2)
    event = replace(world.happens(attempt, DISPUTED, payment=2), invoice_id="", attempt_id="")
    assert apply_event(event, till=world.till) == "applied"


def test_two_disputes_of_one_attempt_are_two() -> None:
    world, attempt = paid()
    world.tell_of(attempt, SUCCEEDED, payment=2)
    world.tell_of(attempt, DISPUTED)
    world.tell_of(attempt, DISPUTED, payment=2)
    world.tell_of(attempt, WON, payment=2)
    assert held(world)
    world.tell_of(attempt, WON)
    assert not held(world)


def test_the_customers_own_dispute_outlives_the_banks() -> None:
    world = Paying()
    attempt = world.start()
    hold_dunning(world.invoice.invoice_id, HoldKind.DISPUTE, reason="wrong price", desk=world.desk())
    world.tell_of(attempt, SUCCEEDED, DISPUTED, WON)
    assert [each.kind for each in world.dunning.holds] == [HoldKind.DISPUTE]


def test_a_worker_that_died_after_the_money_is_mended_by_the_repetition() -> None:
    world, attempt = paid()

    def dies() -> None:
        raise AlreadyExists("killed", existing_id="")

    for kind in (WITHDRAWN, WON):
        world.attempts.meanwhile.append(dies)
        with pytest.raises(AlreadyExists):
            world.tell_of(attempt, kind)
        world.tell_of(attempt, kind)
    assert [each.amount for each in world.invoice.payments] == [15125, -15125, 15125]
    assert not held(world)
