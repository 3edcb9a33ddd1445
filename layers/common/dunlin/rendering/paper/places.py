"""Other parties of the document, side by side: where it was delivered, who is paid, who represents the seller."""

from dunlin.domain.party import Party
from dunlin.rendering.paper.addresses import address_lines, names
from dunlin.rendering.paper.matter import Matter
from dunlin.rendering.paper.sheet import Sheet
from dunlin.rendering.paper.style import LEFT, SMALL, WIDTH, Style
from dunlin.rendering.paper.text import clipped, wrap

_COLUMN = WIDTH / 3
_HEAD = Style(7.8, bold=True)


def places(sheet: Sheet, matter: Matter) -> None:
    """Up to three blocks; nothing when the document names none of them."""
    document, words = matter.document, matter.words
    named = (
        (words("deliver_to"), document.deliver_to),
        (words("payee"), document.payee),
        (words("representative"), document.tax_representative),
    )
    blocks = [(label, lines) for label, party in named if party and (lines := _lines(party, matter))]
    if not blocks:
        return
    sheet.need((max(len(lines) for _, lines in blocks) + 1) * SMALL.leading + 6)
    for column, (label, lines) in enumerate(blocks):
        x = LEFT + column * _COLUMN
        sheet.canvas.text(x, sheet.y + 2, label, _HEAD)
        for index, line in enumerate(lines, start=1):
            sheet.canvas.text(x, sheet.y + 2.4 + index * SMALL.leading, line, SMALL)
    sheet.gap((max(len(lines) for _, lines in blocks) + 1) * SMALL.leading + 6)


def _lines(party: Party, matter: Matter) -> list[str]:
    tax_id = f"{matter.tax_id_label} {party.tax_id}" if party.tax_id.strip() else ""
    ids = [tax_id] if tax_id else []
    texts = [*names(party), *address_lines(party.address, matter.locale, country=True), *ids]
    return clipped([line for text in texts for line in wrap(text, SMALL, _COLUMN - 6)], 12)
