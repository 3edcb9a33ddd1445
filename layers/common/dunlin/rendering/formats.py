"""How people read money, dates and numbers: the one function for each. Formats are CLDR's, decimals are ISO 4217's.

Rendered text holds no-break spaces (U+00A0, U+202F): whoever prints it needs a font that has them.
"""

import datetime as dt
from copy import copy
from decimal import Context, Decimal, localcontext
from functools import lru_cache

import babel
from babel import localedata
from babel.dates import format_date
from babel.numbers import NumberPattern, get_currency_symbol

from dunlin.domain.currency import exponent
from dunlin.domain.money import Money, to_decimal
from dunlin.rendering.locales import Locale

_NO_BREAK_SPACE = "\u00a0"
# Wide enough that no amount or quantity anybody writes is rounded on its way to paper.
_WIDE = Context(prec=120)


def money(money: Money, locale: Locale) -> str:
    """An amount with its currency, with exactly the currency's decimals: €1,240.50, 1.240,50 €, JP¥500."""
    return _apply(_currency_pattern(locale, money.currency), to_decimal(money), locale)


def amount(money: Money, locale: Locale) -> str:
    """The same figures without the currency, for columns whose heading names it."""
    return _apply(_decimal_pattern(locale, exponent(money.currency)), to_decimal(money), locale)


def price(value: Decimal, currency: str, locale: Locale) -> str:
    """A unit price in major units: at least the currency's decimals, and as many more as it has."""
    return _apply(_decimal_pattern(locale, max(exponent(currency), _decimals(value))), value, locale)


def number(value: Decimal, locale: Locale) -> str:
    """A number with the decimals it has and no trailing zeroes: 1,500 or 0.125."""
    return _apply(_decimal_pattern(locale, _decimals(value)), value, locale)


def percent(rate: Decimal, locale: Locale) -> str:
    """A rate given in percent: Decimal("5.50") is 5.5% in English and 5,5 % in German."""
    return _apply(_percent_pattern(locale, _decimals(rate)), rate.scaleb(-2, _WIDE), locale)


def date(day: dt.date, locale: Locale) -> str:
    """A date nobody can misread: the month is a word. April 10, 2013; 10. April 2013."""
    return format_date(day, format="long", locale=cldr(locale.tag))


@lru_cache(maxsize=64)
def cldr(tag: str) -> babel.Locale:
    """CLDR's data for a tag. In Lambda only some locales are kept: the language's own data stand in for a region's."""
    language, _, region = tag.partition("-")
    names = (f"{language}_{region}", language, "en")
    return babel.Locale.parse(next(name for name in names if localedata.exists(name)))


@lru_cache(maxsize=512)
def _currency_pattern(locale: Locale, currency: str) -> NumberPattern:
    known = cldr(locale.tag)
    symbol = get_currency_symbol(currency, known)
    pattern = _with_decimals(known.currency_formats["standard"], exponent(currency))
    # CLDR asks for a space between letters and digits ("KWD 1.000"); Babel leaves it out.
    before = symbol + (_NO_BREAK_SPACE if symbol[-1].isalpha() else "")
    after = (_NO_BREAK_SPACE if symbol[0].isalpha() else "") + symbol
    positive, negative = (_beside(text, "¤", before, at_end=True) for text in pattern.prefix)
    pattern.prefix = (positive, negative)
    positive, negative = (_beside(text, "¤", after, at_end=False) for text in pattern.suffix)
    pattern.suffix = (positive, negative)
    return pattern


def _beside(text: str, placeholder: str, symbol: str, *, at_end: bool) -> str:
    """Put the symbol in, with its space only where it touches the digits."""
    touches = text.endswith(placeholder) if at_end else text.startswith(placeholder)
    return text.replace(placeholder, symbol if touches else symbol.strip(_NO_BREAK_SPACE))


@lru_cache(maxsize=512)
def _decimal_pattern(locale: Locale, decimals: int) -> NumberPattern:
    return _with_decimals(cldr(locale.tag).decimal_formats[None], decimals)


@lru_cache(maxsize=128)
def _percent_pattern(locale: Locale, decimals: int) -> NumberPattern:
    return _with_decimals(cldr(locale.tag).percent_formats[None], decimals)


def _with_decimals(pattern: NumberPattern, decimals: int) -> NumberPattern:
    own = copy(pattern)
    own.frac_prec = (decimals, decimals)
    return own


def _decimals(value: Decimal) -> int:
    _, digits, exponent_of_value = value.normalize(_WIDE).as_tuple()
    return max(0, -int(exponent_of_value)) if any(digits) else 0


def _apply(pattern: NumberPattern, value: Decimal, locale: Locale) -> str:
    # Adding zero turns the negative zero into the zero that people know.
    with localcontext(_WIDE):
        return str(pattern.apply(value + 0, cldr(locale.tag), currency_digits=False))
