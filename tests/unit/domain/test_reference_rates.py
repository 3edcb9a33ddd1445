"""The tables of reference rates."""

from datetime import date
from decimal import Decimal

import pytest

from dunlin.domain.dunning.reference_rates import CH, DE, DK, ECB, GB, NO, SE, ReferenceRates, rates_of

TABLES = (ECB, DE, DK, SE, NO, GB)


@pytest.mark.parametrize("table", TABLES, ids=lambda each: each.name)
def test_a_table_has_a_rate_for_every_half_year_since_2023(table: ReferenceRates) -> None:
    days = [day for day, _ in table.rates]
    assert days == sorted(days)
    assert days[0] == date(2023, 1, 1)
    assert {(day.month, day.day) for day in days} == {(1, 1), (7, 1)}
    assert len(days) == len(set(days)) == 2 * (days[-1].year - 2023) + (2 if days[-1].month == 7 else 1)


@pytest.mark.parametrize(
    ("day", "rate"), [(date(2022, 12, 31), None), (date(2023, 6, 30), "2.50"), (date(2023, 7, 1), "4.00")]
)
def test_a_rate_holds_from_its_day_until_the_next(day: date, rate: str | None) -> None:
    assert ECB.on(day) == (Decimal(rate) if rate else None)


def test_after_the_last_half_year_the_last_known_rate_is_named() -> None:
    last, rate = ECB.rates[-1]
    assert (ECB.last_known(last), ECB.last_known(date(2030, 1, 1))) == (None, last)
    assert ECB.on(date(2030, 1, 1)) == rate
    assert CH.last_known(date(2030, 1, 1)) is None


def test_germanys_basic_rate_lies_88_hundredths_below_the_banks() -> None:
    """BGB § 247: it moves by as many points as the main refinancing rate does."""
    assert {bank - own for (_, bank), (_, own) in zip(ECB.rates, DE.rates, strict=True)} == {Decimal("0.88")}


@pytest.mark.parametrize(("country", "table"), [("NL", ECB), ("DE", DE), ("DK", DK), ("PL", None), ("", None)])
def test_a_country_has_its_own_table_or_the_euros_or_none(country: str, table: ReferenceRates | None) -> None:
    assert rates_of(country) is table
