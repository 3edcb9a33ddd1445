"""How the page looks: measures in millimetres, sizes in points, colours. A page is A4."""

import re
from dataclasses import dataclass, replace

type Colour = tuple[int, int, int]

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
LEFT, RIGHT = 22.0, 188.0
WIDTH = RIGHT - LEFT
# The window of a DL envelope shows what stands between these (DIN 5008 form B, and its neighbours).
WINDOW_TOP, WINDOW_BOTTOM, WINDOW_WIDTH = 47.0, 88.0, 80.0
CONTINUED_TOP = 30.0
BOTTOM = 270.0

INK: Colour = (29, 35, 41)
GREY: Colour = (96, 107, 118)
HAIRLINE: Colour = (208, 214, 219)
WASH: Colour = (245, 246, 248)
WHITE: Colour = (255, 255, 255)
GHOST: Colour = (234, 236, 239)
GREEN: Colour = (24, 121, 78)
RED: Colour = (176, 42, 48)
_DEFAULT_ACCENT: Colour = (31, 95, 139)

MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Style:
    """A way to set text. `leading` is the distance of two base lines in millimetres."""

    size: float
    bold: bool = False
    colour: Colour = INK

    @property
    def leading(self) -> float:
        return self.size * 1.36 * MM_PER_POINT

    def coloured(self, colour: Colour) -> "Style":
        return replace(self, colour=colour)

    def sized(self, size: float) -> "Style":
        return replace(self, size=size)


BODY = Style(8.8)
STRONG = Style(8.8, bold=True)
SMALL = Style(7.4, colour=GREY)
TINY = Style(6.6, colour=GREY)
HEADING = Style(9.6, bold=True)
TITLE = Style(20, bold=True)


@dataclass(frozen=True, slots=True)
class Accent:
    """The seller's colour: `fill` for surfaces, `on_fill` for text on them, `text` for text on white (4.5 : 1)."""

    fill: Colour
    on_fill: Colour
    text: Colour


def accent(colour: str) -> Accent:
    """The accent of a colour `#rrggbb`; anything else gets the default."""
    found = re.fullmatch(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})", colour)
    fill = (int(found[1], 16), int(found[2], 16), int(found[3], 16)) if found else _DEFAULT_ACCENT
    text = fill
    while _contrast_with_white(text) < 4.5:  # noqa: PLR2004 - WCAG 2.2, 1.4.3
        text = (text[0] * 9 // 10, text[1] * 9 // 10, text[2] * 9 // 10)
    return Accent(fill=fill, on_fill=WHITE if _contrast_with_white(fill) >= 3 else INK, text=text)  # noqa: PLR2004


def _contrast_with_white(colour: Colour) -> float:
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - sRGB
