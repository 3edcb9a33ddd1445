"""What a provider tells: twice, late, in any order, the result is the same."""

from dataclasses import replace
from itertools import permutations

import pytest

from dunlin.domain.dunning.hold import HoldKind
from dunlin.domain.invoice import Status
from dunlin.domain.payments.attempt import Attempt, AttemptState
from dunlin.domain.payments.event import EventKind, ProviderEvent
from dunlin.domain.payments.method import Method
from dunlin.domain.remittance import Unplaced
from dunlin.services.apply_event import apply_event
from dunlin.services.settle_attempt import PATIENCE
from tests.till_world import Paying

PROCESSING, SUCCEEDED, FAILED = EventKind.PROCESSING, EventKind.SUCCEEDED, EventKind.FAILED
EXPIRED, REFUNDED, DISPUTED = EventKind.EXPIRED, EventKind.REFUNDED, EventKind.DISPUTED


def held(world: Paying) -> bool:
    dunning = world.invoice.dunning
    return bool(dunning and dunning.held_by(HoldKind.PROCESSING, now=world.now))


def unplaced(world: Paying) -> list[tuple[int, Unplaced | None]]:
    return [(each.unapplied, each.why) for each in world.money.waiting(limit=9).items]


def test_a_payment_settles_the_invoice_and_is_thanked_for_once() -> None:
    world = Paying()
    attempt = world.start()
    assert world.tell_of(attempt, SUCCEEDED, SUCCEEDED) == ["applied", "known"]
    (payment,) = world.invoice.payments
    assert (world.invoice.status, payment.amount, payment.method) == (Status.PAID, 15125, "card")
    assert world.receipts == [payment.payment_id]
    assert len(world.outbox.queued) == 1


def test_a_payment_that_is_under_way_lets_reminders_rest_until_it_has_failed() -> None:
    world = Paying()
    attempt = world.start(Method.SEPA_DEBIT)
    world.tell_of(attempt, PROCESSING, PROCESSING)
    assert held(world)
    assert world.invoice.status is Status.OPEN
    world.tell_of(attempt, FAILED)
    assert not held(world)
    assert world.now_is(attempt).problem == "code"


def test_a_payment_that_was_under_way_and_came_in_leaves_no_hold() -> None:
    world = Paying()
    world.tell_of(world.start(Method.SEPA_DEBIT), PROCESSING, SUCCEEDED)
    assert (held(world), world.invoice.status) == (False, Status.PAID)


def test_of_a_payment_of_which_nothing_more_is_heard_reminders_go_on_at_last() -> None:
    world = Paying()
    world.tell_of(world.start(Method.SEPA_DEBIT), PROCESSING)
    world.now += PATIENCE
    assert not held(world)


def test_one_payment_that_failed_does_not_end_the_rest_for_another_that_is_under_way() -> None:
    world = Paying()
    card, debit = world.start(), world.start(Method.SEPA_DEBIT)
    world.tell_of(debit, PROCESSING)
    world.tell_of(card, FAILED)
    assert held(world)


@pytest.mark.parametrize(
    ("kinds", "state", "status"),
    [
        ((PROCESSING, SUCCEEDED), AttemptState.SUCCEEDED, Status.PAID),
        ((PROCESSING, FAILED), AttemptState.FAILED, Status.OPEN),
        ((FAILED, SUCCEEDED), AttemptState.SUCCEEDED, Status.PAID),
        ((EXPIRED, SUCCEEDED), AttemptState.SUCCEEDED, Status.PAID),
        ((PROCESSING, SUCCEEDED, REFUNDED), AttemptState.REFUNDED, Status.OPEN),
        ((PROCESSING, SUCCEEDED, DISPUTED), AttemptState.DISPUTED, Status.PAID),
    ],
)
def test_in_whatever_order_and_however_often_events_come_the_end_is_the_same(
    kinds: tuple[EventKind, ...], state: AttemptState, status: Status
) -> None:
    for order in permutations((*kinds, *kinds)):
        world = Paying()
        attempt = world.start(Method.SEPA_DEBIT)
        world.tell_of(attempt, *order)
        assert (world.now_is(attempt).state, world.invoice.status) == (state, status), order
        assert not held(world)
        assert len(world.money.stored) == (SUCCEEDED in kinds)


def test_a_customer_who_pays_twice_has_paid_once_and_the_second_waits_for_a_person() -> None:
    world = Paying()
    attempt = world.start()
    world.tell_of(attempt, SUCCEEDED)
    world.tell_of(attempt, SUCCEEDED, payment=2)
    assert world.invoice.paid == 15125
    assert unplaced(world) == [(15125, Unplaced.PAID_ALREADY)]
    assert len(world.receipts) == 1


def test_what_was_paid_in_a_tab_that_was_left_open_is_kept() -> None:
    world = Paying()
    card, debit = world.start(), world.start(Method.SEPA_DEBIT)
    world.tell_of(debit, SUCCEEDED)
    world.tell_of(card, SUCCEEDED)
    assert unplaced(world) == [(15125, Unplaced.PAID_ALREADY)]


def test_the_payment_of_an_invoice_that_was_voided_meanwhile_is_kept() -> None:
    world = Paying()
    attempt = world.start()
    world.change_invoice(status=Status.VOID)
    world.tell_of(attempt, PROCESSING, SUCCEEDED)
    assert unplaced(world) == [(15125, Unplaced.VOID)]
    assert world.receipts == []


def test_more_than_is_owed_by_then_is_kept() -> None:
    world = Paying()
    attempt = world.start()
    world.pay(10000)
    world.tell_of(attempt, SUCCEEDED)
    assert (world.invoice.status, unplaced(world)) == (Status.PAID, [(10000, Unplaced.MORE_THAN_OWED)])


def test_another_currency_than_was_asked_for_is_kept() -> None:
    world = Paying()
    event = replace(world.happens(world.start(), SUCCEEDED), currency="USD")
    apply_event(event, till=world.till)
    assert (world.invoice.status, unplaced(world)) == (Status.OPEN, [(15125, Unplaced.OTHER_CURRENCY)])


def test_money_of_which_nobody_remembers_that_it_was_asked_for_is_booked() -> None:
    world = Paying()
    attempt = world.start()
    world.attempts.stored.clear()
    assert world.tell_of(attempt, SUCCEEDED) == ["applied"]
    assert world.invoice.status is Status.PAID


def test_what_is_not_ours_is_left_alone() -> None:
    world = Paying()
    strange = ProviderEvent("evt_1", EventKind.DISPUTED, world.now, payment_id="pi_of_somebody_else")
    ignored = ProviderEvent("evt_2", EventKind.IGNORED, world.now)
    assert [apply_event(each, till=world.till) for each in (strange, ignored)] == ["ignored", "ignored"]


def test_two_workers_with_the_same_event_book_it_once() -> None:
    world = Paying()
    attempt = world.start()
    told: list[str] = []
    world.attempts.meanwhile.append(lambda: told.extend(world.tell_of(attempt, SUCCEEDED)))
    told += world.tell_of(attempt, SUCCEEDED)
    assert told == ["applied", "known"]
    assert (world.invoice.paid, len(world.receipts)) == (15125, 1)


def test_a_worker_that_died_between_the_money_and_its_record_is_mended_by_the_repetition() -> None:
    world = Paying()
    attempt = world.start()

    def dies() -> None:
        raise RuntimeError

    world.attempts.meanwhile.append(dies)
    with pytest.raises(RuntimeError):
        world.tell_of(attempt, SUCCEEDED)
    assert world.tell_of(attempt, SUCCEEDED) == ["applied"]
    assert (world.invoice.paid, world.now_is(attempt).state, len(world.receipts)) == (
        *(15125, AttemptState.SUCCEEDED),
        1,
    )


def test_a_dispute_names_the_payment_alone_and_is_told_once() -> None:
    world = Paying()
    attempt = world.start()
    world.tell_of(attempt, SUCCEEDED)
    event = replace(world.happens(attempt, DISPUTED), invoice_id="", attempt_id="")
    for _ in range(2):
        apply_event(event, till=world.till)
    assert world.notes.told == ("payment.disputed",)


def test_a_refund_of_a_part_is_owed_again() -> None:
    world = Paying()
    attempt = world.start()
    world.tell_of(attempt, SUCCEEDED)
    apply_event(replace(world.happens(attempt, REFUNDED), amount=5000), till=world.till)
    assert (world.invoice.status, world.invoice.balance.amount) == (Status.PARTIALLY_PAID, 5000)


def test_a_refund_of_what_no_invoice_took_leaves_nothing_to_place() -> None:
    world = Paying()
    attempt: Attempt = world.start()
    world.tell_of(attempt, SUCCEEDED)
    world.tell_of(attempt, SUCCEEDED, payment=2)
    world.tell_of(attempt, REFUNDED, payment=2)
    assert (unplaced(world), world.invoice.status) == ([], Status.PAID)


def test_what_a_provider_tells_shows_that_payments_are_known() -> None:
    world = Paying()
    world.tell_of(world.start(), FAILED)
    assert world.sellers.get("sel_1").payments_known_at == world.now
