"""The foot of every page: who the seller is before the law, and the page's number."""

from dunlin.rendering.paper.canvas import Canvas
from dunlin.rendering.paper.letter import Letter
from dunlin.rendering.paper.style import HAIRLINE, LEFT, RIGHT, TINY
from dunlin.rendering.paper.text import clipped, width, wrap

_TOP = 277.0
_LINES = 3
_SHORT = 50
_SPACE = "\u00a0"


def footers(canvas: Canvas, matter: Letter) -> None:
    """Draw them on all pages, now that their number is known."""
    lines = None
    for page in range(1, canvas.pages + 1):
        canvas.turn_to(page)
        canvas.rule(LEFT, RIGHT, _TOP, HAIRLINE)
        number = matter.words("page", page=page, pages=canvas.pages)
        lines = lines or clipped(wrap(_legal(matter), TINY, RIGHT - LEFT - width(number, TINY) - 12), _LINES)
        for index, line in enumerate(lines):
            canvas.text(LEFT, _TOP + 4 + index * TINY.leading, line, TINY)
        canvas.right(RIGHT, _TOP + 4, number, TINY)


def _legal(matter: Letter) -> str:
    seller, words = matter.document.seller, matter.words
    parts = [
        seller.name or matter.seller.sender_name,
        seller.legal_form,
        f"{matter.tax_id_label} {seller.tax_id}" if seller.tax_id.strip() else "",
        f"{words('registration')} {seller.registration_id}" if _registered_apart(matter) else "",
        *(other for other in seller.other_ids if other not in (seller.tax_id, seller.registration_id)),
        seller.contact_name,
        seller.email,
        seller.phone,
    ]
    return f"{_SPACE}· ".join(_together(" ".join(part.split())) for part in parts if part.strip())


def _together(part: str) -> str:
    """A part that does not break over lines, unless it is long."""
    return part.replace(" ", _SPACE) if len(part) <= _SHORT else part


def _registered_apart(matter: Letter) -> bool:
    seller = matter.document.seller
    return bool(seller.registration_id.strip()) and seller.registration_id != seller.tax_id
