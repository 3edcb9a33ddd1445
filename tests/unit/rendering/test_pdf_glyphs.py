"""What the documents can print, and what stands for what they cannot."""

import logging
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from dunlin.rendering.locales import LANGUAGES, choose
from dunlin.rendering.paper.faces import face
from dunlin.rendering.paper.style import BODY, STRONG
from dunlin.rendering.paper.text import printable, shorten, width, wrap
from dunlin.rendering.paper.words import words
from dunlin.rendering.pdf import render_pdf
from tests.unit.rendering.builders import a_document, a_line, a_seller, an_invoice

SAMPLES = {
    "latin": "Łódź, Çeşme, Ångström, Šibenik, Győr, Þór, œuvre, ß, ẞ",
    "greek": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία ΆΈΉΊΌΎΏ",
    "cyrillic": "Съешь ещё этих мягких булок; Їжак, Ђорђе, Ѓорѓи, қала",
    "vietnamese": "Tiếng Việt: Nguyễn Thị Ngọc Ánh, đường Lê Lợi, ẤẦẨẪẬ ữựỷ",
    "currencies": "€ £ ¥ ₫ ₴ ₽ ₺ ₹ ₪ ₩ ₱ ₦ ₲ ₡ ₵ ₸ ₼ ₾ ¢ ₿ zł Kč",
    "punctuation": "„a“ ‚b‘ “c” «d» ‹e› – — … • · № ™ § ¶ † ° ± × ÷ ½ ² ³ µ ‑ ’",
    "spaces": "1\u00a0240\u202f50\u2009x",
}


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("bold", [False, True])
def test_every_character_has_a_glyph(sample: str, *, bold: bool) -> None:
    assert [character for character in SAMPLES[sample] if character not in face(bold=bold).glyphs] == []
    assert printable(SAMPLES[sample]) == SAMPLES[sample]


def test_what_is_printed_can_be_copied_again() -> None:
    names = [text for kind, text in SAMPLES.items() if kind != "spaces"]
    document = a_document(*(a_line(number, name=name) for number, name in enumerate(names, start=1)))
    pdf = render_pdf(an_invoice(document), document, a_seller(), locale=choose("en"))
    copied = PdfReader(BytesIO(pdf)).pages[0].extract_text().split()
    assert [word for name in names for word in name.split() if word not in copied] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_words_have_all_their_glyphs(language: str) -> None:
    spoken = words(language)
    tables = (spoken.labels, spoken.marks, spoken.types, spoken.references, spoken.categories, spoken.means)
    texts = [text for table in tables for text in table.values()] + [
        word for two in spoken.units.values() for word in two
    ]
    assert all(printable(text) == text for text in texts)


def test_a_character_without_a_glyph_is_replaced_in_sight_and_in_silence(caplog: pytest.LogCaptureFixture) -> None:
    assert printable("漢字 عرب 😀!") == "\ufffd\ufffd \ufffd\ufffd\ufffd \ufffd!"
    document = a_document(a_line(1, name="漢字 and emoji 😀"))
    with caplog.at_level(logging.WARNING):
        render_pdf(an_invoice(document), document, a_seller(), locale=choose("en"))
    assert caplog.records == []


def test_marks_that_print_nothing_are_dropped_and_accents_are_composed() -> None:
    assert printable("a\u200b\u00ad\ufe0f\x07b\r\nc\td") == "ab\nc d"
    assert printable("e\u0301") == "é"
    assert printable("\ud800") == "\ufffd"


def test_a_subset_holds_all_glyphs_of_the_font_when_all_are_used() -> None:
    whole = face(bold=False)
    font = TTFont(BytesIO(whole.subset(whole.glyphs.values())), checkChecksums=2)
    assert font["maxp"].numGlyphs == len(whole.outlines)
    assert font["hmtx"].metrics == TTFont(BytesIO(whole.subset(range(len(whole.outlines)))))["hmtx"].metrics


def test_text_is_broken_where_words_end_and_cut_only_where_it_must() -> None:
    lines = wrap("Torque wrench\n\nquarter inch " + "x" * 200, BODY, 40)
    assert lines[0] == "Torque wrench"
    assert all(width(line, BODY) <= 40 for line in lines)
    assert "".join(lines).count("x") == 200
    assert wrap("  \n ", BODY, 40) == []
    assert shorten("a" * 100, STRONG, 20).endswith("a…")
    assert width(shorten("a" * 100, STRONG, 20), STRONG) <= 20
