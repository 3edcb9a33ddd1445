"""What can be drawn on a document. Positions are millimetres from the top left; text stands on its base line."""

import struct
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from io import BytesIO

from fpdf import FPDF
from fpdf.drawing_primitives import DeviceRGB
from fpdf.enums import RenderStyle

from dunlin.rendering.paper.archive import describe
from dunlin.rendering.paper.embedding import EmbeddedFont, Producer
from dunlin.rendering.paper.faces import face
from dunlin.rendering.paper.style import Colour, Style
from dunlin.rendering.paper.text import fitted, shorten, width

# Used by nothing that is drawn: whatever is drawn next sets its own.
_NO_COLOUR = (1, 2, 3)


class Canvas:
    """An A4 document under construction."""

    def __init__(self, *, title: str, author: str, language: str, created: datetime) -> None:
        self._pdf = FPDF(format="A4")
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.alias_nb_pages("")
        for number, bold in enumerate((False, True), start=1):
            font = EmbeddedFont(face(bold=bold), number=number)
            self._pdf.fonts[font.fontkey] = font
        # Chosen once before the first page, lest fpdf2 look for its default.
        self._pdf.set_font("noto", size=9)
        describe(self._pdf, title=title, author=author, language=language, created=created)

    @property
    def pages(self) -> int:
        return self._pdf.pages_count

    def add_page(self) -> None:
        self._pdf.add_page()

    def turn_to(self, page: int) -> None:
        """Draw on an earlier page. Each page has its own state, so what fpdf2 believes to be set is set again."""
        self._pdf.page = page
        self._pdf.current_font_is_set_on_page = False
        self._pdf.set_draw_color(_ink(_NO_COLOUR))
        self._pdf.set_fill_color(_ink(_NO_COLOUR))

    def text(self, x: float, y: float, text: str, style: Style) -> None:
        """One line from `x` to the right. The text must be printable, without line feeds."""
        if text:
            self._pdf.set_font("noto", "B" if style.bold else "", style.size)
            self._pdf.set_text_color(_ink(style.colour))
            self._pdf.text(x, y, text)

    def right(self, x: float, y: float, text: str, style: Style) -> None:
        """One line that ends at `x`."""
        self.text(x - width(text, style), y, text, style)

    def fit(self, x: float, y: float, text: str, style: Style, *, room: float) -> None:
        """One line from `x`, made smaller and then cut to stay in its room."""
        smaller = fitted(text, style, room)
        self.text(x, y, shorten(text, smaller, room), smaller)

    def fit_right(self, x: float, y: float, text: str, style: Style, *, room: float) -> None:
        """One line that ends at `x`, made smaller and then cut to stay in its room."""
        smaller = fitted(text, style, room)
        self.right(x, y, shorten(text, smaller, room), smaller)

    def rule(self, x1: float, x2: float, y: float, colour: Colour, *, thick: float = 0.15) -> None:
        self._pdf.set_draw_color(_ink(colour))
        self._pdf.set_line_width(thick)
        self._pdf.line(x1, y, x2, y)

    def fill(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        self.fill_all([(x, y, wide, high)], colour)

    def fill_all(self, boxes: Iterable[tuple[float, float, float, float]], colour: Colour) -> None:
        """Many areas (x, y, width, height) of one colour."""
        self._pdf.set_fill_color(_ink(colour))
        for box in boxes:
            self._pdf.rect(*box, style=RenderStyle.F)

    def frame(self, x: float, y: float, wide: float, high: float, colour: Colour, *, thick: float) -> None:
        self._pdf.set_draw_color(_ink(colour))
        self._pdf.set_line_width(thick)
        self._pdf.rect(x, y, wide, high, style="D", round_corners=True, corner_radius=1)

    def slanted(self, x: float, y: float, text: str, style: Style, *, angle: float) -> None:
        """One line whose middle stands at (x, y), turned anticlockwise by `angle` degrees."""
        with self._pdf.rotation(angle, x, y):
            self.text(x - width(text, style) / 2, y + style.leading / 4, text, style)

    def picture(self, x: float, y: float, png: bytes, *, room: tuple[float, float]) -> None:
        """A PNG with its upper left corner there, as large as the room (width, height) lets it be."""
        wide, high = struct.unpack(">II", png[16:24])  # PNG specification, 11.2.2
        scale = min(room[0] / wide, room[1] / high)
        self._pdf.image(BytesIO(png), x, y, wide * scale, high * scale)

    def finish(self) -> bytes:
        """The document's bytes: the same whenever the same was drawn."""
        return bytes(self._pdf.output(output_producer_class=Producer))


@lru_cache(maxsize=64)
def _ink(colour: Colour) -> DeviceRGB:
    """fpdf2 takes three numbers as well, and makes this of them at every call."""
    red, green, blue = colour
    return DeviceRGB(red / 255, green / 255, blue / 255)
