"""The title of the document and the one thing most readers look for: how much, by when."""

from dunlin.rendering.paper.canvas import Canvas
from dunlin.rendering.paper.matter import Matter
from dunlin.rendering.paper.sheet import Sheet
from dunlin.rendering.paper.style import GHOST, LEFT, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, TITLE, Colour, Style
from dunlin.rendering.paper.text import fitted, shorten, width

_STATEMENT = Style(11.5)
_STAMP = Style(13, bold=True)


def watermark(canvas: Canvas, matter: Matter) -> None:
    """The mark of a document that must not be taken for a valid one, large and pale behind the page."""
    mark = matter.mark
    if mark and (matter.draft or mark[0] == matter.words.marks["void"]):
        style = fitted(mark[0], Style(120, bold=True, colour=GHOST), 235)
        canvas.slanted(PAGE_WIDTH / 2, PAGE_HEIGHT / 2 + 12, mark[0], style, angle=52)


def heading(sheet: Sheet, matter: Matter) -> None:
    """Title and number, the statement below, and the mark to the right."""
    stamp_width = stamp(sheet, matter.mark)
    room = RIGHT - LEFT - stamp_width
    sheet.gap(7)
    style = fitted(f"{matter.title} {matter.invoice.number}", TITLE, room, smallest=11)
    sheet.canvas.text(LEFT, sheet.y, shorten(f"{matter.title} {matter.invoice.number}", style, room), style)
    if matter.payable_now:
        sheet.gap(6.6)
        amount, date = matter.money(matter.balance.amount), matter.date(matter.invoice.due_date)
        text = matter.words("due_by", amount=amount, date=date)
        sheet.canvas.fit(LEFT, sheet.y, text, _STATEMENT.coloured(matter.accent.text), room=room)
    sheet.gap(7)


def stamp(sheet: Sheet, mark: tuple[str, Colour] | None) -> float:
    """The mark in a frame, to the right; answers how much width it takes."""
    if not mark:
        return 0
    word, colour = mark
    wide = width(word, _STAMP) + 8
    sheet.canvas.frame(RIGHT - wide, sheet.y - 0.5, wide, 9.2, colour, thick=0.6)
    sheet.canvas.text(RIGHT - wide + 4, sheet.y + 5.9, word, _STAMP.coloured(colour))
    return wide + 6
