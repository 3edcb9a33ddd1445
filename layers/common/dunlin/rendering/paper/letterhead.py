"""The head of the first page: who writes, to whom (in the window of the envelope), and the facts at a glance."""

from dunlin.domain.party import Party
from dunlin.rendering.paper.addresses import address_lines, names
from dunlin.rendering.paper.canvas import Canvas
from dunlin.rendering.paper.letter import Letter
from dunlin.rendering.paper.style import (
    BODY,
    HAIRLINE,
    LEFT,
    PAGE_WIDTH,
    RIGHT,
    SMALL,
    STRONG,
    TINY,
    WINDOW_BOTTOM,
    WINDOW_TOP,
    WINDOW_WIDTH,
    Style,
)
from dunlin.rendering.paper.text import clipped, wrap

_NAME_ROOM = 96.0
_CONTACT_ROOM = 62.0
_MOST_ROWS = 10
_LOGO_TOP, _LOGO_WIDE, _LOGO_HIGH = 11.0, 70.0, 20.0


def strip(canvas: Canvas, matter: Letter) -> None:
    """The band in the seller's colour at the top edge of a page."""
    canvas.fill(0, 0, PAGE_WIDTH, 3, matter.accent.fill)


def seller_block(canvas: Canvas, matter: Letter) -> None:
    """The seller's logo or name to the left, address and contact to the right."""
    if matter.logo:
        logo_block(canvas, matter)
    else:
        _name(canvas, matter)
    for index, line in enumerate(_contact_lines(matter)[:8]):
        canvas.fit_right(RIGHT, 16.5 + index * SMALL.leading, line, SMALL, room=_CONTACT_ROOM)


def logo_block(canvas: Canvas, matter: Letter) -> None:
    """The logo in its box, as large as it gets there, and the name small below it: some logos say nothing."""
    canvas.picture(LEFT, _LOGO_TOP, matter.logo, room=(_LOGO_WIDE, _LOGO_HIGH))
    name = (names(matter.document.seller) or [matter.seller.sender_name])[0]
    style = Style(9.5, bold=True, colour=matter.accent.text)
    canvas.fit(LEFT, _LOGO_TOP + _LOGO_HIGH + 6, name, style, room=_NAME_ROOM)


def _name(canvas: Canvas, matter: Letter) -> None:
    seller = matter.document.seller
    style = Style(15, bold=True, colour=matter.accent.text)
    lines = wrap((names(seller) or [matter.seller.sender_name])[0], style, _NAME_ROOM)
    if len(lines) > 1:
        style = style.sized(11.5)
        lines = clipped(wrap(" ".join(lines), style, _NAME_ROOM), 3)
    for index, line in enumerate(lines):
        canvas.text(LEFT, 19 + index * style.leading, line, style)


def _contact_lines(matter: Letter) -> list[str]:
    seller = matter.document.seller
    lines = address_lines(seller.address, matter.locale, country=_abroad(matter))
    return [line for line in (*lines, seller.email, seller.phone, matter.seller.website) if line.strip()]


def recipient_block(canvas: Canvas, matter: Letter) -> None:
    """The address field: the sender in one small line, then the buyer, all inside the window."""
    seller, buyer = matter.document.seller, matter.document.buyer
    sender = [*names(seller)[:1], *address_lines(seller.address, matter.locale, country=False)]
    canvas.fit(LEFT, WINDOW_TOP + 2.6, " · ".join(sender), TINY.sized(6), room=WINDOW_WIDTH)
    canvas.rule(LEFT, LEFT + WINDOW_WIDTH, WINDOW_TOP + 3.8, HAIRLINE)
    rows = _recipient_rows(matter, buyer)
    height = WINDOW_BOTTOM - WINDOW_TOP - 6
    leading = min(BODY.leading * 1.12, height / max(len(rows), 1))
    for index, (line, style) in enumerate(rows):
        smaller = style.sized(min(style.size + 0.6, leading / style.leading * style.size))
        canvas.fit(LEFT, WINDOW_TOP + 9 + index * leading, line, smaller, room=WINDOW_WIDTH)


def _recipient_rows(matter: Letter, buyer: Party) -> list[tuple[str, Style]]:
    address = [(line, BODY) for line in address_lines(buyer.address, matter.locale, country=_abroad(matter))]
    heads = [line for name in names(buyer) for line in clipped(wrap(name, STRONG, WINDOW_WIDTH), 3)]
    rows = [(head, STRONG if index == 0 else BODY) for index, head in enumerate(heads)]
    if buyer.contact_name.strip() and buyer.contact_name not in names(buyer):
        rows.append((matter.words("attention", name=buyer.contact_name), BODY))
    # The address is what the letter needs to arrive; names give way to it.
    return [*rows[: max(2, _MOST_ROWS - len(address))], *address]


def _abroad(matter: Letter) -> bool:
    return matter.document.seller.address.country != matter.document.buyer.address.country
