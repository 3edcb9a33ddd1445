"""The typefaces of the documents, parsed once per process and shared by every document it makes.

fpdf2 parses a font anew and has fontTools subset it for each document: 60 ms of CPU for two faces. Here the tables are
read once, and a document's subset is cut from the bytes of its glyphs, which keep their numbers: 1 ms.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise

from fontTools.ttLib import TTFont

# Flags of a composite glyph's components (OpenType specification, table glyf).
_WORD_ARGUMENTS, _SCALE, _MORE_COMPONENTS, _TWO_SCALES, _MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80


@dataclass(frozen=True, slots=True)
class Face:
    """One weight of the family. `glyphs` and `widths` (1/1000 of the size) are by character; immutable by agreement."""

    name: str
    bold: bool
    ascent: int
    descent: int
    cap_height: int
    box: tuple[int, int, int, int]
    glyphs: dict[str, int]
    widths: dict[str, int]
    outlines: tuple[bytes, ...]
    metrics: tuple[tuple[int, int], ...]
    tables: dict[str, bytes]
    units_per_em: int

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """A TrueType file with these glyphs (and their components) only, each under its own number."""
        count = len(self.outlines)
        glyf, loca, hmtx = bytearray(), list[int](), bytearray(4 * count)
        for number in sorted(self._closure(glyphs)):
            loca += [len(glyf) // 2] * (number + 1 - len(loca))
            glyf += self.outlines[number] + b"\0" * (-len(self.outlines[number]) % 4)
            struct.pack_into(">Hh", hmtx, 4 * number, *self.metrics[number])
        loca += [len(glyf) // 2] * (count + 1 - len(loca))
        # The glyphs of one document stay below the 128 KB of the short loca format.
        tables = self.tables | {
            "glyf": bytes(glyf),
            "hmtx": bytes(hmtx),
            "loca": struct.pack(f">{len(loca)}H", *loca),
        }
        return _sfnt(tables)

    def _closure(self, glyphs: Iterable[int]) -> set[int]:
        kept: set[int] = set()
        waiting = [0, *glyphs]
        while waiting:
            glyph = waiting.pop()
            if glyph not in kept:
                kept.add(glyph)
                waiting += _components(self.outlines[glyph])
        return kept


@lru_cache
def face(*, bold: bool) -> Face:
    """The face of that weight, parsed at its first use."""
    name = "NotoSans-Bold" if bold else "NotoSans-Regular"
    data = files("dunlin.rendering").joinpath("fonts", f"{name}.ttf").read_bytes()
    font = TTFont(BytesIO(data), lazy=True, recalcTimestamp=False)
    units = font["head"].unitsPerEm
    metrics = tuple(font["hmtx"].metrics[glyph] for glyph in font.getGlyphOrder())
    glyphs = {chr(code): font.getGlyphID(glyph) for code, glyph in font.getBestCmap().items()}
    head = font["head"]
    return Face(
        name=name,
        bold=bold,
        ascent=round(font["hhea"].ascent * 1000 / units),
        descent=round(font["hhea"].descent * 1000 / units),
        cap_height=round(font["OS/2"].sCapHeight * 1000 / units),
        box=(head.xMin, head.yMin, head.xMax, head.yMax),
        glyphs=glyphs,
        widths={character: round(metrics[glyph][0] * 1000 / units) for character, glyph in glyphs.items()},
        outlines=_outlines(font),
        metrics=metrics,
        tables=_plain_tables(font),
        units_per_em=units,
    )


def _outlines(font: TTFont) -> tuple[bytes, ...]:
    glyf, offsets = font.reader["glyf"], font["loca"].locations
    return tuple(bytes(glyf[start:end]) for start, end in pairwise(offsets))


def _plain_tables(font: TTFont) -> dict[str, bytes]:
    """The tables that hold for every subset: offsets short, one metric per glyph."""
    head = bytearray(font.reader["head"])
    struct.pack_into(">I", head, 8, 0)
    struct.pack_into(">h", head, 50, 0)
    hhea = bytearray(font.reader["hhea"])
    struct.pack_into(">H", hhea, 34, len(font.getGlyphOrder()))
    return {"head": bytes(head), "hhea": bytes(hhea), "maxp": font.reader["maxp"]}


def _components(outline: bytes) -> list[int]:
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return []
    found, position, more = [], 10, True
    while more:
        flags, glyph = struct.unpack_from(">HH", outline, position)
        found.append(glyph)
        position += 4 + (4 if flags & _WORD_ARGUMENTS else 2)
        position += 2 * bool(flags & _SCALE) + 4 * bool(flags & _TWO_SCALES) + 8 * bool(flags & _MATRIX)
        more = bool(flags & _MORE_COMPONENTS)
    return found


def _sfnt(tables: dict[str, bytes]) -> bytes:
    """Tables put into one file with its directory and checksums."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(">IHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    offset, directory, body = 12 + 16 * count, bytearray(), bytearray()
    for tag, data in sorted(tables.items()):
        padded = data + b"\0" * (-len(data) % 4)
        directory += struct.pack(">4sIII", tag.encode(), _checksum(padded), offset + len(body), len(data))
        body += padded
    file = bytearray(header + directory + body)
    adjustment = (0xB1B0AFBA - _checksum(bytes(file))) & 0xFFFFFFFF
    struct.pack_into(">I", file, file.index(tables["head"]) + 8, adjustment)
    return bytes(file)


def _checksum(data: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(data) // 4}I", data)
    return sum(words) & 0xFFFFFFFF
