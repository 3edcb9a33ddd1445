"""The heading of a part of the document."""

from dunlin.rendering.paper.letter import Letter
from dunlin.rendering.paper.sheet import Sheet
from dunlin.rendering.paper.style import HEADING, LEFT


def section(sheet: Sheet, title: str, matter: Letter) -> float:
    """Write it, never alone at the foot of a page; answers its upper edge."""
    sheet.need(16)
    top = sheet.y
    sheet.canvas.text(LEFT, top + 3.4, title, HEADING.coloured(matter.accent.text))
    sheet.gap(6)
    return top
