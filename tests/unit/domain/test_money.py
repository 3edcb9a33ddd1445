"""Money and its currencies."""

from decimal import Decimal

import pytest

from dunlin.domain.currency import EXPONENTS, exponent
from dunlin.domain.errors import InvalidInput
from dunlin.domain.money import LARGEST, Money, exactly, round_half_up, to_decimal, to_minor


@pytest.mark.parametrize(
    ("currency", "decimals"),
    [("EUR", 2), ("USD", 2), ("JPY", 0), ("ISK", 0), ("KWD", 3), ("IQD", 3), ("CLF", 4), ("BGN", 2)],
)
def test_a_currency_has_the_decimals_of_iso_4217(currency: str, decimals: int) -> None:
    assert exponent(currency) == decimals


@pytest.mark.parametrize("code", ["", "eur", "EURO", "XXX", "BTC", "€"])
def test_what_is_no_currency_is_refused_by_name(code: str) -> None:
    with pytest.raises(InvalidInput, match="is not an ISO 4217 currency code") as refusal:
        Money(1, code)
    assert [problem.where for problem in refusal.value.problems] == ["/currency"]


def test_every_currency_is_three_capital_letters_with_at_most_four_decimals() -> None:
    assert all(len(code) == 3 and code.isupper() and 0 <= places <= 4 for code, places in EXPONENTS.items())


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(124050, "EUR"), "EUR 1240.50"),
        (Money(500, "JPY"), "JPY 500"),
        (Money(1, "KWD"), "KWD 0.001"),
        (Money(-5, "EUR"), "EUR -0.05"),
        (Money(12345, "CLF"), "CLF 1.2345"),
        (Money(0, "EUR"), "EUR 0.00"),
    ],
)
def test_money_prints_all_of_its_currencys_decimals(money: Money, text: str) -> None:
    assert str(money) == text


@pytest.mark.parametrize("currency", ["JPY", "EUR", "KWD", "CLF"])
def test_minor_units_and_decimals_are_two_ways_to_say_the_same(currency: str) -> None:
    assert to_minor(to_decimal(Money(123456789, currency)), currency) == 123456789


@pytest.mark.parametrize(
    ("value", "currency", "minor"),
    [
        ("0.005", "EUR", 1),
        ("0.0049999", "EUR", 0),
        ("-0.005", "EUR", -1),
        ("2.675", "EUR", 268),
        ("0.5", "JPY", 1),
        ("1.2345", "KWD", 1235),
        ("1.00005", "CLF", 10001),
    ],
)
def test_amounts_round_half_up_away_from_zero(value: str, currency: str, minor: int) -> None:
    assert to_minor(Decimal(value), currency) == minor


@pytest.mark.parametrize(("value", "rounded"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("-2.5", -3)])
def test_halves_never_go_to_the_even_neighbour(value: str, rounded: int) -> None:
    assert round_half_up(Decimal(value)) == rounded


@pytest.mark.parametrize(
    ("value", "currency", "minor"), [("12.30", "EUR", 1230), ("12.300", "EUR", 1230), ("7", "JPY", 7)]
)
def test_an_exact_amount_is_taken_as_it_is(value: str, currency: str, minor: int) -> None:
    assert exactly(Decimal(value), currency) == minor


@pytest.mark.parametrize(("value", "currency"), [("0.001", "EUR"), ("1.5", "JPY"), ("0.0001", "IQD")])
def test_more_decimals_than_the_currency_has_are_refused_where_they_stand(value: str, currency: str) -> None:
    with pytest.raises(InvalidInput, match=f"{value} has more decimals than {currency} allows") as refusal:
        exactly(Decimal(value), currency, where="/prepaid")
    assert refusal.value.problems[0].where == "/prepaid"


def test_amounts_beyond_what_every_reader_of_json_takes_are_refused() -> None:
    most = to_decimal(Money(LARGEST, "EUR"))
    assert to_minor(-most, "EUR") == -LARGEST
    for beyond in (most + 1, -most - 1, Decimal("1E+40")):
        with pytest.raises(InvalidInput, match=r"more than the EUR 10000000000000\.00 that are taken"):
            to_minor(beyond, "EUR")


def test_money_of_one_currency_adds_subtracts_and_compares() -> None:
    five, seven = Money(5, "EUR"), Money(7, "EUR")
    assert (five + seven, seven - five) == (Money(12, "EUR"), Money(2, "EUR"))
    assert five < seven
    assert five <= Money(5, "EUR")
    assert not seven <= five


def test_money_of_two_currencies_is_never_reckoned_together() -> None:
    euro, yen = Money(5, "EUR"), Money(5, "JPY")
    for reckon in (Money.__add__, Money.__sub__, Money.__lt__, Money.__le__):
        with pytest.raises(InvalidInput, match="JPY cannot be reckoned with EUR"):
            reckon(euro, yen)
    assert euro != yen
