"""Money: whole minor units of one currency. Rounding is half up, away from zero (EN 16931, BR-DEC)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from dunlin.domain.currency import exponent
from dunlin.domain.errors import InvalidInput, Problem

# Minor units. Whole numbers up to 2**53 survive every reader of JSON, and nobody is owed ten trillion euros.
LARGEST = 10**15


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`amount` minor units of `currency`: Money(124050, "EUR") is €1,240.50, Money(500, "JPY") is ¥500."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        exponent(self.currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __str__(self) -> str:
        """For problems and timelines: `EUR 1240.50`. People's formats are the renderers' business."""
        return f"{self.currency} {to_decimal(self)}"

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            message = f"{other.currency} cannot be reckoned with {self.currency}"
            raise InvalidInput(message, Problem("", message))
        return other.amount


def to_decimal(money: Money) -> Decimal:
    """The amount in major units with exactly the currency's decimals."""
    return Decimal(money.amount).scaleb(-exponent(money.currency))


def to_minor(value: Decimal, currency: str) -> int:
    """Round a decimal of major units half up to whole minor units. Raises InvalidInput beyond LARGEST."""
    scaled = value.scaleb(exponent(currency))
    if abs(scaled) > LARGEST:
        raise InvalidInput(too_large(currency), Problem("", too_large(currency)))
    return round_half_up(scaled)


def too_large(currency: str) -> str:
    """What is said of an amount beyond LARGEST."""
    return f"an amount is more than the {Money(LARGEST, currency)} that are taken"


def exactly(value: Decimal, currency: str, *, where: str = "") -> int:
    """Minor units of a decimal that must not have more decimals than the currency has; else InvalidInput."""
    scaled = value.scaleb(exponent(currency))
    if scaled != scaled.to_integral_value():
        message = f"{value} has more decimals than {currency} allows ({exponent(currency)})"
        raise InvalidInput(message, Problem(where, message))
    return int(scaled)


def round_half_up(value: Decimal) -> int:
    """The nearest integer, halves away from zero."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
