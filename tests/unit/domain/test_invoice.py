"""An invoice on its way from draft to paid."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunlin.domain.errors import Conflict, DunlinError, InvalidInput
from dunlin.domain.invoice import OWED, Invoice, Payment, Status, move_due_date, pay, post, void
from dunlin.domain.money import Money
from tests.builders import NOW, an_invoice

LATER = NOW + timedelta(days=3)
SETTLED = (Status.PAID, Status.VOID)


def _payment(amount: int, number: int = 1) -> Payment:
    return Payment(f"pay_{number}", amount, date(2026, 11, 25))


def _pay(invoice: Invoice, *amounts: int) -> Invoice:
    for amount in amounts:
        invoice = pay(invoice, _payment(amount, len(invoice.payments) + 1), now=LATER)
    return invoice


def _others(*statuses: Status) -> list[Status]:
    return [status for status in Status if status not in statuses]


def _code(action: Callable[[], object]) -> str:
    with pytest.raises(Conflict) as refusal:
        action()
    return refusal.value.code


def test_posting_makes_a_draft_final() -> None:
    posted = post(an_invoice(status=Status.DRAFT), now=LATER)
    assert (posted.status, posted.updated_at) == (Status.POSTED, LATER)


def test_posting_an_invoice_over_nothing_settles_it() -> None:
    assert post(an_invoice(status=Status.DRAFT, payable=0), now=LATER).status is Status.PAID


@pytest.mark.parametrize("status", _others(Status.DRAFT))
def test_only_a_draft_is_posted(status: Status) -> None:
    assert _code(lambda: post(an_invoice(status=status), now=LATER)) == "wrong_status"


@pytest.mark.parametrize("status", _others(Status.VOID))
def test_an_invoice_without_payments_can_be_voided(status: Status) -> None:
    assert void(an_invoice(status=status), now=LATER).status is Status.VOID


def test_a_void_invoice_is_not_voided_again() -> None:
    assert _code(lambda: void(an_invoice(status=Status.VOID), now=LATER)) == "wrong_status"


def test_an_invoice_with_payments_is_not_voided_and_the_refusal_names_them() -> None:
    invoice = _pay(an_invoice(), 100, 50)
    with pytest.raises(Conflict, match=r"payments of EUR 1.50; refund them") as refusal:
        void(invoice, now=LATER)
    assert refusal.value.code == "has_payments"


@pytest.mark.parametrize("status", OWED)
def test_a_part_of_what_is_owed_makes_it_partially_paid(status: Status) -> None:
    invoice = _pay(an_invoice(status=status), 15000)
    assert (invoice.status, invoice.paid, invoice.balance) == (Status.PARTIALLY_PAID, 15000, Money(125, "EUR"))
    assert invoice.updated_at == LATER


def test_the_last_cent_makes_it_paid() -> None:
    invoice = _pay(an_invoice(), 15000, 124, 1)
    assert (invoice.status, invoice.balance.amount, len(invoice.payments)) == (Status.PAID, 0, 3)


def test_the_same_payment_again_is_booked_once_even_when_it_was_the_last() -> None:
    partly, paid = _pay(an_invoice(), 100), _pay(an_invoice(), 15125)
    assert pay(partly, _payment(100), now=LATER) is partly
    assert pay(paid, _payment(15125), now=LATER) is paid


@pytest.mark.parametrize("amount", [0, -1])
def test_a_payment_of_nothing_is_refused(amount: int) -> None:
    with pytest.raises(InvalidInput, match="more than zero") as refusal:
        _pay(an_invoice(), amount)
    assert refusal.value.problems[0].where == "/amount"


def test_an_overpayment_is_refused_and_says_what_is_still_owed() -> None:
    with pytest.raises(InvalidInput, match=r"EUR 51.26 is more than the EUR 51.25 still owed"):
        _pay(an_invoice(), 10000, 5126)


@pytest.mark.parametrize("status", _others(*OWED))
def test_no_payment_is_taken_for_what_is_not_owed(status: Status) -> None:
    assert _code(lambda: _pay(an_invoice(status=status), 1)) == "wrong_status"


@given(st.lists(st.integers(-10, 20_000), max_size=8))
def test_whatever_comes_in_the_balance_is_never_negative_and_paid_means_nothing_is_left(amounts: list[int]) -> None:
    invoice = an_invoice()
    for amount in amounts:
        try:
            invoice = _pay(invoice, amount)
        except DunlinError:
            continue
    assert invoice.balance.amount == invoice.payable - sum(each.amount for each in invoice.payments) >= 0
    assert (invoice.status is Status.PAID) == (invoice.balance.amount == 0)


@pytest.mark.parametrize("status", _others(*SETTLED))
def test_a_due_date_moves_until_nothing_is_owed(status: Status) -> None:
    invoice = an_invoice(status=status)
    moved = move_due_date(invoice, invoice.issue_date, now=LATER)
    assert (moved.due_date, moved.status, moved.updated_at) == (invoice.issue_date, status, LATER)


@pytest.mark.parametrize("status", SETTLED)
def test_a_due_date_does_not_move_afterwards(status: Status) -> None:
    assert _code(lambda: move_due_date(an_invoice(status=status), date(2027, 1, 1), now=LATER)) == "wrong_status"


def test_a_due_date_is_not_before_the_issue_date() -> None:
    invoice = an_invoice()
    with pytest.raises(InvalidInput, match="before the issue date"):
        move_due_date(invoice, invoice.issue_date - timedelta(days=1), now=LATER)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize(("days", "late"), [(-1, False), (0, False), (1, True)])
def test_only_what_is_owed_is_overdue_and_only_after_its_day(status: Status, days: int, late: bool) -> None:  # noqa: FBT001
    invoice = an_invoice(status=status)
    today = invoice.due_date + timedelta(days=days)
    assert invoice.overdue(today=today) == (late and status in OWED)
