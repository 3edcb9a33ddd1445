"""The portal dies before and after each AWS call of a webhook or of a start: the repetition makes it whole."""

from itertools import count

import pytest

from dunlin import wiring
from dunlin.adapters.play_payments import PlayPayments
from dunlin.domain.dunning.hold import HoldKind
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.message import MessageKind
from dunlin.domain.payments.attempt import Attempt, AttemptState
from dunlin.domain.payments.event import EventKind
from dunlin.domain.payments.method import Method
from dunlin.domain.portal.settings import MethodSettings, PortalSettings
from dunlin.services.start_payment import start_payment
from tests.builders import a_seller
from tests.functional.portal.visitor import HOST, tell
from tests.functional.world import store_invoice, store_parties
from tests.wire import KilledError, tapped

PORTAL = PortalSettings(pay_online=True, methods=(MethodSettings(Method.SEPA_DEBIT),))


def begin(invoice: Invoice) -> Attempt:
    return start_payment(invoice.invoice_id, Method.SEPA_DEBIT, return_url=f"{HOST}/p/x", till=wiring.till())


def told(attempt: Attempt, kind: EventKind) -> None:
    provider = wiring.payment_provider()
    assert isinstance(provider, PlayPayments)
    answer = tell("test", *provider.webhook(provider.event(attempt, kind)))
    assert answer.status == 200, answer.content


def store(number: int) -> Invoice:
    return store_invoice(number=f"2026-{number:03}", status=Status.OPEN)


@pytest.fixture(autouse=True)
def ready(aws_world: None) -> None:
    store_parties(a_seller(version=0, portal=PORTAL))
    wiring.payment_provider()  # its secret is asked for once by a process


def receipts(invoice: Invoice) -> int:
    return sum(each.kind is MessageKind.RECEIPT for each in wiring.messages().of_invoice(invoice.invoice_id))


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_at_any_call_of_a_payment_neither_doubles_nor_loses_it(when: str) -> None:
    for at in count():
        invoice = store(at)
        attempt = begin(invoice)
        try:
            with tapped(at=at, when=when) as wire:
                told(attempt, EventKind.SUCCEEDED)
        except KilledError:
            told(attempt, EventKind.SUCCEEDED)
        stored = wiring.invoices().get(invoice.invoice_id)
        assert (stored.status, len(stored.payments), receipts(invoice)) == (Status.PAID, 1, 1), wire.calls
        assert not wiring.unapplied().waiting(limit=9).items
        if wire.at is not None:  # nobody was killed: that was the last call
            break
    assert at > 5


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_at_any_call_of_a_debit_that_fails_leaves_no_hold(when: str) -> None:
    for at in count():
        invoice = store(at)
        attempt = begin(invoice)
        told(attempt, EventKind.PROCESSING)
        held = wiring.invoices().get(invoice.invoice_id).dunning
        assert held
        assert held.held_by(HoldKind.PROCESSING, now=wiring.now())
        try:
            with tapped(at=at, when=when) as wire:
                told(attempt, EventKind.FAILED)
        except KilledError:
            told(attempt, EventKind.FAILED)
        after = wiring.invoices().get(invoice.invoice_id)
        assert after.dunning
        assert not after.dunning.holds
        assert wiring.attempts().get(invoice.invoice_id, attempt.attempt_id).state is AttemptState.FAILED
        if wire.at is not None:
            break
    assert at > 5


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("told_before", "kind", "amounts", "rests"),
    [
        ((), EventKind.DISPUTE_LOST, [15125, -15125], True),
        ((EventKind.DISPUTE_WITHDRAWN,), EventKind.DISPUTE_WON, [15125, -15125, 15125], False),
    ],
)
def test_a_kill_at_any_call_of_a_dispute_neither_doubles_nor_loses_the_money_or_the_rest(
    when: str,
    told_before: tuple[EventKind, ...],
    kind: EventKind,
    amounts: list[int],
    rests: bool,  # noqa: FBT001
) -> None:
    for at in count():
        invoice = store(at)
        attempt = begin(invoice)
        for each in (EventKind.SUCCEEDED, *told_before):
            told(attempt, each)
        try:
            with tapped(at=at, when=when) as wire:
                told(attempt, kind)
        except KilledError:
            told(attempt, kind)
        after = wiring.invoices().get(invoice.invoice_id)
        assert [each.amount for each in after.payments] == amounts, wire.calls
        assert after.dunning
        assert bool(after.dunning.holds) is rests, wire.calls
        assert bool(after.dunning.attention) is rests, wire.calls
        if wire.at is not None:
            break
    assert at > 5


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_at_any_call_of_a_start_leaves_one_attempt(when: str) -> None:
    for at in count():
        invoice = store(at)
        try:
            with tapped(at=at, when=when) as wire:
                begin(invoice)
        except KilledError:
            begin(invoice)
        assert len(wiring.attempts().of_invoice(invoice.invoice_id)) == 1
        if wire.at is not None:
            break
    assert at > 3
