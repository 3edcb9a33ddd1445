"""Amounts as people type them, by the customs of their own region."""

import re

from babel.numbers import get_decimal_symbol, get_group_symbol

from dunlin.domain.currency import exponent
from dunlin.domain.errors import InvalidInput
from dunlin.domain.money import LARGEST, Money
from dunlin.rendering import formats
from dunlin.rendering.locales import Locale

_LONGEST = 40
_EXAMPLE = 150_000
# Apostrophes and blanks of whatever width group digits, whether or not they are the region's own.
_GROUPS = "\\s\u00a0\u202f\u2009'’"
_AROUND = re.compile(r"^[^\d+\-−.,]*|[^\d.,]*$")


def typed_amount(text: str, currency: str, locale: Locale) -> Money | None:
    """`1.500,50` in Berlin is `1,500.50` in London; None for a field that is empty. A currency around it
    is passed over.

    Raises InvalidInput with `fault_amount`, `fault_small` or `fault_large` for what is no limit.
    """
    if not text.strip():
        return None
    known = formats.cldr(locale.tag)
    point, group = re.escape(get_decimal_symbol(known)), re.escape(get_group_symbol(known))
    decimals = exponent(currency)
    figure = _AROUND.sub("", text.strip())
    fraction = rf"(?:{point}(?P<part>\d{{1,{decimals}}}))?" if decimals else ""
    whole = rf"[+\-−]?(?P<whole>\d+|\d{{1,3}}(?:[{group}{_GROUPS}]\d{{3}})+){fraction}"
    found = re.fullmatch(whole, figure, re.ASCII) if len(text) <= _LONGEST else None
    if not found:
        raise InvalidInput("fault_amount")
    part = (found["part"] or "") if decimals else ""
    minor = int(re.sub(r"\D", "", found["whole"]) + part.ljust(decimals, "0"))
    if figure[0] in "-−" or minor == 0:
        raise InvalidInput("fault_small")
    if minor > LARGEST:
        raise InvalidInput("fault_large")
    return Money(minor, currency)


def typed_example(currency: str, locale: Locale) -> str:
    """How an amount may be typed."""
    return formats.amount(Money(_EXAMPLE, currency), locale)


def as_typed(money: Money, locale: Locale) -> str:
    """How somebody would have typed it."""
    return formats.amount(money, locale)
