"""Prices of lines: what quantity, unit price and adjustments come to, rounded half up once per line."""

from decimal import Decimal

from dunlin.domain.currency import exponent
from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.money import round_half_up, to_minor
from dunlin.domain.totals import Adjustment

PLACES = 6


def line_net(
    quantity: Decimal,
    unit_price: Decimal,
    *,
    currency: str,
    base_quantity: Decimal = Decimal(1),
    adjustments: tuple[Adjustment, ...] = (),
) -> int:
    """Net of a line in minor units: quantity × price / base quantity, rounded, with its adjustments."""
    return gross(quantity, unit_price, base_quantity, currency=currency) + sum(each.signed for each in adjustments)


def gross(quantity: Decimal, unit_price: Decimal, base_quantity: Decimal, *, currency: str) -> int:
    """What a line comes to before its adjustments, in minor units. `base_quantity` is not zero."""
    return to_minor(quantity * unit_price / base_quantity, currency)


def share(base: int, percent: Decimal) -> int:
    """A percentage of an amount in minor units, rounded half up."""
    return round_half_up(base * percent / 100)


def check_places(value: Decimal, *, where: str) -> None:
    """Refuse a quantity or unit price with more than six decimals. Raises InvalidInput."""
    digits = value.as_tuple().exponent
    if isinstance(digits, int) and -digits > PLACES:
        message = f"{value} has more than {PLACES} decimals"
        raise InvalidInput(message, Problem(where, message))


def smallest(currency: str) -> Decimal:
    """One minor unit in major units (0.01 for EUR, 1 for JPY)."""
    return Decimal(1).scaleb(-exponent(currency))
