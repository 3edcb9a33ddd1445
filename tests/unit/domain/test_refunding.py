"""Money that is given back: the invoice is owed again."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunlin.domain.aging import owed_on
from dunlin.domain.errors import Conflict, DunlinError, InvalidInput, NotFound
from dunlin.domain.invoice import Invoice, Payment, Status, pay, void
from dunlin.domain.refunding import Refund, refund
from tests.builders import NOW, an_invoice

PAID_ON, BACK_ON = date(2026, 11, 25), date(2026, 12, 5)


def paid(amount: int = 15125, **changes: Any) -> Invoice:
    return pay(an_invoice(**changes), Payment("pay_1", amount, PAID_ON, "card"), now=NOW)


def back(invoice: Invoice, amount: int | None = None, refund_id: str = "ref_1", of: str = "pay_1") -> Invoice:
    return refund(invoice, Refund(refund_id, of, BACK_ON, "goods came back", amount), now=NOW)


def test_a_part_that_is_given_back_is_owed_again() -> None:
    after = back(paid(), 5000)
    assert (after.status, after.paid, after.balance.amount) == (Status.PARTIALLY_PAID, 10125, 5000)
    assert (after.payments[-1].amount, after.payments[-1].refund_of) == (-5000, "pay_1")


@pytest.mark.parametrize(("sent_at", "status"), [(NOW, Status.OPEN), (None, Status.POSTED)])
def test_all_of_it_leaves_the_invoice_as_it_was_before(sent_at: object, status: Status) -> None:
    after = back(paid(sent_at=sent_at))
    assert (after.status, after.balance.amount) == (status, 15125)
    assert void(after, now=NOW).status is Status.VOID


def test_the_same_refund_again_is_the_same_refund() -> None:
    once = back(paid())
    assert back(once) is once


def test_no_more_is_given_back_than_came_in() -> None:
    with pytest.raises(InvalidInput, match=r"EUR 101.26 cannot be given back: EUR 101.25 are left"):
        back(back(paid(), 5000), 10126, "ref_2")
    with pytest.raises(Conflict, match="given back already"):
        back(back(paid()), refund_id="ref_2")


@pytest.mark.parametrize("of", ["pay_9", "ref_1"])
def test_what_is_no_payment_is_not_given_back(of: str) -> None:
    with pytest.raises(NotFound):
        back(back(paid(), 5000), refund_id="ref_2", of=of)


def test_it_can_be_paid_again() -> None:
    again = pay(back(paid(), 5000), Payment("pay_2", 5000, BACK_ON), now=NOW)
    assert (again.status, again.balance.amount) == (Status.PAID, 0)


def test_it_was_not_owed_while_the_money_was_there() -> None:
    after = back(paid(), 5000)
    assert [owed_on(day, invoice=after) for day in (date(2026, 11, 24), PAID_ON, BACK_ON)] == [15125, 0, 5000]


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 20_000)), max_size=8))
def test_whatever_comes_and_goes_the_balance_is_never_negative_nor_more_than_was_asked_for(
    moves: list[tuple[bool, int]],
) -> None:
    invoice = an_invoice()
    for number, (comes, amount) in enumerate(moves):
        try:
            if comes:
                invoice = pay(invoice, Payment(f"pay_{number}", amount, PAID_ON), now=NOW)
            else:
                invoice = back(invoice, amount, f"ref_{number}", of=next(each.payment_id for each in invoice.payments))
        except (DunlinError, StopIteration):
            continue
    assert 0 <= invoice.balance.amount <= invoice.payable
    assert (invoice.status is Status.PAID) == (invoice.balance.amount == 0)
