"""Allowances and charges, on the document and on lines."""

from decimal import Decimal, localcontext

from dunlin.adapters.ubl.node import Node
from dunlin.adapters.ubl.taxes import TaxCategory, category_of
from dunlin.adapters.ubl.values import PRECISION, amount, decimal, required_amount
from dunlin.domain.money import Money, round_half_up
from dunlin.domain.totals import Adjustment

_IS_CHARGE = {"true": True, "1": True, "false": False, "0": False}


def read_document_adjustments(invoice: Node, currency: str, default: TaxCategory | None) -> tuple[Adjustment, ...]:
    """The document's own, each under its tax category."""
    return tuple(
        read_adjustment(each, currency, category_of(each, "cac:TaxCategory", default))
        for each in invoice.all("cac:AllowanceCharge")
    )


def read_adjustment(node: Node, currency: str, category: TaxCategory) -> Adjustment:
    """One allowance or charge. The amount counts, also where percent and base say something else."""
    value = required_amount(node, "cbc:Amount", currency)
    base = amount(node, "cbc:BaseAmount", currency)
    return Adjustment(
        charge=_is_charge(node),
        amount=value,
        reason=", ".join(node.texts("cbc:AllowanceChargeReason")),
        reason_code=node.text("cbc:AllowanceChargeReasonCode"),
        percent=_percent(node, value, base, currency),
        base=base,
        tax_category=category.code,
        tax_rate=category.rate,
    )


def _is_charge(node: Node) -> bool:
    stated = node.text("cbc:ChargeIndicator").lower()
    if stated not in _IS_CHARGE:
        where = node.where("cbc:ChargeIndicator")
        node.findings.unreadable_figure(where, "say true for a charge or false for an allowance")
    return _IS_CHARGE.get(stated, False)


def _percent(node: Node, value: int, base: int | None, currency: str) -> Decimal | None:
    """EN 16931 reads the multiplier as a percentage; plain UBL as a factor, which we turn into one."""
    factor = decimal(node, "cbc:MultiplierFactorNumeric")
    if factor is None or base is None or not currency:
        return factor
    with localcontext(prec=PRECISION):
        made = {percent: round_half_up(base * percent / 100) for percent in (factor, factor * 100)}
    for percent, result in made.items():
        if result == value:
            return percent
    node.findings.warn(
        f"An allowance or charge states {Money(value, currency)}, but {factor} % of {Money(base, currency)} "
        f"is {Money(made[factor], currency)}. The stated amount counts."
    )
    return factor
