"""The totals that follow from lines, allowances and charges, held against every total the file states."""

from decimal import Decimal

from dunlin.adapters.ubl.node import Node
from dunlin.adapters.ubl.taxes import check_currencies, exemption_reasons, read_row_category, subtotals, tax_totals
from dunlin.adapters.ubl.values import amount, required_amount
from dunlin.domain.document import Line
from dunlin.domain.money import Money
from dunlin.domain.totals import Adjustment, Totals, total

_SUMS = "cac:LegalMonetaryTotal"
_STATED = (
    ("cbc:LineExtensionAmount", "lines", "the lines add up to"),
    ("cbc:AllowanceTotalAmount", "allowances", "the allowances add up to"),
    ("cbc:ChargeTotalAmount", "charges", "the charges add up to"),
    ("cbc:TaxExclusiveAmount", "tax_exclusive", "lines, allowances and charges make"),
    ("cbc:TaxInclusiveAmount", "tax_inclusive", "with the tax that follows it is"),
    ("cbc:PayableAmount", "payable", "tax inclusive less prepaid plus rounding is"),
)


def read_totals(invoice: Node, lines: tuple[Line, ...], adjustments: tuple[Adjustment, ...], currency: str) -> Totals:
    """The totals of the document; each difference from what the file states is a problem that names both."""
    check_currencies(invoice, currency)
    sums = invoice.find(_SUMS)
    if sums is None:
        invoice.findings.problem(invoice.where(f"{_SUMS}/cbc:PayableAmount"), "PayableAmount is missing")
        return total((), ())
    payable = required_amount(sums, "cbc:PayableAmount", currency)
    totals = total(
        lines,
        adjustments,
        prepaid=amount(sums, "cbc:PrepaidAmount", currency) or 0,
        rounding=amount(sums, "cbc:PayableRoundingAmount", currency) or 0,
        exemption_reasons=exemption_reasons(invoice, currency),
    )
    _compare_sums(sums, totals, currency)
    _compare_taxes(invoice, totals, currency)
    _check_payable(sums, payable, currency)
    return totals


def _compare_sums(sums: Node, totals: Totals, currency: str) -> None:
    for path, field, said in _STATED:
        stated = amount(sums, path, currency)
        if stated is not None:
            _compare(sums, path, stated, getattr(totals, field), said=said, currency=currency)


def _compare_taxes(invoice: Node, totals: Totals, currency: str) -> None:
    stated_totals = tax_totals(invoice, currency)
    amounts = [required_amount(each, "cbc:TaxAmount", currency) for each in stated_totals]
    if stated_totals:
        said = "the tax of all categories is"
        _compare(stated_totals[0], "cbc:TaxAmount", sum(amounts), totals.tax, said=said, currency=currency)
    if rows := subtotals(invoice, currency):
        _compare_rows(invoice, rows, totals, currency)


def _compare_rows(invoice: Node, rows: tuple[Node, ...], totals: Totals, currency: str) -> None:
    computed = {(group.category, group.rate): group for group in totals.tax_groups}
    stated = _stated_rows(rows, currency)
    for key, (row, taxable, tax) in stated.items():
        group = computed.get(key)
        name = _name(key)
        said = f"lines, allowances and charges of {name} make"
        _compare(row, "cbc:TaxableAmount", taxable, group.taxable if group else 0, said=said, currency=currency)
        _compare(row, "cbc:TaxAmount", tax, group.tax if group else 0, said=f"the tax of {name} is", currency=currency)
    for key in computed.keys() - stated.keys():
        if computed[key].taxable and not invoice.findings.unreadable:
            where = invoice.where("cac:TaxTotal/cac:TaxSubtotal")
            invoice.findings.problem(where, f"the tax breakdown has no row for {_name(key)}")


def _stated_rows(rows: tuple[Node, ...], currency: str) -> dict[tuple[str, Decimal], tuple[Node, int, int]]:
    """Taxable amount and tax per category and rate. Several rows of one (an exemption each, say) count together."""
    stated: dict[tuple[str, Decimal], tuple[Node, int, int]] = {}
    for row in rows:
        category = read_row_category(row)
        first, taxable, tax = stated.get((category.code, category.rate), (row, 0, 0))
        taxable += required_amount(row, "cbc:TaxableAmount", currency)
        tax += required_amount(row, "cbc:TaxAmount", currency)
        stated[category.code, category.rate] = (first, taxable, tax)
    return stated


def _compare(node: Node, path: str, stated: int, computed: int, *, said: str, currency: str) -> None:
    if stated != computed and not node.findings.unreadable:
        name = path.rpartition(":")[2]
        both = f"{name} states {Money(stated, currency)}, but {said} {Money(computed, currency)}"
        node.findings.problem(node.where(path), both)


def _check_payable(sums: Node, payable: int, currency: str) -> None:
    if payable < 0:
        message = f"nothing can be asked for: the amount to pay is negative ({Money(payable, currency)})"
        sums.findings.problem(sums.where("cbc:PayableAmount"), message)
    elif payable == 0:
        sums.findings.warn("The amount to pay is zero: there is nothing to ask for.")


def _name(key: tuple[str, Decimal]) -> str:
    return f"category {key[0]} at {key[1]} %"
