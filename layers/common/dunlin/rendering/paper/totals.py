"""What it comes to: the tax by category and rate to the left, the way to the amount due to the right."""

from collections.abc import Iterator

from dunlin.domain.invoice import Payment
from dunlin.domain.totals import TaxGroup
from dunlin.rendering import formats
from dunlin.rendering.paper.matter import Matter
from dunlin.rendering.paper.sheet import Sheet
from dunlin.rendering.paper.style import BODY, HAIRLINE, LEFT, RIGHT, SMALL, STRONG, Style
from dunlin.rendering.paper.text import width, wrap

_TAX_RIGHT = 104.0
_TAX_NAME_ROOM = 38.0
_FIGURE_ROOM = 24.0
_SUM_LEFT = 114.0
_SUM_FIGURE_ROOM = 36.0
_HEAD = Style(7.6, bold=True)
_TAX = BODY.sized(8.2)
_DUE = Style(11.5, bold=True)
_STANDARD, _NO_RATE = "S", "O"


def totals(sheet: Sheet, matter: Matter) -> None:
    """Both blocks, side by side where the page has room for them."""
    sums = list(_sums(matter))
    sheet.gap(4)
    sheet.need(min(len(sums) * BODY.leading * 1.3 + 16, 140))
    top, page = sheet.y, sheet.canvas.pages
    for label, value, style in sums:
        _sum(sheet, label, value, style)
    _due(sheet, matter)
    beside = sheet.canvas.pages == page
    bottom = sheet.y
    if beside:
        sheet.y = top
    _taxes(sheet, matter)
    if beside and sheet.canvas.pages == page:
        sheet.y = max(sheet.y, bottom)
    sheet.gap(7)


def _sums(matter: Matter) -> Iterator[tuple[str, str, Style]]:
    words, totals = matter.words, matter.document.totals
    yield words("net_total", tax=matter.tax), matter.amount(totals.tax_exclusive), BODY
    yield matter.tax_name, matter.amount(totals.tax), BODY
    accounting = matter.document.accounting_tax
    if accounting:
        label = words("accounting_tax", tax=matter.tax_name, currency=accounting.currency)
        yield label, formats.amount(accounting, matter.locale), SMALL
    yield words("gross_total", tax=matter.tax), matter.amount(totals.tax_inclusive), STRONG
    if totals.prepaid:
        yield words("prepaid"), matter.amount(-totals.prepaid), BODY
    if totals.rounding:
        yield words("rounding"), matter.amount(totals.rounding), BODY
    if matter.invoice.payments and totals.payable != totals.tax_inclusive:
        yield words("payable"), matter.amount(totals.payable), STRONG
    for payment in matter.invoice.payments:
        day = matter.date(payment.received_on).replace(" ", "\u00a0")
        yield words(_came(payment), date=day), matter.amount(-payment.amount), BODY


def _sum(sheet: Sheet, label: str, value: str, style: Style) -> None:
    figures = min(width(value, style), _SUM_FIGURE_ROOM)
    lines = wrap(label, style, RIGHT - _SUM_LEFT - 9 - figures)
    sheet.need(len(lines) * style.leading + 1.4)
    y = sheet.y + style.leading * 0.8
    for index, line in enumerate(lines):
        sheet.canvas.text(_SUM_LEFT + 3, y + index * style.leading, line, style)
    sheet.canvas.fit_right(RIGHT - 3, y, value, style, room=_SUM_FIGURE_ROOM)
    sheet.gap(max(len(lines), 1) * style.leading + 1.4)


def _due(sheet: Sheet, matter: Matter) -> None:
    """The amount due, on the seller's colour."""
    sheet.need(12)
    sheet.gap(1)
    fill, style = matter.accent.fill, _DUE.coloured(matter.accent.on_fill)
    sheet.canvas.fill(_SUM_LEFT, sheet.y, RIGHT - _SUM_LEFT, 10, fill)
    sheet.canvas.fit(_SUM_LEFT + 3, sheet.y + 6.5, matter.words("amount_due"), style.sized(10), room=30)
    sheet.canvas.fit_right(RIGHT - 3, sheet.y + 6.5, matter.money(matter.balance.amount), style, room=37)
    sheet.gap(11)


def _taxes(sheet: Sheet, matter: Matter) -> None:
    groups = matter.document.totals.tax_groups
    if not groups:
        return
    words = matter.words
    sheet.need(14)
    y = sheet.y + BODY.leading * 0.8
    sheet.canvas.fit(LEFT, y, words("breakdown", tax=matter.tax), _HEAD, room=_TAX_NAME_ROOM)
    head_right = _TAX_RIGHT - _FIGURE_ROOM
    sheet.canvas.fit_right(head_right, y, words("taxable"), _HEAD, room=_FIGURE_ROOM - 1)
    name = matter.tax_name
    sheet.canvas.fit_right(_TAX_RIGHT, y, name, _HEAD, room=_FIGURE_ROOM - 1)
    sheet.canvas.rule(LEFT, _TAX_RIGHT, y + 1.8, HAIRLINE)
    sheet.gap(BODY.leading + 2.4)
    for group in groups:
        _tax_group(sheet, group, matter)


def _tax_group(sheet: Sheet, group: TaxGroup, matter: Matter) -> None:
    lines = wrap(_category(group, matter), _TAX, _TAX_NAME_ROOM)
    sheet.need(len(lines) * _TAX.leading + 2)
    y = sheet.y + _TAX.leading * 0.8
    for index, line in enumerate(lines):
        sheet.canvas.text(LEFT, y + index * _TAX.leading, line, _TAX)
    taxable, tax = matter.amount(group.taxable), matter.amount(group.tax)
    sheet.canvas.fit_right(_TAX_RIGHT - _FIGURE_ROOM, y, taxable, _TAX, room=_FIGURE_ROOM - 1)
    sheet.canvas.fit_right(_TAX_RIGHT, y, tax, _TAX, room=_FIGURE_ROOM - 1)
    sheet.gap(max(len(lines), 1) * _TAX.leading + 0.8)
    reason = group.exemption_reason.strip() or matter.words.exemptions.get(group.category, "")
    sheet.paragraph(reason, SMALL, room=_TAX_RIGHT - LEFT)
    sheet.gap(1.2 if reason else 0.2)


def _category(group: TaxGroup, matter: Matter) -> str:
    name = (
        matter.tax_name if group.category == _STANDARD else matter.words.categories.get(group.category, group.category)
    )
    return name if group.category == _NO_RATE else f"{name} {matter.percent(group.rate)}"


def _came(payment: Payment) -> str:
    if payment.chargeback:
        return "charged_back"
    return "refunded" if payment.refund_of else "received"
