"""The PDF of an invoice: A4, PDF/A-3B, the same bytes whenever the same is printed."""

from datetime import UTC, datetime, time

from dunlin.domain.document import InvoiceDocument
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.seller import Seller
from dunlin.rendering.locales import Locale
from dunlin.rendering.paper.canvas import Canvas
from dunlin.rendering.paper.closing import closing
from dunlin.rendering.paper.facts import facts_block
from dunlin.rendering.paper.footer import footers
from dunlin.rendering.paper.heading import heading, watermark
from dunlin.rendering.paper.letterhead import recipient_block, seller_block, strip
from dunlin.rendering.paper.lines import adjustment_rows, line_rows
from dunlin.rendering.paper.matter import Matter
from dunlin.rendering.paper.payment import payment
from dunlin.rendering.paper.places import places
from dunlin.rendering.paper.sheet import Sheet
from dunlin.rendering.paper.style import CONTINUED_TOP, LEFT, RIGHT, SMALL, WINDOW_BOTTOM, accent
from dunlin.rendering.paper.table import Table
from dunlin.rendering.paper.text import printable
from dunlin.rendering.paper.totals import totals
from dunlin.rendering.paper.words import words


def render_pdf(
    invoice: Invoice,
    document: InvoiceDocument,
    seller: Seller,
    *,
    locale: Locale,
    draft: bool = False,
    logo: bytes = b"",
) -> bytes:
    """The invoice as it is sent, in the locale's words and formats.

    A draft (asked for, or by its status) is watermarked and offers no way to pay; so is a void invoice; a paid one is
    stamped. Characters the font does not have are printed as U+FFFD. `logo` is a PNG that stands in its head. The bytes
    depend on the arguments only.
    """
    matter = Matter(
        invoice=invoice,
        document=document,
        seller=seller,
        locale=locale,
        words=words(locale.language),
        accent=accent(seller.accent),
        draft=draft or invoice.status is Status.DRAFT,
        logo=logo,
    )
    canvas = _canvas(matter)
    sheet = Sheet(canvas, lambda: _begin_page(canvas, matter))
    heading(sheet, matter)
    places(sheet, matter)
    Table(sheet, matter, (*line_rows(matter), *adjustment_rows(matter))).draw()
    totals(sheet, matter)
    payment(sheet, matter)
    closing(sheet, matter)
    footers(canvas, matter)
    return canvas.finish()


def _canvas(matter: Matter) -> Canvas:
    invoice, seller = matter.invoice, matter.document.seller
    return Canvas(
        title=_one_line(f"{matter.title} {invoice.number}"),
        author=_one_line(seller.name or matter.seller.sender_name),
        language=matter.locale.tag,
        # Not the last change of the record: sending an invoice must not make another document of it.
        created=datetime.combine(invoice.issue_date, time(), UTC),
    )


def _begin_page(canvas: Canvas, matter: Matter) -> float:
    watermark(canvas, matter)
    strip(canvas, matter)
    if canvas.pages > 1:
        seller = matter.document.seller
        canvas.fit(LEFT, 17, seller.trading_name or seller.name, SMALL, room=80)
        text = f"{matter.title} {matter.invoice.number} · {matter.date(matter.invoice.issue_date)}"
        canvas.fit_right(RIGHT, 17, text, SMALL, room=80)
        return CONTINUED_TOP - 7
    seller_block(canvas, matter)
    recipient_block(canvas, matter)
    return max(facts_block(canvas, matter) + 2, WINDOW_BOTTOM + 6)


def _one_line(text: str) -> str:
    return " ".join(printable(text).split())
