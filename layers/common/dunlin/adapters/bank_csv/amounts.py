"""Amounts as banks write them: which mark is the decimal point, and how much it is."""

import re
from collections.abc import Iterable
from decimal import Decimal

from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.money import LARGEST, exactly, too_large

POINT, COMMA = ".", ","
_SIGN = re.compile(r"^([+-]?)(.*?)([+-]?)$", re.DOTALL)
_BLANKS = re.compile(r"[\s'’]")
_AROUND = re.compile(r"^[A-Z€$£¥]*([^A-Z€$£¥]*)[A-Z€$£¥]*$", re.DOTALL)
_LONGEST = 30
# One mark with three digits behind it: 1.234 may be either.
_OPEN = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")
_FIGURE = re.compile(r"[0-9][0-9.,]*")


def decimal_mark(texts: Iterable[str]) -> str:
    """The mark that all these amounts are written with. Raises InvalidInput where they do not tell."""
    figures = [figure for each in texts if _FIGURE.fullmatch(figure := _figure(each)[1])]
    marks = {mark for each in figures if (mark := _mark(each))}
    if len(marks) == 1:
        return marks.pop()
    if not marks and not any(_OPEN.fullmatch(each) for each in figures):
        return POINT  # whole amounts
    message = "the amounts do not tell which mark is the decimal point: say `decimal=,` or `decimal=.`"
    raise InvalidInput(message, Problem("/decimal", message))


def minor_units(text: str, currency: str, *, mark: str) -> int:
    """The amount in minor units. Raises InvalidInput for what is none."""
    sign, figure = _figure(text)
    grouping = COMMA if mark == POINT else POINT
    point, group = re.escape(mark), re.escape(grouping)
    if len(figure) > _LONGEST or not re.fullmatch(
        rf"([0-9]{{1,3}}({group}[0-9]{{3}})+|[0-9]+)({point}[0-9]+)?", figure
    ):
        raise InvalidInput(f"{text[:_LONGEST]!r} is not an amount")
    value = Decimal(figure.replace(grouping, "").replace(mark, POINT))
    minor = exactly(value, currency)
    if minor > LARGEST:
        raise InvalidInput(too_large(currency))
    return sign * minor


def _figure(text: str) -> tuple[int, str]:
    """The sign, and digits with their marks: banks write `1 234,50 EUR`, `+1'234.50` and `151,25-`."""
    bare = _BLANKS.sub("", text.upper()).replace("−", "-")
    found = _SIGN.match(bare)
    before, figure, after = found.groups() if found else ("", bare, "")
    around = _AROUND.match(figure)
    figure = around[1] if around else figure
    inner = figure.startswith("-") and not before
    return -1 if "-" in {before, after} or inner else 1, figure.lstrip("+-")


def _mark(figure: str) -> str:
    """What is the decimal point in this one; empty where it does not tell."""
    last = max(figure.rfind(POINT), figure.rfind(COMMA))
    if last < 0 or _OPEN.fullmatch(figure):
        return ""
    mark = figure[last]
    other = COMMA if mark == POINT else POINT
    return other if figure.count(mark) > 1 else mark
