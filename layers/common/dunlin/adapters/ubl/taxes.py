"""Tax categories as lines, allowances and the tax breakdown state them."""

from dataclasses import dataclass
from decimal import Decimal

from dunlin.adapters.ubl.node import Node
from dunlin.adapters.ubl.values import decimal

_EXEMPTION = ("cbc:TaxExemptionReason", "cbc:TaxExemptionReasonCode")
_HIGHEST_RATE = 100


@dataclass(frozen=True, slots=True)
class TaxCategory:
    """A category code (UNCL 5305) and its rate in percent."""

    code: str
    rate: Decimal


# An invoice without any tax breakdown is outside the scope of tax.
_OUTSIDE = TaxCategory("O", Decimal(0))


def read_category(node: Node) -> TaxCategory:
    """Category and rate of a `TaxCategory` or `ClassifiedTaxCategory`. Without a rate it is 0 (category O has none)."""
    return TaxCategory(node.text("cbc:ID") or "S", _rate(node))


def category_of(node: Node, path: str, default: TaxCategory | None) -> TaxCategory:
    """The category stated at the path, else the only one of the whole document, else a problem."""
    if found := node.find(path):
        return read_category(found)
    if default is None:
        node.findings.unreadable_figure(node.where(path), "the tax category is missing")
    return default or _OUTSIDE


def subtotals(invoice: Node, currency: str) -> tuple[Node, ...]:
    """The rows of the tax breakdown: those of the tax total that is in the invoice's own currency."""
    return tuple(row for each in tax_totals(invoice, currency) for row in each.all("cac:TaxSubtotal"))


def tax_totals(invoice: Node, currency: str) -> tuple[Node, ...]:
    """The tax totals in a currency: the invoice's own, or the one in which the seller accounts for tax."""
    found = [each for each in invoice.all("cac:TaxTotal") if _currency(each) == currency]
    with_rows = [each for each in found if each.find("cac:TaxSubtotal")]
    return tuple(with_rows or found)


def check_currencies(invoice: Node, currency: str) -> None:
    """A tax total must be in the invoice's currency or in the one for accounting; any other is a problem."""
    known = (currency, invoice.text("cbc:TaxCurrencyCode"))
    for each in invoice.all("cac:TaxTotal"):
        stated = _currency(each)
        if currency and (not stated or stated not in known):
            said = f"is in {stated[:10]!r}" if stated else "has no TaxAmount with a currencyID"
            each.findings.unreadable_figure(
                each.where("cbc:TaxAmount"), f"TaxTotal {said}, but the invoice is in {currency}"
            )


def only_category(invoice: Node, currency: str) -> TaxCategory | None:
    """What a line without a category falls under: the only row of the breakdown, or no tax where there is none."""
    stated = {read_row_category(row) for row in subtotals(invoice, currency)}
    if not stated:
        return _OUTSIDE
    return stated.pop() if len(stated) == 1 else None


def read_row_category(row: Node) -> TaxCategory:
    """The category of a row of the breakdown; older files put the rate beside the category."""
    found = row.find("cac:TaxCategory")
    category = read_category(found) if found else _OUTSIDE
    return category if category.rate else TaxCategory(category.code, _rate(row))


def exemption_reasons(invoice: Node, currency: str) -> dict[str, str]:
    """Why no tax is due, by category: in words, else as a code; from the breakdown, else from the lines."""
    rows = [row.find("cac:TaxCategory") for row in subtotals(invoice, currency)]
    lines = [line.find("cac:Item/cac:ClassifiedTaxCategory") for line in invoice.all("cac:InvoiceLine")]
    reasons: dict[str, str] = {}
    for category in filter(None, (*rows, *lines)):
        reason = next(filter(None, (category.prose(path) for path in _EXEMPTION)), "")
        if reason:
            reasons.setdefault(category.text("cbc:ID") or "S", reason)
    return reasons


def _rate(node: Node) -> Decimal:
    rate = decimal(node, "cbc:Percent") or Decimal(0)
    if 0 <= rate <= _HIGHEST_RATE:
        return rate
    node.findings.unreadable_figure(node.where("cbc:Percent"), f"a tax rate of {rate} % cannot be")
    return Decimal(0)


def _currency(tax_total: Node) -> str:
    found = tax_total.find("cbc:TaxAmount")
    return found.attribute("currencyID") if found else ""
