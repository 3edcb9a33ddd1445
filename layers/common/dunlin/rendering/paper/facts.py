"""The facts at a glance, to the right of the address: number, dates, references."""

from collections.abc import Iterable, Iterator

from dunlin.domain.document import Reference
from dunlin.rendering.paper.canvas import Canvas
from dunlin.rendering.paper.matter import Matter
from dunlin.rendering.paper.style import BODY, GREY, RIGHT, STRONG, WINDOW_TOP, Style
from dunlin.rendering.paper.text import clipped, width, wrap

_LEFT = 116.0
_ROOM = RIGHT - _LEFT
_MOST_ROWS = 12
_LABEL = Style(7.8, colour=GREY)
FACT, STRONG_FACT = _VALUE, _STRONG_VALUE = BODY.sized(8.2), STRONG.sized(8.2)


def facts_block(canvas: Canvas, matter: Matter) -> float:
    """Draw an invoice's; answers the lower edge."""
    return draw_facts(canvas, _fitting(matter))


def draw_facts(canvas: Canvas, rows: Iterable[tuple[str, str, Style]]) -> float:
    """Draw labels with their values; answers the lower edge."""
    y = WINDOW_TOP + 2.6
    for label, value, style in rows:
        y = _row(canvas, y, label, value, style)
    return y


def remaining_references(matter: Matter) -> list[tuple[str, str]]:
    """References for which the block has no place; they are printed after the notes."""
    return [(label, value) for label, value, _ in list(_rows(matter))[_MOST_ROWS:]]


def _fitting(matter: Matter) -> list[tuple[str, str, Style]]:
    return list(_rows(matter))[:_MOST_ROWS]


def _row(canvas: Canvas, y: float, label: str, value: str, style: Style) -> float:
    """Label to the left, value to the right; a long value goes on under itself."""
    canvas.text(_LEFT, y, label, _LABEL)
    room = _ROOM - width(label, _LABEL) - 3
    lines = clipped(wrap(value, style, room), 3)
    for index, line in enumerate(lines):
        canvas.fit_right(RIGHT, y + index * style.leading, line, style, room=room)
    return y + max(len(lines), 1) * style.leading + 0.75


def _rows(matter: Matter) -> Iterator[tuple[str, str, Style]]:
    words, document, invoice = matter.words, matter.document, matter.invoice
    yield words("number"), invoice.number, _STRONG_VALUE
    yield words("issued"), matter.date(invoice.issue_date), _VALUE
    yield words("due"), matter.date(invoice.due_date), _STRONG_VALUE
    if document.buyer.tax_id.strip():
        yield matter.buyer_tax_id_label, document.buyer.tax_id, _VALUE
    if document.tax_point_date:
        yield words("tax_point"), matter.date(document.tax_point_date), _VALUE
    if document.delivery_date:
        yield words("delivered_on"), matter.date(document.delivery_date), _VALUE
    if document.period and matter.period(document.period):
        yield words("period"), matter.period(document.period), _VALUE
    for reference in document.references:
        if reference.value.strip():
            yield words.references.get(reference.kind, words("references")), _said(reference, matter), _VALUE


def _said(reference: Reference, matter: Matter) -> str:
    if not reference.issued:
        return reference.value
    return matter.words("issued_on", value=reference.value, date=matter.date(reference.issued))
