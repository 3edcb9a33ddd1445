"""Text made printable, measured and broken into lines."""

import unicodedata
from collections.abc import Iterator

from dunlin.rendering.paper.faces import face
from dunlin.rendering.paper.style import MM_PER_POINT, Style

_REPLACEMENT = "\ufffd"
_INSTEAD = {"\t": " ", "\u2212": "\u2013", "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\x0b": "\n", "\x0c": "\n"}
_ELLIPSIS = "…"


class _Printable(dict[int, str]):
    """What is printed for a code point, found out once: itself, a stand-in, nothing, or the mark of a missing glyph."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = _stand_in(character)
        return self[code]


_PRINTABLE = _Printable()


def _stand_in(character: str) -> str:
    if character in _INSTEAD:
        return _INSTEAD[character]
    category = unicodedata.category(character)
    if category == "Cc":
        return character if character == "\n" else ""
    # Format characters, and the selectors that choose between forms of a glyph, print nothing.
    if category == "Cf" or "\ufe00" <= character <= "\ufe0f":
        return ""
    if character in face(bold=False).glyphs and character in face(bold=True).glyphs:
        return character
    return " " if category == "Zs" else _REPLACEMENT


def printable(text: str) -> str:
    """The text with only characters that have a glyph (and line feeds); what has none becomes U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_PRINTABLE)


def one_line(text: str) -> str:
    """The text, made printable, without line feeds."""
    return " ".join(printable(text).split("\n"))


def width(text: str, style: Style) -> float:
    """How wide printable text is, in millimetres."""
    return sum(map(face(bold=style.bold).widths.__getitem__, text)) * style.size * MM_PER_POINT / 1000


def wrap(text: str, style: Style, limit: float) -> list[str]:
    """The text, made printable, in lines no wider than `limit`; words that are wider are cut. No text, no lines."""
    return [
        line for paragraph in printable(text).strip().split("\n") for line in _lines(paragraph.rstrip(), style, limit)
    ]


def _lines(paragraph: str, style: Style, limit: float) -> Iterator[str]:
    if width(paragraph, style) <= limit:
        if paragraph:
            yield paragraph
        return
    line = ""
    for word in _pieces(paragraph, style, limit):
        longer = f"{line} {word}" if line else word
        if width(longer, style) <= limit:
            line = longer
            continue
        yield line
        line = word
    yield line


def _pieces(paragraph: str, style: Style, limit: float) -> Iterator[str]:
    """Words, and of a word that fills more than a line, its parts."""
    for word in paragraph.split(" "):
        rest = word
        while rest and width(rest, style) > limit:
            head = _head(rest, style, limit)
            yield head
            rest = rest[len(head) :]
        if rest:
            yield rest


def _head(word: str, style: Style, limit: float) -> str:
    """As much of the word as fits, at least a character."""
    widths, room = face(bold=style.bold).widths, limit * 1000 / (style.size * MM_PER_POINT)
    for index, character in enumerate(word):
        room -= widths[character]
        if room < 0:
            return word[: max(index, 1)]
    return word


def shorten(text: str, style: Style, limit: float) -> str:
    """The text, made printable, as one line that fits, with an ellipsis where it was cut."""
    line = one_line(text)
    if width(line, style) <= limit:
        return line
    return _head(line, style, limit - width(_ELLIPSIS, style)).rstrip() + _ELLIPSIS


def clipped(lines: list[str], most: int) -> list[str]:
    """At most so many lines; where some were left out, the last one ends with an ellipsis."""
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1].rstrip() + _ELLIPSIS]


def fitted(text: str, style: Style, limit: float, *, smallest: float = 5.0) -> Style:
    """The style, as much smaller as the text needs to fit, down to `smallest` points."""
    needed = width(one_line(text), style)
    return style if needed <= limit else style.sized(max(smallest, round(style.size * limit / needed - 0.05, 1)))
