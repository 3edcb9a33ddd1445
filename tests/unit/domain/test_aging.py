"""Aging: what was owed on a day, and how long it had been due."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlin.domain.aging import Age, age_on, owed_on
from dunlin.domain.dunning.charges import Charge, ChargeKind, Waiver
from dunlin.domain.invoice import Invoice, Payment, Status
from tests.builders import CLERK, an_invoice

ISSUED, DUE = date(2026, 11, 20), date(2026, 12, 20)
DAY = timedelta(days=1)
thorough = settings(max_examples=100, deadline=None)
later = st.integers(0, 300).map(lambda days: ISSUED + days * DAY)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@st.composite
def invoices(draw: st.DrawFn) -> Invoice:
    """Issued on 20 November, with any charges, some of them waived, and payments up to what is owed."""
    booked = draw(st.lists(st.tuples(st.integers(1, 999), later, st.booleans())))
    charges = tuple(_charge(number, *each) for number, each in enumerate(booked))
    left, payments = 15125 + sum(each.owed for each in charges), list[Payment]()
    for amount, day in draw(st.lists(st.tuples(st.integers(1, 9000), later), max_size=5)):
        if amount <= left:
            payments.append(Payment(f"pay_{len(payments)}", amount, day))
            left -= amount
    return an_invoice(
        status=Status.OPEN if left else Status.PAID,
        due_date=draw(later),
        charges=charges,
        payments=tuple(payments),
    )


def _charge(number: int, amount: int, on: date, off: bool) -> Charge:  # noqa: FBT001 - it is drawn
    waived = Waiver(CLERK, "goodwill", noon(on)) if off else None
    return Charge(f"chg_{number}", ChargeKind.FEE, amount, on, 1, waived=waived)


@given(st.dates(), st.dates())
@thorough
def test_an_amount_only_grows_older(due: date, day: date) -> None:
    ages = list(Age)
    days = [day + offset * DAY for offset in range(-40, 40, 13) if 0 < day.toordinal() + offset < 3_652_059]
    assert all(
        ages.index(age_on(sooner, due=due)) <= ages.index(age_on(after, due=due)) for sooner, after in pairwise(days)
    )


@given(invoices())
@thorough
def test_in_the_end_the_balance_is_what_is_owed(invoice: Invoice) -> None:
    assert owed_on(date(2100, 1, 1), invoice=invoice) == invoice.balance.amount


@given(invoices(), later)
@thorough
def test_what_is_owed_changes_only_by_what_is_booked_on_the_day(invoice: Invoice, day: date) -> None:
    booked = {each.on for each in invoice.charges} | {each.received_on for each in invoice.payments}
    owed = owed_on(day, invoice=invoice)
    assert owed >= 0
    assert owed_on(day - DAY, invoice=invoice) == owed or day in {*booked, ISSUED}


@given(invoices(), later)
@thorough
def test_payments_only_lower_what_is_owed(invoice: Invoice, day: date) -> None:
    without = an_invoice(status=Status.OPEN, due_date=invoice.due_date, charges=invoice.charges)
    assert owed_on(day, invoice=invoice) <= owed_on(day, invoice=without)


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (-1, "current"),
        (0, "current"),
        (1, "days_1_30"),
        (30, "days_1_30"),
        (31, "days_31_60"),
        (60, "days_31_60"),
        (61, "days_61_90"),
        (90, "days_61_90"),
        (91, "days_over_90"),
    ],
)
def test_the_day_on_which_an_amount_grows_older(days: int, age: str) -> None:
    assert age_on(DUE + days * DAY, due=DUE) == age


def test_a_payment_counts_from_the_day_it_was_received_whenever_it_was_recorded() -> None:
    paid = Payment("pay_1", 15125, date(2026, 12, 1), recorded_at=noon(date(2027, 2, 1)))
    invoice = an_invoice(status=Status.PAID, payments=(paid,))
    assert [owed_on(date(2026, *day), invoice=invoice) for day in ((11, 30), (12, 1))] == [15125, 0]


def test_a_charge_counts_from_its_day_until_it_is_waived() -> None:
    waived = Waiver(CLERK, "goodwill", noon(date(2027, 1, 20)))
    fee = Charge("chg_1", ChargeKind.FEE, 500, date(2027, 1, 10), 1, waived=waived)
    invoice = an_invoice(status=Status.OPEN, charges=(fee,))
    days = (9, 10, 19, 20)
    assert [owed_on(date(2027, 1, day), invoice=invoice) for day in days] == [15125, 15625, 15625, 15125]


def test_nothing_is_owed_before_the_invoice_is_issued() -> None:
    assert [owed_on(day, invoice=an_invoice()) for day in (ISSUED - DAY, ISSUED)] == [0, 15125]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.VOID])
def test_a_draft_and_what_is_void_are_owed_on_no_day(status: Status) -> None:
    assert owed_on(DUE, invoice=an_invoice(status=status)) == 0


def test_money_that_came_before_the_charge_it_paid_is_no_credit() -> None:
    fee = Charge("chg_1", ChargeKind.FEE, 500, date(2027, 1, 10), 1)
    invoice = an_invoice(status=Status.PAID, charges=(fee,), payments=(Payment("pay_1", 15625, DUE),))
    assert [owed_on(date(2027, 1, day), invoice=invoice) for day in (9, 10)] == [0, 0]
