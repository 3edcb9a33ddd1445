"""Whoever charges dies before and after each call to AWS and to the provider: charged once, booked once, told once."""

from itertools import count

import pytest

from dunlin.domain.dunning.hold import HoldKind
from dunlin.domain.message import MessageKind
from dunlin.domain.payments.tries import TryState
from tests.functional.autopay.bank import Bank, day_passes, mails, owed, paid_once, stored, the_day


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_at_any_call_neither_doubles_nor_loses_the_charge(bank: Bank, when: str) -> None:
    for at in count():
        with the_day() as clock:
            invoice = owed(at)
            wire = day_passes(invoice, bank, clock, at=at, when=when)
            assert len(bank.charges) == 1, wire.calls
            assert paid_once(invoice), wire.calls
        if wire.at is not None:  # nobody was killed: that was the last call
            break
    assert at > 12


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_at_any_call_of_a_refusal_counts_it_once_and_tells_it_once(bank: Bank, when: str) -> None:
    for at in count():
        with the_day() as clock:
            invoice = owed(at, means="declines")
            wire = day_passes(invoice, bank, clock, at=at, when=when)
            dunning = stored(invoice).dunning
            assert dunning
            assert [(each.state, each.code) for each in dunning.tries] == [(TryState.FAILED, "card_declined")]
            assert mails(invoice, MessageKind.AUTOPAY_FAILED) == 1, wire.calls
            assert len(bank.charges) == 1, wire.calls
            assert dunning.decided == "autopay"
        if wire.at is not None:
            break
    assert at > 12


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_at_any_call_of_a_debit_that_is_under_way_leaves_it_under_way(bank: Bank, when: str) -> None:
    for at in count():
        with the_day() as clock:
            invoice = owed(at, means="processes")
            wire = day_passes(invoice, bank, clock, at=at, when=when)
            dunning = stored(invoice).dunning
            assert dunning
            assert len(bank.charges) == 1, wire.calls
            assert [each.kind for each in dunning.holds] == [HoldKind.PROCESSING], wire.calls
        if wire.at is not None:
            break
    assert at > 12
