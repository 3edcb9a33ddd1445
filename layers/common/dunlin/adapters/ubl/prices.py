"""Quantity and price of a line, and whether they come to the amount that the line states."""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from dunlin.adapters.ubl.node import Node
from dunlin.adapters.ubl.values import MOST_BEFORE_POINT, PRECISION, decimal, price
from dunlin.domain.money import Money, to_decimal
from dunlin.domain.pricing import PLACES, gross
from dunlin.domain.totals import Adjustment


@dataclass(frozen=True, slots=True)
class Price:
    """As stated: `unit` is for `base_quantity` units, `before_discount` the same before the price's own discount."""

    quantity: Decimal
    unit: Decimal
    base_quantity: Decimal
    before_discount: Decimal | None


def read_price(node: Node, line_id: str, net: int, adjustments: tuple[Adjustment, ...], currency: str) -> Price:
    """Quantity and price of a line, the price from the amount where none is stated; a difference is a warning."""
    quantity, base_quantity = _quantity(node, line_id), _base_quantity(node)
    adjusted = sum(each.signed for each in adjustments)
    unit = price(node, "cac:Price/cbc:PriceAmount", currency)
    if unit is None:
        unit = _unit_from(net - adjusted, quantity, base_quantity, currency)
        node.findings.warn(f"Line {line_id} states no price; {unit} follows from its amount.")
    found = Price(quantity, unit, base_quantity, price(node, "cac:Price/cac:AllowanceCharge/cbc:BaseAmount", currency))
    if node.find("cac:Price/cbc:PriceAmount") and not node.findings.unreadable:
        _compare(node, line_id, net, found, adjusted=adjusted, currency=currency)
    return found


def _quantity(node: Node, line_id: str) -> Decimal:
    stated = decimal(node, "cbc:InvoicedQuantity")
    if stated is None and not node.text("cbc:InvoicedQuantity"):
        node.findings.warn(f"Line {line_id} states no quantity; 1 was taken.")
    return Decimal(1) if stated is None else stated


def _base_quantity(node: Node) -> Decimal:
    stated = decimal(node, "cac:Price/cbc:BaseQuantity")
    if stated is not None and stated <= 0:
        where = node.where("cac:Price/cbc:BaseQuantity")
        node.findings.unreadable_figure(where, f"a price cannot be for {stated} units")
        return Decimal(1)
    return Decimal(1) if stated is None else stated


def _unit_from(amount: int, quantity: Decimal, base_quantity: Decimal, currency: str) -> Decimal:
    """The price that a line without one must have had."""
    if not currency:
        return Decimal(0)
    with localcontext(prec=PRECISION):
        major = to_decimal(Money(amount, currency))
        unit = round(major * base_quantity / quantity, PLACES) if quantity else major
    return unit if unit.adjusted() < MOST_BEFORE_POINT else major


def _compare(node: Node, line_id: str, net: int, found: Price, *, adjusted: int, currency: str) -> None:
    with localcontext(prec=PRECISION):
        expected = gross(found.quantity, found.unit, found.base_quantity, currency=currency) + adjusted
    if net == expected:
        return
    sum_ = f"{found.quantity} × {found.unit}"
    if found.base_quantity != 1:
        sum_ += f" per {found.base_quantity}"
    if adjusted:
        sum_ += " with its allowances and charges"
    node.findings.warn(
        f"Line {line_id} states {Money(net, currency)}, but {sum_} makes {Money(expected, currency)}. "
        "The stated amount counts."
    )
