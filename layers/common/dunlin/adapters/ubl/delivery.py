"""When and where: billing periods, delivery, postal addresses."""

from datetime import date

from dunlin.adapters.ubl.node import Node
from dunlin.adapters.ubl.values import day
from dunlin.domain.document import Period
from dunlin.domain.party import Address, Party

_ALPHA_2 = 2


def read_delivery_date(invoice: Node) -> date | None:
    """When it was delivered, of the first delivery."""
    delivery = invoice.find("cac:Delivery")
    return day(delivery, "cbc:ActualDeliveryDate") if delivery else None


def read_deliver_to(invoice: Node) -> Party | None:
    """Whom and where it was delivered to, of the first delivery."""
    deliveries = invoice.all("cac:Delivery")
    if len(deliveries) > 1:
        invoice.findings.warn(f"The file names {len(deliveries)} deliveries; only the first is printed.")
    if not deliveries:
        return None
    delivery = deliveries[0]
    place = delivery.find("cac:DeliveryLocation/cac:Address") or delivery.find("cac:DeliveryAddress")
    name = delivery.text("cac:DeliveryParty/cac:PartyName/cbc:Name") or delivery.text("cac:DeliveryLocation/cbc:Name")
    party = Party(name=name, address=read_address(place))
    return party if party != Party(name="") else None


def read_period(node: Node) -> Period | None:
    """The first billing period of the document or a line."""
    period = node.find("cac:InvoicePeriod")
    if period is None:
        return None
    start, end = day(period, "cbc:StartDate"), day(period, "cbc:EndDate")
    return Period(start, end) if start or end else None


def read_address(node: Node | None) -> Address:
    """A postal address. A country without a proper code is printed by its name."""
    if node is None:
        return Address()
    street = " ".join(filter(None, (node.text("cbc:StreetName"), node.text("cbc:BuildingNumber"))))
    more = (
        node.text(f"cbc:{name}") for name in ("BuildingName", "AdditionalStreetName", "Postbox", "CitySubdivisionName")
    )
    code = node.text("cac:Country/cbc:IdentificationCode").upper()
    known = len(code) == _ALPHA_2 and code.isascii() and code.isalpha()
    country_name = "" if known else node.text("cac:Country/cbc:Name")
    lines = (street, *more, *node.texts("cac:AddressLine/cbc:Line"), country_name)
    return Address(
        lines=tuple(filter(None, lines)),
        city=node.text("cbc:CityName"),
        postal_code=node.text("cbc:PostalZone"),
        region=node.text("cbc:CountrySubentity"),
        country=code if known else "",
    )
