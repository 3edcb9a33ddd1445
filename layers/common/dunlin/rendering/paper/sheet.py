"""The pages as they fill from top to bottom."""

from collections.abc import Callable

from dunlin.rendering.paper.canvas import Canvas
from dunlin.rendering.paper.style import BOTTOM, LEFT, RIGHT, Style
from dunlin.rendering.paper.text import wrap


class Sheet:
    """A canvas with a place to go on writing. `y` is the upper edge of the free space.

    `begin_page` draws what stands on every page and answers where its free space begins.
    """

    def __init__(self, canvas: Canvas, begin_page: Callable[[], float]) -> None:
        self.canvas = canvas
        self._begin_page = begin_page
        self.y = 0.0
        self.turn()

    @property
    def left(self) -> float:
        """The height that is free on this page."""
        return BOTTOM - self.y

    def turn(self) -> None:
        """Begin the next page."""
        self.canvas.add_page()
        self.y = self._begin_page()

    def need(self, height: float) -> None:
        """Make sure that so much height is free, on the next page if need be."""
        if height > self.left:
            self.turn()

    def paragraph(self, text: str, style: Style, *, x: float = LEFT, room: float = RIGHT - LEFT) -> None:
        """Write running text; it may go over to further pages."""
        for line in wrap(text, style, room):
            self.need(style.leading)
            self.y += style.leading
            self.canvas.text(x, self.y - style.leading * 0.25, line, style)

    def gap(self, height: float) -> None:
        self.y += height
