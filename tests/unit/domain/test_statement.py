"""Statements add up, join, and agree with the report of what is owed by age."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunlin.domain import statement as stated
from dunlin.domain.aging import Age, owed_on
from dunlin.domain.dunning.charges import Charge, ChargeKind, Waiver
from dunlin.domain.errors import TooLarge
from dunlin.domain.invoice import Invoice, Payment, Status
from dunlin.domain.period import Period
from dunlin.domain.statement import Moved, Statement, Tally, account_of
from tests.builders import CLERK, NOW, an_invoice

START = date(2026, 1, 1)
DAYS = st.integers(0, 60).map(lambda days: START + timedelta(days=days))
AMOUNTS = st.integers(1, 10_000)


def at(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


@st.composite
def charges(draw: st.DrawFn) -> Charge:
    on = draw(DAYS)
    waived = draw(st.none() | DAYS.map(lambda day: Waiver(CLERK, "kind", at(day))))
    return Charge("chg", draw(st.sampled_from(ChargeKind)), draw(AMOUNTS), on, 1, waived=waived)


@st.composite
def payments(draw: st.DrawFn) -> Payment:
    refund = draw(st.booleans())
    amount = draw(AMOUNTS)
    return Payment("pay", -amount if refund else amount, draw(DAYS), refund_of="pay_0" if refund else "")


@st.composite
def invoices(draw: st.DrawFn) -> Invoice:
    issued = draw(DAYS)
    return an_invoice(
        number=str(draw(st.integers(1, 5))),
        status=draw(st.sampled_from(Status)),
        issue_date=issued,
        due_date=issued + timedelta(days=draw(st.integers(0, 40))),
        payable=draw(AMOUNTS),
        charges=tuple(draw(st.lists(charges(), max_size=3))),
        payments=tuple(draw(st.lists(payments(), max_size=3))),
    )


def state(many: list[Invoice], first: date, last: date) -> Statement:
    tally = Tally(account_of(an_invoice()), Period(first, last))
    for each in many:
        tally.add(each)
    return tally.statement()


@given(st.lists(invoices(), max_size=6), DAYS, DAYS)
def test_opening_and_movements_come_to_closing_and_ages_and_credit_do_too(
    many: list[Invoice], one: date, other: date
) -> None:
    made = state(many, min(one, other), max(one, other))
    assert made.opening + sum(each.amount for each in made.movements) == made.closing
    assert made.ages.total() + made.credit == made.closing
    assert [each.balance for each in made.movements[-1:]] in ([], [made.closing])
    assert [each.on for each in made.movements] == sorted(each.on for each in made.movements)


@given(st.lists(invoices(), max_size=6), st.lists(DAYS, min_size=3, max_size=3))
def test_statements_of_adjacent_periods_join(many: list[Invoice], days: list[date]) -> None:
    first, middle, last = sorted(days)
    one, other = state(many, first, middle), state(many, middle + timedelta(days=1), last + timedelta(days=1))
    whole = state(many, first, last + timedelta(days=1))
    assert one.closing == other.opening
    assert one.movements + other.movements == whole.movements
    assert (whole.opening, whole.closing, whole.ages) == (one.opening, other.closing, other.ages)


@given(st.lists(invoices(), max_size=6), DAYS)
def test_what_is_open_by_age_is_what_the_report_says(many: list[Invoice], day: date) -> None:
    made = state(many, START, day)
    assert made.ages.total() == sum(owed_on(day, invoice=each) for each in many)
    assert set(made.ages) <= set(Age)


@given(invoices(), DAYS)
def test_where_nobody_pays_ahead_there_is_no_credit(invoice: Invoice, day: date) -> None:
    plain = replace(invoice, payments=(), charges=())
    assert state([plain], START, day).credit == 0


def test_a_day_is_told_in_the_order_in_which_things_happen() -> None:
    day = date(2026, 11, 20)
    charge = Charge("chg_1", ChargeKind.FEE, 500, day, 1, waived=Waiver(CLERK, "kind", at(day)))
    paid = Payment("pay_1", 15125, day, "card"), Payment("ref_1", -125, day, "card", refund_of="pay_1")
    made = state([an_invoice(status=Status.PARTIALLY_PAID, payments=paid, charges=(charge,))], day, day)
    assert [(each.moved, each.amount, each.balance) for each in made.movements] == [
        (Moved.INVOICE, 15125, 15125),
        (Moved.FEE, 500, 15625),
        (Moved.WAIVER, -500, 15125),
        (Moved.PAYMENT, -15125, 0),
        (Moved.REFUND, 125, 125),
    ]
    assert made.ages == {Age.CURRENT: 125}


@pytest.mark.parametrize("status", [Status.VOID, Status.DRAFT])
def test_what_is_void_or_a_draft_never_was(status: Status) -> None:
    paid = Payment("pay_1", 15125, NOW.date()), Payment("ref_1", -15125, NOW.date(), refund_of="pay_1")
    made = state([an_invoice(status=status, payments=paid)], START, date(2027, 1, 1))
    assert (made.movements, made.closing) == ((), 0)


def test_more_lines_than_a_statement_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stated, "MOST_LINES", 3)
    many = [an_invoice(number=str(number)) for number in range(4)]
    assert state(many, START, date(2026, 11, 1)).movements == ()
    with pytest.raises(TooLarge, match="ask for a shorter one"):
        state(many, START, date(2026, 11, 30))
