"""Invoice lines, their net amounts as stated: EN 16931 does not make them quantity times price, nor do real files."""

from dunlin.adapters.ubl.adjustments import read_adjustment
from dunlin.adapters.ubl.delivery import read_period
from dunlin.adapters.ubl.node import Node
from dunlin.adapters.ubl.prices import read_price
from dunlin.adapters.ubl.taxes import TaxCategory, category_of
from dunlin.adapters.ubl.values import required_amount
from dunlin.domain.document import Line

_ITEM_IDS = ("cac:SellersItemIdentification", "cac:StandardItemIdentification", "cac:BuyersItemIdentification")


def read_lines(invoice: Node, currency: str, default: TaxCategory | None) -> tuple[Line, ...]:
    """All lines; a problem when there is none."""
    lines = invoice.all("cac:InvoiceLine")
    if not lines:
        invoice.findings.problem(invoice.where("cac:InvoiceLine"), "the invoice has no lines")
    return tuple(_read_line(node, str(position), currency, default) for position, node in enumerate(lines, start=1))


def _read_line(node: Node, position: str, currency: str, default: TaxCategory | None) -> Line:
    line_id = node.text("cbc:ID") or position
    category = category_of(node, "cac:Item/cac:ClassifiedTaxCategory", default)
    net = required_amount(node, "cbc:LineExtensionAmount", currency)
    adjustments = tuple(read_adjustment(each, currency, category) for each in node.all("cac:AllowanceCharge"))
    price = read_price(node, line_id, net, adjustments, currency)
    if node.find("cac:SubInvoiceLine"):
        node.findings.warn(f"Line {line_id} has lines of its own, which are not printed; its own amount counts.")
    name, description = _wording(node)
    return Line(
        line_id=line_id,
        name=name,
        quantity=price.quantity,
        unit_price=price.unit,
        net=net,
        tax_category=category.code,
        tax_rate=category.rate,
        description=description,
        unit_code=found.attribute("unitCode") if (found := node.find("cbc:InvoicedQuantity")) else "",
        base_quantity=price.base_quantity,
        adjustments=adjustments,
        item_id=next(filter(None, (node.text(f"cac:Item/{each}/cbc:ID") for each in _ITEM_IDS)), ""),
        note=node.prose("cbc:Note"),
        period=read_period(node),
        gross_price=price.before_discount,
        attributes=_attributes(node),
    )


def _wording(node: Node) -> tuple[str, str]:
    """Name and description. A nameless item goes by its description, which is then not said twice."""
    name, description = node.text("cac:Item/cbc:Name"), node.prose("cac:Item/cbc:Description")
    if not name:
        name, description = " ".join(description.split()), ""
    if not name:
        node.findings.problem(node.where("cac:Item/cbc:Name"), "the item has no name")
    return name, description


def _attributes(node: Node) -> tuple[tuple[str, str], ...]:
    item = node.find("cac:Item")
    properties = item.all("cac:AdditionalItemProperty") if item else ()
    pairs = ((each.text("cbc:Name"), each.text("cbc:Value")) for each in properties)
    return tuple((name, value) for name, value in pairs if name and value)
