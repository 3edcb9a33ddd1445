"""How a paper that is no invoice begins: letterhead, title, and the facts at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from dunlin.rendering.paper.canvas import Canvas
from dunlin.rendering.paper.facts import FACT, STRONG_FACT, draw_facts
from dunlin.rendering.paper.heading import stamp
from dunlin.rendering.paper.letter import Paper
from dunlin.rendering.paper.letterhead import recipient_block, seller_block, strip
from dunlin.rendering.paper.sheet import Sheet
from dunlin.rendering.paper.style import (
    CONTINUED_TOP,
    LEFT,
    RIGHT,
    SMALL,
    TITLE,
    WINDOW_BOTTOM,
    Colour,
    Style,
)
from dunlin.rendering.paper.text import fitted, one_line, shorten

_ABOUT = Style(11.5)
_ONWARDS_ROOM = 80


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands at the beginning. `about` is the line below the title; the first fact is printed bold. `day` is what
    the file says it was made on, so that the same paper is the same file.
    """

    title: str
    about: str
    facts: Sequence[tuple[str, str]]
    day: date
    mark: tuple[str, Colour] | None = None


def begin(paper: Paper, opening: Opening) -> Sheet:
    """The first page, down to where the rest goes on."""
    canvas = Canvas(
        title=_plain(f"{opening.title} {opening.about}"),
        author=_plain(paper.document.seller.name or paper.seller.sender_name),
        language=paper.locale.tag,
        created=datetime.combine(opening.day, time(), UTC),
    )
    sheet = Sheet(canvas, lambda: _page(canvas, paper, opening))
    room = RIGHT - LEFT - stamp(sheet, opening.mark)
    sheet.gap(7)
    style = fitted(opening.title, TITLE, room, smallest=11)
    canvas.text(LEFT, sheet.y, shorten(opening.title, style, room), style)
    sheet.gap(6.6)
    canvas.fit(LEFT, sheet.y, opening.about, _ABOUT.coloured(paper.accent.text), room=room)
    sheet.gap(9)
    return sheet


def _page(canvas: Canvas, paper: Paper, opening: Opening) -> float:
    strip(canvas, paper)
    if canvas.pages > 1:
        seller = paper.document.seller
        canvas.fit(LEFT, 17, seller.trading_name or seller.name, SMALL, room=_ONWARDS_ROOM)
        canvas.fit_right(RIGHT, 17, f"{opening.title} · {opening.about}", SMALL, room=_ONWARDS_ROOM)
        return CONTINUED_TOP - 7
    seller_block(canvas, paper)
    recipient_block(canvas, paper)
    rows = [(*row, FACT if index else STRONG_FACT) for index, row in enumerate(opening.facts) if row[1]]
    return max(draw_facts(canvas, rows) + 2, WINDOW_BOTTOM + 6)


def _plain(text: str) -> str:
    return " ".join(one_line(text).split())
