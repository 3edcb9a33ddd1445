"""Letting a customer off."""

from dataclasses import replace
from typing import Any

import pytest

from dunlin.domain.dunning.charges import Charge, ChargeKind, Waiver
from dunlin.domain.dunning.waiving import waive
from dunlin.domain.errors import Conflict, InvalidInput, NotFound
from dunlin.domain.invoice import Invoice, Status, pay, void
from tests.builders import CLERK, NOW
from tests.unit.domain.dunning_builders import DUE, a_late_invoice, a_payment

GOODWILL = Waiver(CLERK, "a good customer", NOW)
FEE = Charge("chg_1", ChargeKind.FEE, 500, DUE, 1)
INTEREST = Charge("chg_2", ChargeKind.INTEREST, 828, DUE, 1)


def invoice_with(paid: int = 0, *charges: Charge, **changes: Any) -> Invoice:
    payments = (a_payment(paid, DUE),) if paid else ()
    return a_late_invoice(charges=charges or (FEE, INTEREST), payments=payments, **changes)


def test_a_waived_charge_stays_with_who_and_why_and_is_no_longer_owed() -> None:
    after = waive(invoice_with(), "chg_1", GOODWILL)
    assert (after.charges[0], after.charges[1]) == (replace(FEE, waived=GOODWILL), INTEREST)
    assert (after.balance.amount, after.status, after.updated_at) == (124050 + 828, Status.OPEN, NOW)


def test_waiving_the_last_that_is_owed_makes_it_paid() -> None:
    partly = invoice_with(124050, FEE, status=Status.PARTIALLY_PAID)
    assert waive(partly, "chg_1", GOODWILL).status is Status.PAID


def test_waiving_one_of_two_leaves_the_other_owed() -> None:
    partly = invoice_with(124050, status=Status.PARTIALLY_PAID)
    after = waive(partly, "chg_1", GOODWILL)
    assert (after.status, after.balance.amount) == (Status.PARTIALLY_PAID, 828)


@pytest.mark.parametrize(("paid", "status"), [(124050 + 829, Status.PARTIALLY_PAID), (124050 + 1328, Status.PAID)])
def test_what_has_been_paid_cannot_be_waived(paid: int, status: Status) -> None:
    with pytest.raises(Conflict, match=r"EUR 5.00 cannot be waived: only EUR \d.\d\d are still owed") as refusal:
        waive(invoice_with(paid, status=status), "chg_1", GOODWILL)
    assert refusal.value.code == "paid_already"


def test_a_charge_is_waived_once() -> None:
    with pytest.raises(Conflict, match="chg_1 is waived already"):
        waive(waive(invoice_with(), "chg_1", GOODWILL), "chg_1", GOODWILL)


def test_a_charge_that_it_does_not_have_is_not_found() -> None:
    with pytest.raises(NotFound, match="has no charge chg_9"):
        waive(invoice_with(), "chg_9", GOODWILL)


def test_a_reason_is_asked_for() -> None:
    with pytest.raises(InvalidInput) as refusal:
        waive(invoice_with(), "chg_1", replace(GOODWILL, reason="  "))
    assert refusal.value.problems[0].where == "/reason"


def test_nothing_is_waived_of_a_void_invoice() -> None:
    with pytest.raises(Conflict, match="is VOID"):
        waive(void(invoice_with(), now=NOW), "chg_1", GOODWILL)


def test_an_invoice_is_paid_when_its_charges_are_paid_too() -> None:
    partly = pay(invoice_with(), a_payment(124050, DUE, 1), now=NOW)
    assert (partly.status, partly.balance.amount, partly.principal) == (Status.PARTIALLY_PAID, 1328, 0)
    assert pay(partly, a_payment(1328, DUE, 2), now=NOW).status is Status.PAID


def test_an_overpayment_is_told_with_what_the_charges_make_of_it() -> None:
    with pytest.raises(InvalidInput, match=r"more than the EUR 1253\.78 still owed, late fees and interest included"):
        pay(invoice_with(), a_payment(125379, DUE), now=NOW)
