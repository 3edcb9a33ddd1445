"""What remains to be said: terms of payment, notes, further references."""

from dunlin.rendering.paper.facts import remaining_references
from dunlin.rendering.paper.matter import Matter
from dunlin.rendering.paper.section import section
from dunlin.rendering.paper.sheet import Sheet
from dunlin.rendering.paper.style import BODY

_TEXT = BODY.sized(8.2)


def closing(sheet: Sheet, matter: Matter) -> None:
    """Each part only when there is something in it."""
    words = matter.words
    _part(sheet, words("terms"), (matter.document.payment_terms,), matter)
    _part(sheet, words("notes"), matter.document.notes, matter)
    references = tuple(words("labelled", label=label, value=value) for label, value in remaining_references(matter))
    _part(sheet, words("references"), references, matter)


def _part(sheet: Sheet, title: str, texts: tuple[str, ...], matter: Matter) -> None:
    said = [text for text in texts if text.strip()]
    if not said:
        return
    section(sheet, title, matter)
    for text in said:
        sheet.paragraph(text, _TEXT)
        sheet.gap(1)
    sheet.gap(4)
