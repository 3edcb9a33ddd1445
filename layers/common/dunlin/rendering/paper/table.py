"""The table of the lines: as wide as its figures need, over as many pages as it takes."""

from collections.abc import Iterable
from dataclasses import dataclass

from dunlin.rendering.paper.matter import Matter
from dunlin.rendering.paper.sheet import Sheet
from dunlin.rendering.paper.style import BODY, HAIRLINE, LEFT, RIGHT, SMALL, STRONG, WIDTH, Style
from dunlin.rendering.paper.text import one_line, width, wrap

_HEAD = Style(7.6, bold=True)
_CARRY = Style(7.8, bold=True)
_CARRY_HEIGHT = 7.0
_PADDING = 1.7
_GAP = 4.0
_LEAST_NAME = 58.0
# A row that is taller goes over to the next page line by line; others stay in one piece.
_TALL = 80.0


@dataclass(frozen=True, slots=True)
class Row:
    """One row, in print. `net` (minor units) is what it adds to the sum that is carried from page to page."""

    name: str
    amount: str
    position: str = ""
    details: tuple[str, ...] = ()
    quantity: str = ""
    price: str = ""
    per: str = ""
    tax: str = ""
    net: int = 0
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths of the columns in millimetres."""

    position: float
    name: float
    quantity: float
    price: float
    tax: float
    amount: float

    def right_edges(self) -> dict[str, float]:
        """Where the columns of figures end."""
        edges, x = {}, RIGHT
        for column in ("amount", "tax", "price", "quantity"):
            edges[column] = x
            x -= getattr(self, column)
        return edges


class Table:
    """Draws rows onto a sheet, with its header on every page and the sum so far carried over."""

    def __init__(self, sheet: Sheet, matter: Matter, rows: Iterable[Row]) -> None:
        self._sheet, self._matter = sheet, matter
        self._rows = tuple(rows)
        self._head = _head(matter)
        self._columns = _columns(self._head, self._rows)
        self._edges = self._columns.right_edges()
        self._sum, self._drawn = 0, 0

    def draw(self) -> None:
        """All rows, and the line that closes the table."""
        self._sheet.need(30)
        self._header()
        for row in self._rows:
            self._draw_row(row)
        self._sheet.canvas.rule(LEFT, RIGHT, self._sheet.y, self._matter.accent.fill, thick=0.4)
        self._sheet.gap(1)

    def _header(self) -> None:
        y = self._sheet.y + 4
        canvas = self._sheet.canvas
        canvas.fit(LEFT, y, self._head.position, _HEAD, room=self._columns.position - 1)
        canvas.fit(LEFT + self._columns.position, y, self._head.name, _HEAD, room=self._columns.name)
        for column, edge in reversed(self._edges.items()):
            room = getattr(self._columns, column) - 1
            canvas.fit_right(edge, y, getattr(self._head, column), _HEAD, room=room)
        canvas.rule(LEFT, RIGHT, y + 2, self._matter.accent.fill, thick=0.4)
        self._sheet.gap(6)

    def _draw_row(self, row: Row) -> None:
        texts = self._texts(row)
        height = sum(style.leading for _, style in texts) + 2 * _PADDING
        if height > self._free:
            self._break(row, height)
        if self._drawn:
            self._sheet.canvas.rule(LEFT, RIGHT, self._sheet.y, HAIRLINE)
        self._sheet.gap(_PADDING)
        # In the order in which it is read aloud or copied: number, name, figures, details.
        self._position(row)
        self._text(*texts[0])
        self._figures(row)
        for text, style in texts[1:]:
            if style.leading > self._free:
                self._turn()
                self._sheet.gap(_PADDING)
            self._text(text, style)
        self._sheet.gap(_PADDING)
        self._drawn += 1

    @property
    def _free(self) -> float:
        return self._sheet.left - _CARRY_HEIGHT

    def _break(self, row: Row, height: float) -> None:
        """Go to the next page, unless the row must be broken anyway and its beginning still fits."""
        if height > _TALL and self._free > _TALL / 4:
            return
        if row.position or self._drawn:
            self._turn()

    def _turn(self) -> None:
        if self._sum:
            self._carry("carried")
        self._sheet.turn()
        self._header()
        if self._sum:
            self._carry("brought")

    def _carry(self, label: str) -> None:
        y = self._sheet.y
        if label == "carried":
            self._sheet.canvas.rule(LEFT, RIGHT, y, HAIRLINE)
        self._sheet.canvas.text(LEFT + self._columns.position, y + 4.3, self._matter.words(label), _CARRY)
        room = self._columns.amount - 1
        self._sheet.canvas.fit_right(RIGHT, y + 4.3, self._matter.amount(self._sum), _CARRY, room=room)
        self._sheet.gap(_CARRY_HEIGHT - 0.6)

    def _position(self, row: Row) -> None:
        y = self._sheet.y + BODY.leading * 0.72
        self._sheet.canvas.fit(LEFT, y, row.position, BODY.sized(8), room=self._columns.position - 1.5)

    def _text(self, text: str, style: Style) -> None:
        self._sheet.gap(style.leading)
        self._sheet.canvas.text(LEFT + self._columns.position, self._sheet.y - style.leading * 0.28, text, style)

    def _figures(self, row: Row) -> None:
        """Beside the first line of text, which has just been written."""
        style = STRONG if row.strong else BODY
        y = self._sheet.y - style.leading * 0.28
        canvas = self._sheet.canvas
        for column, edge in reversed(self._edges.items()):
            canvas.fit_right(edge, y, getattr(row, column), style, room=getattr(self._columns, column) - _GAP / 2)
        if row.per:
            canvas.fit_right(
                self._edges["price"], y + SMALL.leading, row.per, SMALL, room=self._columns.price - _GAP / 2
            )
        self._sum += row.net

    def _texts(self, row: Row) -> list[tuple[str, Style]]:
        name = BODY if not row.strong else STRONG
        room = self._columns.name - _GAP
        texts = [(line, name) for line in wrap(row.name, name, room)] or [("", name)]
        texts += [(line, SMALL) for detail in row.details for line in wrap(detail, SMALL, room)]
        return [*texts, ("", SMALL)] if row.per and len(texts) == 1 else texts


def _head(matter: Matter) -> Row:
    words = matter.words
    return Row(
        position=words("position"),
        name=words("description"),
        quantity=words("quantity"),
        price=words("unit_price"),
        tax=matter.tax_name,
        amount=words("amount", currency=matter.document.currency),
    )


def _columns(head: Row, rows: tuple[Row, ...]) -> Columns:
    """As wide as the widest figure, within bounds; the name gets the rest, and never too little."""
    figures = {"quantity": (17.0, 40.0), "price": (17.0, 40.0), "tax": (13.0, 20.0), "amount": (22.0, 44.0)}
    widths = {
        column: min(max(least, width(getattr(head, column), _HEAD) + _GAP, _widest(rows, column) + _GAP), most)
        for column, (least, most) in figures.items()
    }
    position = min(max(8.0, width(head.position, _HEAD) + 2, _widest(rows, "position") + 2), 16.0)
    shrink = min(1.0, (WIDTH - position - _LEAST_NAME) / sum(widths.values()))
    widths = {column: wide * shrink for column, wide in widths.items()}
    return Columns(position=position, name=WIDTH - position - sum(widths.values()), **widths)


def _widest(rows: tuple[Row, ...], column: str) -> float:
    """Only the longest cells are measured; figures of one length differ little."""
    cells = {one_line(getattr(row, column)) for row in rows}
    longest = max(map(len, cells), default=0)
    return max((width(cell, BODY) for cell in cells if len(cell) >= longest - 1), default=0.0)
