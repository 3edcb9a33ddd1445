"""Beginning to pay: two tabs get one payment, and the invoice knows nothing of it until money is under way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest

from dunlin.domain.errors import Conflict, InvalidInput
from dunlin.domain.invoice import Status
from dunlin.domain.money import Money
from dunlin.domain.payments.attempt import OPEN_FOR, Attempt, AttemptState
from dunlin.domain.payments.event import EventKind
from dunlin.domain.payments.method import Method
from dunlin.domain.portal.settings import Fee, FeePolicy, MethodSettings
from tests.till_world import Paying


def refused(begin: Callable[[], object]) -> str:
    with pytest.raises(Conflict) as refusal:
        begin()
    return refusal.value.code


def also_starts(world: Paying, begun: list[Attempt]) -> None:
    begun.append(world.start())


def test_an_attempt_is_over_what_is_owed_at_that_moment_and_leads_to_the_providers_page() -> None:
    world = Paying()
    attempt = world.start()
    assert (attempt.amount, attempt.fee, attempt.currency, attempt.state) == (15125, 0, "EUR", AttemptState.CREATED)
    assert attempt.url.startswith("https://pay.seller.example/portal/test-provider/")


def test_a_fee_is_the_payments_and_never_the_invoices() -> None:
    fee = Fee(FeePolicy.PASS_THROUGH, Decimal("1.5"), (Money(25, "EUR"),))
    world = Paying(MethodSettings(Method.CARD, fee=fee))
    attempt = world.start()
    assert (attempt.amount, attempt.fee) == (15125, 256)
    world.tell_of(attempt, EventKind.SUCCEEDED)
    assert world.invoice.status is Status.PAID
    assert (world.invoice.paid, world.invoice.payable, world.invoice.charged) == (15125, 15125, 0)
    assert not world.money.waiting(limit=9).items


def test_an_abandoned_checkout_leaves_no_trace_on_the_invoice() -> None:
    world = Paying()
    before, entries = world.invoice, list(world.store.entries)
    attempt = world.start()
    world.wait(hours=3)
    world.tell_of(attempt, EventKind.EXPIRED)
    assert (world.invoice, world.store.entries, world.store.messages) == (before, entries, {})


def test_the_same_in_a_second_tab_is_the_same_attempt() -> None:
    world = Paying()
    assert world.start() == world.start()


def test_two_tabs_that_begin_at_the_same_moment_get_one_payment() -> None:
    for writes in range(2):
        world = Paying()
        other: list[Attempt] = []
        world.attempts.meanwhile.extend([lambda: None] * writes)
        world.attempts.meanwhile.append(partial(also_starts, world, other))
        mine = world.start()
        assert [each.attempt_id for each in other] == [mine.attempt_id]
        assert len(world.attempts.stored) == 1


def test_two_people_are_not_led_to_each_others_page() -> None:
    world = Paying()
    one, other = world.start(), world.start(back="https://pay.seller.example/p/another")
    assert "another" in other.url
    assert [world.now_is(each).state for each in (one, other)] == [AttemptState.EXPIRED, AttemptState.CREATED]


def test_another_method_closes_the_attempt_before() -> None:
    world = Paying()
    card, debit = world.start(), world.start(Method.SEPA_DEBIT)
    assert card.attempt_id != debit.attempt_id
    assert [world.now_is(each).state for each in (card, debit)] == [AttemptState.EXPIRED, AttemptState.CREATED]


def test_after_a_page_has_closed_another_begins() -> None:
    world = Paying()
    first = world.start()
    world.now += OPEN_FOR + timedelta(seconds=1)
    second = world.start()
    assert first.attempt_id != second.attempt_id
    assert world.now_is(first).state is AttemptState.EXPIRED


def test_an_attempt_over_what_is_no_longer_owed_is_replaced() -> None:
    world = Paying()
    first = world.start()
    world.pay(5125)
    assert (world.start().amount, world.now_is(first).state) == (10000, AttemptState.EXPIRED)


def test_while_a_payment_is_under_way_the_other_tab_is_told() -> None:
    world = Paying()
    world.tell_of(world.start(Method.SEPA_DEBIT), EventKind.PROCESSING)
    assert refused(world.start) == "payment_processing"


def test_when_the_invoice_is_paid_the_other_tab_is_told() -> None:
    world = Paying()
    world.tell_of(world.start(), EventKind.SUCCEEDED)
    assert refused(world.start) == "paid"


@pytest.mark.parametrize("status", [Status.DRAFT, Status.VOID])
def test_what_is_not_owed_is_not_paid(status: Status) -> None:
    assert refused(Paying(status=status).start) == "not_owed"


def test_a_seller_who_takes_no_online_payments_is_not_paid_online() -> None:
    world = Paying()
    world.store.seller = replace(world.store.seller, portal=replace(world.store.seller.portal, pay_online=False))
    assert refused(world.start) == "not_offered"


def test_a_method_that_is_not_offered_is_refused_with_those_that_are() -> None:
    with pytest.raises(InvalidInput, match="choose one of card, sepa_debit"):
        Paying().start(Method.PAYPAL)
