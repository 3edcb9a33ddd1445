"""An import dies before and after each AWS call: sent again, every payment is booked once, and none is lost."""

import pytest

from dunlin import wiring
from dunlin.domain.bank_row import BankRow
from dunlin.domain.invoice import Status
from dunlin.services.import_payments import RowOutcome, RowResult, import_payments
from tests.builders import CLERK, NOW
from tests.functional import world
from tests.wire import KilledError, tapped

# The seller, what is known, keys, invoices; three rows; that payments are known.
CALLS = 4 + 2 + 2 + 1 + 1
ROWS = (
    BankRow(2, NOW.date(), 5000, "EUR", ("2026-001",), transaction_id="T-1"),
    BankRow(3, NOW.date(), 20000, "EUR", ("2026-001",), transaction_id="T-2"),
    BankRow(4, NOW.date(), 700, "EUR", ("no idea",), transaction_id="T-3"),
)


def bring() -> tuple[RowResult, ...]:
    return import_payments(
        "sel_1",
        ROWS,
        dry_run=False,
        actor=CLERK,
        now=wiring.now(),
        new_id=wiring.new_id,
        sellers=wiring.sellers(),
        invoices=wiring.invoices(),
        outbox=wiring.outbox(),
        unapplied=wiring.unapplied(),
    )


def test_the_calls_are_as_many_as_are_killed_here(aws_world: None) -> None:
    world.store_parties()
    world.store_invoice()
    with tapped() as wire:
        bring()
    assert len(wire.calls) == CALLS


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", range(CALLS))
def test_a_kill_at_any_call_neither_doubles_nor_loses_a_payment(aws_world: None, at: int, when: str) -> None:
    world.store_parties()
    invoice = world.store_invoice()
    with tapped(at=at, when=when), pytest.raises(KilledError):
        bring()
    bring()

    assert {each.outcome for each in bring()} == {RowOutcome.KNOWN}
    stored = wiring.invoices().get(invoice.invoice_id)
    assert (stored.status, [each.amount for each in stored.payments]) == (Status.PAID, [5000, 10125])
    assert world.told(invoice.invoice_id).count("payment.recorded") == 2
    assert sorted(each.unapplied for each in wiring.unapplied().waiting(limit=9).items) == [700, 9875]
    assert wiring.sellers().get("sel_1").payments_known_at
