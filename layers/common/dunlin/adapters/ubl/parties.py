"""Seller, buyer, payee and tax representative."""

import re

from dunlin.adapters.ubl.delivery import read_address
from dunlin.adapters.ubl.node import Node
from dunlin.domain.party import Party

# Tax numbers that stand for the company itself. Others (a local registration, "F-skatt") are printed, not matched by.
_TAX_SCHEMES = ("VAT", "GST", "")
_MAILBOX = re.compile(r"[^@]+@[^@]+")
_BETWEEN_MAILBOXES = re.compile(r"[\s<>,;:]+")
_EMAIL_SCHEME = "EM"
_CREDITOR_SCHEME = "SEPA"


def read_accounting_party(invoice: Node, role: str, *, who: str) -> Party:
    """The seller (`AccountingSupplierParty`) or buyer (`AccountingCustomerParty`); a problem when it has no name."""
    holder = invoice.find(f"cac:{role}")
    node = holder.find("cac:Party") if holder else None
    party = _read_party(node, _contact(holder, node), who=who) if holder and node else Party(name="")
    if not party.name:
        where = f"cac:{role}/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName"
        invoice.findings.problem(invoice.where(where), f"the {who} has no name")
    return party


def read_other_party(invoice: Node, role: str, *, who: str) -> Party | None:
    """The payee (`PayeeParty`) or tax representative, which stand without an outer element; None without a name."""
    node = invoice.find(f"cac:{role}")
    party = _read_party(node, node.find("cac:Contact"), who=who) if node else None
    return party if party and party.name else None


def read_creditor_id(invoice: Node) -> str:
    """The bank's id of who collects direct debits (BT-90), which stands with the payee or the seller."""
    for path in ("cac:PayeeParty", "cac:AccountingSupplierParty/cac:Party"):
        party = invoice.find(path)
        for each in party.all("cac:PartyIdentification") if party else ():
            if (found := each.find("cbc:ID")) and found.attribute("schemeID") == _CREDITOR_SCHEME:
                return found.text()
    return ""


def _read_party(node: Node, contact: Node | None, *, who: str) -> Party:
    legal, trading = node.text("cac:PartyLegalEntity/cbc:RegistrationName"), node.text("cac:PartyName/cbc:Name")
    name = legal or trading or _person(node)
    tax_id, other_numbers = _tax_numbers(node)
    registration_id = node.text("cac:PartyLegalEntity/cbc:CompanyID")
    ids = (*_identifications(node), *other_numbers)
    place = node.find("cac:PostalAddress") or node.find("cac:PartyLegalEntity/cac:RegistrationAddress")
    return Party(
        name=name,
        trading_name=trading if trading != name else "",
        address=read_address(place),
        tax_id=tax_id,
        registration_id=registration_id,
        other_ids=tuple(dict.fromkeys(each for each in ids if each not in (tax_id, registration_id))),
        legal_form=node.prose("cac:PartyLegalEntity/cbc:CompanyLegalForm"),
        contact_name=contact.text("cbc:Name") if contact else "",
        email=_email(node, contact, who=who),
        phone=contact.text("cbc:Telephone") if contact else "",
    )


def _person(node: Node) -> str:
    names = (node.text("cac:Person/cbc:FirstName"), node.text("cac:Person/cbc:FamilyName"))
    return " ".join(filter(None, names))


def _tax_numbers(node: Node) -> tuple[str, tuple[str, ...]]:
    schemes = [
        (each.text("cac:TaxScheme/cbc:ID"), each.text("cbc:CompanyID")) for each in node.all("cac:PartyTaxScheme")
    ]
    tax_id = next((number for scheme, number in schemes if number and scheme.upper() in _TAX_SCHEMES), "")
    return tax_id, tuple(number for _, number in schemes if number and number != tax_id)


def _identifications(node: Node) -> tuple[str, ...]:
    found = (each.find("cbc:ID") for each in node.all("cac:PartyIdentification"))
    ids = (each.text() for each in found if each and each.attribute("schemeID") != _CREDITOR_SCHEME)
    return tuple(filter(None, ids))


def _contact(holder: Node, party: Node) -> Node | None:
    """The party's contact, or the one for accounts; an address to write to wins, for that is what we need."""
    found = (party.find("cac:Contact"), holder.find("cac:AccountingContact"), holder.find("cac:BuyerContact"))
    contacts = [contact for contact in found if contact]
    return next((each for each in contacts if each.text("cbc:ElectronicMail")), contacts[0] if contacts else None)


def _email(party: Node, contact: Node | None, *, who: str) -> str:
    stated = contact.text("cbc:ElectronicMail") if contact else ""
    if not stated and (endpoint := party.find("cbc:EndpointID")) and endpoint.attribute("schemeID") == _EMAIL_SCHEME:
        stated = endpoint.text()
    addresses = [part for part in _BETWEEN_MAILBOXES.split(stated) if _MAILBOX.fullmatch(part)]
    if stated and not addresses:
        party.findings.warn(f"The e-mail address of the {who} is not one; it was left out.")
    if len(addresses) > 1:
        party.findings.warn(f"The {who} has {len(addresses)} e-mail addresses in one place; the first was taken.")
    return addresses[0] if addresses else ""
