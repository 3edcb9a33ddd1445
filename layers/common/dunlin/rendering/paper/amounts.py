"""Labelled amounts below each other, as wide as the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from dunlin.rendering.paper.sheet import Sheet
from dunlin.rendering.paper.style import BODY, HAIRLINE, LEFT, RIGHT, STRONG, WIDTH
from dunlin.rendering.paper.text import wrap

_ROOM, _FIGURES = WIDTH - 50, 45.0
_PADDING = 1.7


@dataclass(frozen=True, slots=True)
class AmountRow:
    """One of them, in print; a strong one is what the others come to."""

    label: str
    value: str
    strong: bool = False


def amount_rows(sheet: Sheet, rows: Iterable[AmountRow]) -> None:
    """Draw those that have a value."""
    for index, row in enumerate(each for each in rows if each.value):
        _row(sheet, row, first=not index)
    sheet.gap(6)


def _row(sheet: Sheet, row: AmountRow, *, first: bool) -> None:
    style = STRONG if row.strong else BODY
    lines = wrap(row.label, style, _ROOM)
    sheet.need(len(lines) * style.leading + 2 * _PADDING)
    if not first:
        sheet.canvas.rule(LEFT, RIGHT, sheet.y, HAIRLINE)
    sheet.gap(_PADDING)
    y = sheet.y + style.leading * 0.72
    for index, line in enumerate(lines):
        sheet.canvas.text(LEFT, y + index * style.leading, line, style)
    sheet.canvas.fit_right(RIGHT, y, row.value, style, room=_FIGURES)
    sheet.gap(len(lines) * style.leading + _PADDING)
