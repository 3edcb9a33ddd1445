"""The lines of a statement: day, what moved, amount and balance, over as many pages as it takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from dunlin.rendering.paper.letter import Paper
from dunlin.rendering.paper.sheet import Sheet
from dunlin.rendering.paper.style import BODY, HAIRLINE, LEFT, RIGHT, SMALL, STRONG, Style
from dunlin.rendering.paper.text import wrap

_HEAD = Style(7.6, bold=True)
_WHAT, _AMOUNT, _FIGURES = LEFT + 41, RIGHT - 36, 33.0
_WHAT_ROOM = _AMOUNT - _FIGURES - _WHAT - 3
_PADDING = 1.5


@dataclass(frozen=True, slots=True)
class Move:
    """One line, in print; a strong one is a balance."""

    on: str
    what: str
    detail: str
    amount: str
    balance: str
    strong: bool = False


def draw_moves(sheet: Sheet, moves: Sequence[Move], paper: Paper) -> None:
    """All of them, with the heading on every page."""
    _head(sheet, paper)
    for index, move in enumerate(moves):
        _draw(sheet, move, paper, first=not index)
    sheet.canvas.rule(LEFT, RIGHT, sheet.y, paper.accent.fill, thick=0.4)
    sheet.gap(8)


def _head(sheet: Sheet, paper: Paper) -> None:
    sheet.need(20)
    y, said = sheet.y + 4, paper.said
    sheet.canvas.text(LEFT, y, said["date"], _HEAD)
    sheet.canvas.text(_WHAT, y, said["what"], _HEAD)
    sheet.canvas.right(_AMOUNT, y, said["amount"], _HEAD)
    sheet.canvas.right(RIGHT, y, said["balance"], _HEAD)
    sheet.canvas.rule(LEFT, RIGHT, y + 2, paper.accent.fill, thick=0.4)
    sheet.gap(6)


def _draw(sheet: Sheet, move: Move, paper: Paper, *, first: bool) -> None:
    style = STRONG if move.strong else BODY
    lines = [(line, style) for line in wrap(move.what, style, _WHAT_ROOM)]
    lines += [(line, SMALL) for line in wrap(move.detail, SMALL, _WHAT_ROOM)]
    height = sum(style.leading for _, style in lines) + 2 * _PADDING
    if height > sheet.left:
        sheet.turn()
        _head(sheet, paper)
    elif not first:
        sheet.canvas.rule(LEFT, RIGHT, sheet.y, HAIRLINE)
    sheet.gap(_PADDING)
    y = sheet.y + style.leading * 0.72
    sheet.canvas.fit(LEFT, y, move.on, style, room=_WHAT - LEFT - 2)
    sheet.canvas.fit_right(_AMOUNT, y, move.amount, style, room=_FIGURES)
    sheet.canvas.fit_right(RIGHT, y, move.balance, style, room=_FIGURES)
    for text, each in lines:
        sheet.gap(each.leading)
        sheet.canvas.text(_WHAT, sheet.y - each.leading * 0.28, text, each)
    sheet.gap(_PADDING)
