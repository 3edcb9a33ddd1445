"""What an invoice says, as callers get it: parties, lines, totals."""

from decimal import Decimal
from typing import Any

from api.bodies.common import AddressBody, Amount, Shown, amount, as_is
from dunlin.domain.document import InvoiceDocument, Line
from dunlin.domain.totals import Adjustment


class PartyShown(Shown):
    """A party as it stands on the document."""

    name: str
    trading_name: str
    address: AddressBody
    tax_id: str
    registration_id: str
    contact_name: str
    email: str
    phone: str


class AdjustmentShown(Shown):
    """An allowance or a charge."""

    kind: str
    amount: Amount
    reason: str
    percent: Decimal | None
    tax_category: str
    tax_rate: Decimal


class LineShown(Shown):
    """A line."""

    line_id: str
    name: str
    description: str
    quantity: Decimal
    unit_code: str
    unit_price: Decimal
    base_quantity: Decimal
    net: Amount
    tax_category: str
    tax_rate: Decimal
    adjustments: list[AdjustmentShown]
    note: str


class TaxGroupShown(Shown):
    """A row of the tax breakdown."""

    category: str
    rate: Decimal
    taxable: Amount
    tax: Amount
    exemption_reason: str


class TotalsShown(Shown):
    """The document's totals."""

    lines: Amount
    allowances: Amount
    charges: Amount
    tax_exclusive: Amount
    tax_groups: list[TaxGroupShown]
    tax: Amount
    tax_inclusive: Amount
    prepaid: Amount
    rounding: Amount
    payable: Amount


class ReferenceShown(Shown):
    """A document that the invoice refers to."""

    kind: str
    value: str


class MeansShown(Shown):
    """A way to pay."""

    code: str
    reference: str
    iban: str
    bic: str
    account_name: str
    account_number: str


def content(document: InvoiceDocument) -> dict[str, Any]:
    """The fields of `InvoiceShown` that the document fills."""
    return {
        "seller": as_is(PartyShown, document.seller),
        "buyer": as_is(PartyShown, document.buyer),
        "lines": [_line(line, document.currency) for line in document.lines],
        "adjustments": [_adjustment(each, document.currency) for each in document.adjustments],
        "totals": _totals(document),
        "references": [ReferenceShown.model_validate(each) for each in document.references],
        "notes": list(document.notes),
        "payment_terms": document.payment_terms,
        "payment_means": [MeansShown.model_validate(each) for each in document.payment_means],
    }


def _line(line: Line, currency: str) -> LineShown:
    names = "line_id name description quantity unit_code unit_price base_quantity tax_category tax_rate note"
    return LineShown(
        net=amount(line.net, currency),
        adjustments=[_adjustment(each, currency) for each in line.adjustments],
        **{name: getattr(line, name) for name in names.split()},
    )


def _adjustment(of: Adjustment, currency: str) -> AdjustmentShown:
    return AdjustmentShown(
        kind="charge" if of.charge else "allowance",
        amount=amount(of.amount, currency),
        reason=of.reason,
        percent=of.percent,
        tax_category=of.tax_category,
        tax_rate=of.tax_rate,
    )


def _totals(document: InvoiceDocument) -> TotalsShown:
    totals, currency = document.totals, document.currency
    names = "lines allowances charges tax_exclusive tax tax_inclusive prepaid rounding payable"
    groups = [
        TaxGroupShown(
            category=group.category,
            rate=group.rate,
            taxable=amount(group.taxable, currency),
            tax=amount(group.tax, currency),
            exemption_reason=group.exemption_reason,
        )
        for group in totals.tax_groups
    ]
    return TotalsShown(tax_groups=groups, **{name: amount(getattr(totals, name), currency) for name in names.split()})
