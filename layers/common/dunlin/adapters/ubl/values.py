"""Figures, amounts and dates as the standard writes them. What cannot be read becomes a problem, and None."""

import re
from datetime import date
from decimal import Decimal

from dunlin.adapters.ubl.node import Node
from dunlin.domain.errors import InvalidInput
from dunlin.domain.money import exactly

_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)
# xs:date may carry a time zone (2013-04-10+02:00). The day is the seller's own, so the zone says nothing more.
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?", re.ASCII)
# Products of three figures that long stay exact in `localcontext(prec=PRECISION)`.
PRECISION = 100
# What decimal arithmetic keeps exactly, and more money than there is.
_MOST_DIGITS = 28
MOST_BEFORE_POINT = 15


def decimal(node: Node, path: str) -> Decimal | None:
    """The number at the path as stated, or None when there is none or it cannot be read (then also a problem)."""
    text = node.text(path)
    if not text:
        return None
    if not _DECIMAL.fullmatch(text):
        node.findings.unreadable_figure(node.where(path), f"{_quoted(text)} is not a decimal number")
        return None
    if len(text) > _MOST_DIGITS or (value := Decimal(text)).adjusted() >= MOST_BEFORE_POINT:
        node.findings.unreadable_figure(node.where(path), f"{_quoted(text)} has more digits than are taken")
        return None
    return value


def amount(node: Node, path: str, currency: str) -> int | None:
    """The amount at the path in minor units. A problem when it is of another currency or has too many decimals.

    `currency` is empty when the document's own is not known; then no amount is.
    """
    value = decimal(node, path)
    if value is None or not _is_in(node, path, currency):
        return None
    try:
        return exactly(value, currency, where=node.where(path))
    except InvalidInput as error:
        for problem in error.problems:
            node.findings.unreadable_figure(problem.where, problem.message)
        return None


def required_amount(node: Node, path: str, currency: str) -> int:
    """The amount at the path, or a problem and 0."""
    value = amount(node, path, currency)
    if value is None and not node.text(path):
        node.findings.unreadable_figure(node.where(path), f"{_name(path)} is missing")
    return value or 0


def price(node: Node, path: str, currency: str) -> Decimal | None:
    """A price in major units with as many decimals as stated, in the document's currency or a problem."""
    value = decimal(node, path)
    return value if value is not None and _is_in(node, path, currency) else None


def day(node: Node, path: str) -> date | None:
    """The date at the path, or None when there is none or it cannot be read (then also a problem)."""
    text = node.text(path)
    if not text:
        return None
    match = _DATE.fullmatch(text)
    try:
        return date.fromisoformat(match[1] if match else "")
    except ValueError:
        node.findings.problem(node.where(path), f"{_quoted(text)} is not a date; write 2013-04-10")
        return None


def _is_in(node: Node, path: str, currency: str) -> bool:
    stated = found.attribute("currencyID") if (found := node.find(path)) else ""
    if not currency or stated == currency:
        return bool(currency)
    said = f"is in {_quoted(stated)}" if stated else "has no currencyID"
    node.findings.unreadable_figure(node.where(path), f"{_name(path)} {said}, but the invoice is in {currency}")
    return False


def _name(path: str) -> str:
    return path.rpartition(":")[2]


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 30 else f"{text[:30]}…")  # noqa: PLR2004  enough to find it by
