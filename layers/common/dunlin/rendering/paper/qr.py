"""QR codes drawn as areas, sharp at any size."""

from collections.abc import Iterable, Iterator
from itertools import groupby

import segno

from dunlin.rendering.paper.canvas import Canvas
from dunlin.rendering.paper.style import INK

# Neighbouring rows overlap by a hair, lest viewers show white lines between them.
_OVERLAP = 0.02


def draw_code(canvas: Canvas, x: float, y: float, text: str, *, side: float) -> None:
    """The text as a QR code with error correction M, `side` millimetres wide, without the quiet zone."""
    code = segno.make(text, error="m", boost_error=False, micro=False, mode="byte", encoding="utf-8", eci=False)
    module = side / len(code.matrix)
    canvas.fill_all(
        (
            (x + column * module, y + row * module, length * module, module + _OVERLAP)
            for row, line in enumerate(code.matrix)
            for column, length in _dark_runs(line)
        ),
        INK,
    )


def _dark_runs(line: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where dark modules begin, and how many there are in a row."""
    column = 0
    for dark, run in groupby(line, key=bool):
        length = sum(1 for _ in run)
        if dark:
            yield column, length
        column += length
