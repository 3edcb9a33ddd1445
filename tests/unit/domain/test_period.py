"""Periods of whole days."""

from datetime import date

import pytest

from dunlin.domain.errors import InvalidInput
from dunlin.domain.period import Period, period, shortcuts

TODAY = date(2026, 3, 1)


def test_a_day_is_a_period() -> None:
    assert period(TODAY, TODAY, today=TODAY) == Period(TODAY, TODAY)


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (date(2026, 2, 2), date(2026, 2, 1), "ends on 2026-02-01, before it begins on 2026-02-02"),
        (date(2026, 2, 2), date(2026, 3, 2), "can end today, on 2026-03-01, at the latest"),
    ],
)
def test_a_period_that_cannot_be_is_told_why(first: date, last: date, why: str) -> None:
    with pytest.raises(InvalidInput, match=why) as refused:
        period(first, last, today=TODAY)
    assert [each.where for each in refused.value.problems] == ["to"]


def test_months_and_years_begin_and_end_where_the_calendar_says() -> None:
    assert shortcuts(TODAY) == {
        "this_month": Period(TODAY, TODAY),
        "last_month": Period(date(2026, 2, 1), date(2026, 2, 28)),
        "this_year": Period(date(2026, 1, 1), TODAY),
        "last_year": Period(date(2025, 1, 1), date(2025, 12, 31)),
    }
    assert shortcuts(date(2027, 1, 31))["last_month"] == Period(date(2026, 12, 1), date(2026, 12, 31))
