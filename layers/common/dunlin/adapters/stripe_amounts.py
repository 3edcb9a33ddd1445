"""Amounts as Stripe writes them, which is not always as ISO 4217 has it (https://docs.stripe.com/currencies)."""

from dunlin.domain.currency import EXPONENTS, exponent
from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.money import Money

_ZERO = frozenset("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split())  # noqa: SIM905
# The last digit must be 0.
_THREE = frozenset("BHD JOD KWD OMR TND".split())  # noqa: SIM905
# Without decimals, yet written with two, which must be 00. (HUF is so for payouts only: it is charged with decimals.)
_WHOLE_OF_TWO = frozenset("ISK UGX".split())  # noqa: SIM905


def decimals(currency: str) -> int | None:
    """How many Stripe writes; None for a currency of which no more is known than that ISO has other than two."""
    if currency in _ZERO:
        return 0
    if currency in _THREE:
        return 3
    return 2 if currency in _WHOLE_OF_TWO or EXPONENTS.get(currency) == 2 else None  # noqa: PLR2004


def step(currency: str) -> int | None:
    """The smallest part of the currency that Stripe charges, in ISO's minor units."""
    told = decimals(currency)
    if told is None:
        return None
    return 10 if currency in _THREE else _tenfold(exponent(currency) - told)


def to_stripe(money: Money) -> int:
    """The amount for Stripe. Raises InvalidInput for one that it cannot charge."""
    told, smallest = decimals(money.currency), step(money.currency)
    if told is None or smallest is None or money.amount % smallest:
        message = f"{money} cannot be charged by Stripe to the last digit"
        raise InvalidInput(message, Problem("/amount", message))
    return _shifted(money.amount, told - exponent(money.currency))


def from_stripe(amount: int, currency: str) -> Money:
    """What Stripe tells, in ISO's minor units; a fraction of one (of 1 ISK) is rounded down."""
    code = currency.upper()
    told = decimals(code)
    shift = exponent(code) - (exponent(code) if told is None else told)
    return Money(_shifted(amount, shift), code)


def _shifted(amount: int, places: int) -> int:
    return amount * _tenfold(places) // _tenfold(-places)


def _tenfold(times: int) -> int:
    return int(10 ** max(times, 0))
