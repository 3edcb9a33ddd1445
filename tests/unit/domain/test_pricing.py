"""What a line comes to."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunlin.domain.errors import InvalidInput
from dunlin.domain.pricing import check_places, line_net, share, smallest
from dunlin.domain.totals import Adjustment

_sixths = st.decimals(-10_000, 10_000, places=6)


@pytest.mark.parametrize(
    ("quantity", "price", "currency", "net"),
    [
        ("10", "12.50", "EUR", 12500),
        ("3", "0.333333", "EUR", 100),
        ("3", "0.335", "EUR", 101),  # 1.005, not three times 0.34
        ("0.000001", "1", "EUR", 0),
        ("-1", "0.005", "EUR", -1),
        ("1", "0.5", "JPY", 1),
        ("1", "1.2345", "KWD", 1235),
        ("2", "0.00005", "CLF", 1),
    ],
)
def test_a_line_is_quantity_times_price_rounded_half_up_once(
    quantity: str, price: str, currency: str, net: int
) -> None:
    assert line_net(Decimal(quantity), Decimal(price), currency=currency) == net


def test_a_price_may_be_for_a_hundred_pieces() -> None:
    assert line_net(Decimal(250), Decimal("12.50"), currency="EUR", base_quantity=Decimal(100)) == 3125


def test_a_price_for_three_pieces_loses_nothing_to_early_rounding() -> None:
    assert line_net(Decimal(3), Decimal(10), currency="EUR", base_quantity=Decimal(3)) == 1000
    assert line_net(Decimal(1), Decimal(10), currency="EUR", base_quantity=Decimal(3)) == 333


def test_a_lines_discount_lowers_it_and_its_freight_raises_it() -> None:
    adjustments = (Adjustment(charge=False, amount=500), Adjustment(charge=True, amount=120))
    assert line_net(Decimal(1), Decimal(100), currency="EUR", adjustments=adjustments) == 10000 - 500 + 120


@given(_sixths, _sixths)
def test_no_line_is_more_than_half_a_cent_off(quantity: Decimal, price: Decimal) -> None:
    assert abs(line_net(quantity, price, currency="EUR") - quantity * price * 100) <= Decimal("0.5")


@given(_sixths, _sixths)
def test_what_is_taken_back_comes_to_exactly_what_was_sold(quantity: Decimal, price: Decimal) -> None:
    assert line_net(-quantity, price, currency="EUR") == -line_net(quantity, price, currency="EUR")


@pytest.mark.parametrize(
    ("base", "percent", "amount"), [(10000, "10", 1000), (50, "19", 10), (-50, "19", -10), (333, "0", 0)]
)
def test_a_percentage_rounds_half_up(base: int, percent: str, amount: int) -> None:
    assert share(base, Decimal(percent)) == amount


@pytest.mark.parametrize("value", ["1", "1.123456", "-0.000001", "1E+3"])
def test_six_decimals_are_taken(value: str) -> None:
    check_places(Decimal(value), where="/quantity")


def test_a_seventh_decimal_is_refused_where_it_stands() -> None:
    with pytest.raises(InvalidInput, match=r"1\.1234567 has more than 6 decimals") as refusal:
        check_places(Decimal("1.1234567"), where="/lines/0/quantity")
    assert refusal.value.problems[0].where == "/lines/0/quantity"


@pytest.mark.parametrize(("currency", "unit"), [("EUR", "0.01"), ("JPY", "1"), ("IQD", "0.001"), ("CLF", "0.0001")])
def test_the_smallest_amount_is_one_minor_unit(currency: str, unit: str) -> None:
    assert smallest(currency) == Decimal(unit)
