"""Interest on what is overdue: day by day, to the cent, and checked with a calculator."""

import itertools
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunlin.domain.dunning.charges import Waiver
from dunlin.domain.dunning.workflow import Interest
from dunlin.domain.invoice import Invoice, Payment
from dunlin.domain.money import Money
from tests.builders import CLERK, NOW
from tests.unit.domain.dunning_builders import DUE, a_late_invoice, a_payment, interest_on, statutory, yearly

DAY = timedelta(days=1)


def amount(invoice: Invoice, on: date, interest: Interest | None = None, country: str = "NL") -> int:
    charge = interest_on(invoice, on, interest, country)
    return charge.amount if charge else 0


def formula(invoice: Invoice, on: date, interest: Interest | None = None, country: str = "NL") -> str:
    charge = interest_on(invoice, on, interest, country)
    return charge.formula if charge else ""


def charged(invoice: Invoice, on: date, interest: Interest | None = None) -> Invoice:
    charge = interest_on(invoice, on, interest)
    return replace(invoice, charges=(*invoice.charges, charge)) if charge else invoice


def test_a_customer_can_check_it_with_a_calculator() -> None:
    told = formula(a_late_invoice(), date(2026, 3, 25), statutory())
    assert told == "EUR 1,240.50 × 10.15 % × 24 days / 365 (2026-03-02 to 2026-03-25) = EUR 8.28"


def test_it_covers_the_days_after_the_due_date_up_to_and_with_the_reminders() -> None:
    charge = interest_on(a_late_invoice(), DUE + 24 * DAY)
    assert charge
    assert (charge.since, charge.until, charge.terms[0].days) == (DUE, DUE + 24 * DAY, 24)
    assert interest_on(a_late_invoice(), DUE) is None


def test_nothing_accrues_in_the_days_of_grace() -> None:
    graced = yearly(grace_days=7)
    assert interest_on(a_late_invoice(), DUE + 7 * DAY, graced) is None
    assert "1 day / 365 (2026-03-09 to 2026-03-09)" in formula(a_late_invoice(), DUE + 8 * DAY, graced)


def test_a_payment_lowers_the_principal_from_the_day_it_came_in() -> None:
    invoice = a_late_invoice(payments=(a_payment(100000, DUE + 11 * DAY),))
    assert formula(invoice, DUE + 20 * DAY) == (
        "EUR 1,240.50 × 10 % × 10 days / 365 (2026-03-02 to 2026-03-11) + "
        "EUR 240.50 × 10 % × 10 days / 365 (2026-03-12 to 2026-03-21) = EUR 4.06"
    )


def test_a_change_of_the_reference_rate_begins_another_term() -> None:
    invoice = a_late_invoice(due_date=date(2025, 6, 25))
    told = formula(invoice, date(2025, 7, 5), statutory())
    assert told.startswith("EUR 1,240.50 × 11.15 % × 5 days / 365 (2025-06-26 to 2025-06-30) + ")
    assert "EUR 1,240.50 × 10.15 % × 5 days / 365 (2025-07-01 to 2025-07-05) = EUR 3.62" in told


def test_a_rate_that_stays_the_same_is_one_term() -> None:
    invoice = a_late_invoice(due_date=date(2025, 12, 20))
    assert formula(invoice, date(2026, 1, 10), statutory()).count("×") == 2


def test_a_rate_that_is_only_the_last_known_says_so() -> None:
    invoice = a_late_invoice(due_date=date(2026, 11, 5))
    assert formula(invoice, date(2026, 11, 29), statutory()) == (
        "EUR 1,240.50 × 10.15 % × 24 days / 365 (2026-11-06 to 2026-11-29, the rate of 2026-01-01 being the last known)"
        " = EUR 8.28"
    )


def test_days_before_the_first_known_rate_cost_nothing() -> None:
    invoice = a_late_invoice(due_date=date(2022, 12, 1))
    charge = interest_on(invoice, date(2023, 1, 10), statutory())
    assert charge
    assert [(each.first, each.days) for each in charge.terms] == [(date(2023, 1, 1), 10)]


def test_a_whole_rate_takes_no_points() -> None:
    assert "× 12 %" in formula(a_late_invoice(currency="NOK"), DUE + 10 * DAY, statutory(), "NO")
    assert "× 5 %" in formula(a_late_invoice(currency="CHF"), DUE + 10 * DAY, statutory(), "CH")


def test_in_the_united_kingdom_the_rate_of_the_first_day_holds_to_the_end() -> None:
    invoice = a_late_invoice(currency="GBP", due_date=date(2025, 6, 1))
    told = formula(invoice, date(2025, 8, 1), statutory(), "GB")
    assert told.startswith("GBP 1,240.50 × 12.75 % × 61 days / 365 (2025-06-02 to 2025-08-01) = ")


def test_a_statutory_rate_that_nobody_knows_is_not_asked_for() -> None:
    assert interest_on(a_late_invoice(), DUE + 90 * DAY, statutory(), "US") is None


@pytest.mark.parametrize(
    ("currency", "payable", "told"),
    [
        ("JPY", 100000, "JPY 100,000 × 10 % × 30 days / 365 (2026-03-02 to 2026-03-31) = JPY 822"),
        ("KWD", 1000000, "KWD 1,000.000 × 10 % × 30 days / 365 (2026-03-02 to 2026-03-31) = KWD 8.219"),
    ],
)
def test_it_is_rounded_to_the_units_of_its_currency(currency: str, payable: int, told: str) -> None:
    assert formula(a_late_invoice(currency=currency, payable=payable), DUE + 30 * DAY) == told


def test_half_a_cent_is_rounded_up_once() -> None:
    # 36500 × 0.5 % × 1 / 365 is 0.5 cents; two terms of that are one cent, not two.
    invoice = a_late_invoice(payable=36500)
    assert amount(invoice, DUE + DAY, yearly("0.5")) == 1
    assert amount(invoice, DUE + 2 * DAY, yearly("0.5")) == 1


def test_only_what_has_not_been_charged_yet_is_charged() -> None:
    invoice = charged(a_late_invoice(), DUE + 10 * DAY)
    later = interest_on(invoice, DUE + 30 * DAY)
    assert later
    assert (later.since, later.terms[0].first, later.terms[0].days) == (DUE + 10 * DAY, DUE + 11 * DAY, 20)
    assert interest_on(invoice, DUE + 10 * DAY) is None


def test_what_was_waived_is_not_charged_again() -> None:
    invoice = charged(a_late_invoice(), DUE + 10 * DAY)
    waived = replace(invoice.charges[0], waived=Waiver(CLERK, "goodwill", NOW))
    assert interest_on(replace(invoice, charges=(waived,)), DUE + 10 * DAY) is None


def test_a_cap_holds_for_the_invoice_in_total_and_is_told() -> None:
    capped = yearly(caps=(Money(1000, "EUR"),))
    first = charged(a_late_invoice(), DUE + 24 * DAY, capped)
    second = interest_on(first, DUE + 48 * DAY, capped)
    assert second
    assert (first.charges[0].amount, second.amount) == (816, 184)
    assert second.formula.endswith(" = EUR 8.16, limited to EUR 1.84")
    assert interest_on(replace(first, charges=(*first.charges, second)), DUE + 90 * DAY, capped) is None


def test_less_than_the_minimum_waits_for_the_next_reminder() -> None:
    least = yearly(minimums=(Money(500, "EUR"),))
    invoice = charged(a_late_invoice(), DUE + 10 * DAY, least)
    assert invoice.charges == ()
    assert amount(invoice, DUE + 20 * DAY, least) == 680


def test_a_minimum_and_a_cap_in_another_currency_are_none() -> None:
    other = yearly(minimums=(Money(10**6, "SEK"),), caps=(Money(1, "SEK"),))
    assert amount(a_late_invoice(), DUE + 20 * DAY, other) == amount(a_late_invoice(), DUE + 20 * DAY)


PAYABLE = st.integers(0, 10**9)
RATES = st.decimals(0, 40, places=2)
DAYS = st.integers(1, 900)
AMOUNTS = st.lists(st.tuples(st.integers(1, 10**8), st.integers(-30, 900)), max_size=5)


def paid_by(payments: list[tuple[int, int]]) -> tuple[Payment, ...]:
    return tuple(a_payment(each, DUE + day * DAY, at) for at, (each, day) in enumerate(payments))


@given(PAYABLE, RATES, DAYS, AMOUNTS)
def test_it_is_what_adding_up_every_single_day_comes_to(
    payable: int, rate: Decimal, days: int, payments: list[tuple[int, int]]
) -> None:
    invoice = a_late_invoice(payable=payable, payments=paid_by(payments))
    principals = (max(payable - sum(a for a, on in payments if on <= day), 0) for day in range(1, days + 1))
    exactly = sum(principals) * rate / 36500
    assert abs(amount(invoice, DUE + days * DAY, Interest(rate)) - exactly) <= Decimal("0.5")


@given(PAYABLE, RATES, DAYS, DAYS, AMOUNTS)
def test_it_never_falls_as_time_goes_by_and_is_never_negative(
    payable: int, rate: Decimal, days: int, more: int, payments: list[tuple[int, int]]
) -> None:
    invoice = a_late_invoice(payable=payable, payments=paid_by(payments))
    sooner, later = (amount(invoice, DUE + each * DAY, Interest(rate)) for each in (days, days + more))
    assert 0 <= sooner <= later


@given(PAYABLE, RATES, DAYS, DAYS, AMOUNTS)
def test_two_reminders_charge_what_one_would_up_to_one_minor_unit(
    payable: int, rate: Decimal, days: int, more: int, payments: list[tuple[int, int]]
) -> None:
    invoice, interest = a_late_invoice(payable=payable, payments=paid_by(payments)), Interest(rate)
    last = DUE + (days + more) * DAY
    twice = charged(charged(invoice, DUE + days * DAY, interest), last, interest)
    assert abs(twice.charged - amount(invoice, last, interest)) <= 1


@given(PAYABLE, DAYS, DAYS)
def test_a_payment_of_nothing_changes_nothing(payable: int, days: int, on: int) -> None:
    invoice = a_late_invoice(payable=payable)
    nothing = replace(invoice, payments=(a_payment(0, DUE + on * DAY),))
    assert interest_on(nothing, DUE + days * DAY) == interest_on(invoice, DUE + days * DAY)


@given(PAYABLE, RATES, st.lists(st.integers(1, 200), max_size=5), st.integers(0, 10**6), st.integers(0, 10**5))
def test_cap_and_minimum_hold_however_often_it_is_charged(
    payable: int, rate: Decimal, gaps: list[int], cap: int, least: int
) -> None:
    interest = Interest(rate, minimums=(Money(least, "EUR"),), caps=(Money(cap, "EUR"),))
    invoice, on = a_late_invoice(payable=payable), DUE
    for gap in gaps:
        on += gap * DAY
        invoice = charged(invoice, on, interest)
    assert invoice.charged <= cap
    assert all(each.amount >= max(least, 1) for each in invoice.charges)


@given(st.dates(date(2022, 1, 1), date(2028, 1, 1)), DAYS, st.sampled_from(["NL", "DE", "DK", "SE", "NO", "GB", "CH"]))
def test_the_terms_of_a_statutory_rate_follow_each_other_without_a_gap(due: date, days: int, country: str) -> None:
    charge = interest_on(a_late_invoice(due_date=due), due + days * DAY, statutory(), country)
    terms = charge.terms if charge else ()
    assert all(after.first == before.last + DAY for before, after in itertools.pairwise(terms))
    assert not terms or terms[-1].last == due + days * DAY
