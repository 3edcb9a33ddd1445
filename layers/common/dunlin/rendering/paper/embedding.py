"""How a shared face gets into one document: fpdf2's font and output classes, with the subset made by `faces`.

This is the one place that leans on fpdf2's inside (2.8: `TTFFont`, `OutputProducer._add_fonts`); its version is pinned.
"""

from typing import Any

from fpdf.enums import FontDescriptorFlags, TextEmphasis
from fpdf.fonts import PDFFontDescriptor, TTFFont
from fpdf.output import CIDSystemInfo, OutputProducer, PDFFont, PDFFontStream, PDFType3Font
from fpdf.syntax import Name, PDFArray, PDFContentStream

from dunlin.rendering.paper.faces import Face

_CMAP_BLOCK = 100


class EmbeddedFont(TTFFont):
    """A face as one document uses it: it remembers which characters were printed."""

    __slots__ = ("face", "used")

    def __init__(self, face: Face, *, number: int) -> None:
        # fpdf2's own initialiser would parse the file again; these are the attributes that printing asks for.
        self.face = face
        self.used: dict[str, int] = {}
        self.i = number
        self.type = "TTF"
        self.emphasis = TextEmphasis.B if face.bold else TextEmphasis.NONE
        self.fontkey = "notoB" if face.bold else "noto"
        self.name = face.name
        self.color_font = None
        self.is_cff = False
        self.is_cid_keyed = False

    def encode_text(self, text: str) -> str:
        """The operator that shows the text, by glyph numbers. Every character must have a glyph."""
        glyphs = self.face.glyphs
        used = self.used
        for character in text:
            used[character] = glyphs[character]
        return f"<{''.join([f'{glyphs[character]:04X}' for character in text])}> Tj"


class Producer(OutputProducer):
    """Writes a document whose fonts are `EmbeddedFont`s."""

    def _add_fonts(self, *_: Any, **__: Any) -> dict[int, PDFFont | PDFType3Font]:
        fonts = sorted(self.fpdf.fonts.values(), key=lambda font: font.i)
        return {font.i: self._add_font(font) for font in fonts if isinstance(font, EmbeddedFont) and font.used}

    def _add_font(self, font: EmbeddedFont) -> PDFFont:
        name = f"{'DUNLIB' if font.face.bold else 'DUNLIR'}+{font.name}"
        composite = PDFFont(subtype="Type0", base_font=name, encoding="Identity-H")
        widths = {glyph: font.face.widths[character] for character, glyph in font.used.items()}
        descendant = PDFFont(subtype="CIDFontType2", base_font=name, d_w=600, w=_widths(widths))
        descendant.c_i_d_system_info = CIDSystemInfo()
        descendant.c_i_d_system_info.ordering = "(Identity)"  # type: ignore[assignment]
        # Glyphs keep their numbers, so character ids are glyph numbers.
        descendant.c_i_d_to_g_i_d_map = Name("Identity")  # type: ignore[assignment]
        descendant.font_descriptor = _descriptor(font.face, name)
        composite.to_unicode = PDFContentStream(_to_unicode(font.used).encode(), compress=True)
        composite.descendant_fonts = PDFArray([descendant])
        file = PDFFontStream(contents=font.face.subset(widths))
        descendant.font_descriptor.font_file2 = file  # type: ignore[attr-defined]
        system, descriptor = descendant.c_i_d_system_info, descendant.font_descriptor
        for each in (composite, descendant, composite.to_unicode, system, descriptor, file):
            self._add_pdf_obj(each, "fonts")
        return composite


def _descriptor(face: Face, name: str) -> PDFFontDescriptor:
    scale = 1000 / face.units_per_em
    descriptor = PDFFontDescriptor(
        ascent=face.ascent,
        descent=face.descent,
        cap_height=face.cap_height,
        flags=FontDescriptorFlags.SYMBOLIC,
        font_b_box=f"[{' '.join(str(round(edge * scale)) for edge in face.box)}]",
        italic_angle=0,
        stem_v=140 if face.bold else 80,
        missing_width=600,
    )
    descriptor.font_name = Name(name)
    return descriptor


def _widths(widths: dict[int, int]) -> str:
    return f"[{' '.join(f'{glyph} [{width}]' for glyph, width in sorted(widths.items()))}]"


def _to_unicode(used: dict[str, int]) -> str:
    """Which character each glyph stands for, so that the text can be searched and copied."""
    by_glyph: dict[int, str] = {}
    for character in sorted(used):
        by_glyph.setdefault(used[character], character)
    entries = [
        f"<{glyph:04X}> <{character.encode('utf-16-be').hex().upper()}>"
        for glyph, character in sorted(by_glyph.items())
    ]
    blocks = [entries[start : start + _CMAP_BLOCK] for start in range(0, len(entries), _CMAP_BLOCK)]
    mappings = "\n".join(f"{len(block)} beginbfchar\n{'\n'.join(block)}\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{mappings}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )
