"""The document's lines, and the allowances and charges on the whole of it, as rows of the table."""

from collections.abc import Iterator
from decimal import Decimal

from dunlin.domain.document import Line
from dunlin.domain.totals import Adjustment
from dunlin.rendering.paper.matter import Matter
from dunlin.rendering.paper.table import Row

# Outside the scope of the tax there is no rate to print, not even 0 %.
_NO_RATE = "O"
_ONE = Decimal(1)


def line_rows(matter: Matter) -> Iterator[Row]:
    """One row per line."""
    for line in matter.document.lines:
        per = "" if line.base_quantity == _ONE else _per(line, matter)
        yield Row(
            position=line.line_id,
            name=line.name,
            details=tuple(_details(line, matter)),
            quantity=matter.quantity(line.quantity, line.unit_code),
            price=matter.price(line.unit_price),
            per=per,
            tax=_rate(line.tax_category, line.tax_rate, matter),
            amount=matter.amount(line.net),
            net=line.net,
        )


def adjustment_rows(matter: Matter) -> Iterator[Row]:
    """The sum of the lines, then each allowance and charge of the document; nothing when there is none."""
    if matter.document.adjustments:
        lines = matter.document.totals.lines
        yield Row(name=matter.words("lines_total"), amount=matter.amount(lines), strong=True)
    for each in matter.document.adjustments:
        share = _share(each, matter)
        yield Row(
            name=_adjustment_name(each, matter),
            details=(share,) if share else (),
            tax=_rate(each.tax_category, each.tax_rate, matter),
            amount=matter.amount(each.signed),
            net=each.signed,
        )


def _details(line: Line, matter: Matter) -> Iterator[str]:
    if line.description.strip() and line.description != line.name:
        yield line.description
    properties = " · ".join(matter.words("labelled", label=name, value=value) for name, value in line.attributes)
    if properties:
        yield properties
    if line.item_id.strip():
        yield matter.words("item", id=line.item_id)
    if line.period and matter.period(line.period):
        yield matter.period(line.period)
    if line.note.strip():
        yield line.note
    if line.gross_price is not None and line.gross_price != line.unit_price:
        yield matter.words("gross_price", price=matter.price(line.gross_price))
    for each in line.adjustments:
        share = _share(each, matter)
        label = f"{_adjustment_name(each, matter)}{f' ({share})' if share else ''}"
        yield matter.words("labelled", label=label, value=matter.amount(each.signed))


def _per(line: Line, matter: Matter) -> str:
    return matter.words("per", quantity=matter.quantity(line.base_quantity, line.unit_code))


def _rate(category: str, rate: Decimal, matter: Matter) -> str:
    return "–" if category == _NO_RATE else matter.percent(rate)


def _adjustment_name(each: Adjustment, matter: Matter) -> str:
    kind = matter.words("charge" if each.charge else "allowance")
    return matter.words("labelled", label=kind, value=each.reason) if each.reason.strip() else kind


def _share(each: Adjustment, matter: Matter) -> str:
    if each.percent is None:
        return ""
    if each.base is None:
        return matter.percent(each.percent)
    return matter.words("share", percent=matter.percent(each.percent), base=matter.amount(each.base))
