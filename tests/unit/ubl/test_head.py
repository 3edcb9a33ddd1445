"""Parties, notes and references in the forms real files give them."""

import pytest

from dunlin.domain.document import Reference
from tests.unit.ubl.files import changed, read, with_header

_BUYER = "<cac:PartyLegalEntity><cbc:RegistrationName>Borg AB</cbc:RegistrationName></cac:PartyLegalEntity>"


def test_a_company_may_go_by_its_trading_name_alone() -> None:
    buyer = read(changed((_BUYER, "<cac:PartyName><cbc:Name>Borg</cbc:Name></cac:PartyName>"))).document.buyer
    assert (buyer.name, buyer.trading_name) == ("Borg", "")


def test_a_person_is_a_party_too() -> None:
    person = "<cac:Person><cbc:FirstName>Ida</cbc:FirstName><cbc:FamilyName>Borg</cbc:FamilyName></cac:Person>"
    assert read(changed((_BUYER, person))).document.buyer.name == "Ida Borg"


def test_only_a_vat_number_is_a_companys_tax_id() -> None:
    schemes = "".join(
        f"<cac:PartyTaxScheme><cbc:CompanyID>{number}</cbc:CompanyID>"
        f"<cac:TaxScheme><cbc:ID>{scheme}</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        for scheme, number in (("TAX", "Foretaksregisteret"), ("VAT", "NO987654321MVA"))
    )
    buyer = read(changed((_BUYER, schemes + _BUYER))).document.buyer
    assert (buyer.tax_id, buyer.other_ids) == ("NO987654321MVA", ("Foretaksregisteret",))


def test_the_contact_with_an_address_wins() -> None:
    contacts = (
        "<cac:AccountingContact><cbc:Name>Accounts</cbc:Name><cbc:ElectronicMail>ap@borg.se</cbc:ElectronicMail>"
        "</cac:AccountingContact></cac:AccountingCustomerParty>"
    )
    reception = f"{_BUYER}<cac:Contact><cbc:Name>Reception</cbc:Name></cac:Contact>"
    buyer = read(changed((_BUYER, reception), ("</cac:AccountingCustomerParty>", contacts))).document.buyer
    assert (buyer.contact_name, buyer.email) == ("Accounts", "ap@borg.se")


def test_an_electronic_address_that_is_a_mailbox_will_do() -> None:
    endpoint = '<cbc:EndpointID schemeID="EM">inbox@borg.se</cbc:EndpointID>'
    assert read(changed((_BUYER, endpoint + _BUYER))).document.buyer.email == "inbox@borg.se"
    gln = '<cbc:EndpointID schemeID="0088">7300010000001</cbc:EndpointID>'
    assert read(changed((_BUYER, gln + _BUYER))).document.buyer.email == ""


@pytest.mark.parametrize(
    ("stated", "taken", "warning"),
    [
        ("ask reception", "", "The e-mail address of the buyer is not one; it was left out."),
        ("a@borg.se; b@borg.se", "a@borg.se", "The buyer has 2 e-mail addresses in one place; the first was taken."),
        ("Ida &lt;ida@borg.se&gt;", "ida@borg.se", ""),
    ],
)
def test_odd_mail_addresses(stated: str, taken: str, warning: str) -> None:
    contact = f"<cac:Contact><cbc:ElectronicMail>{stated}</cbc:ElectronicMail></cac:Contact>"
    invoice = read(changed((_BUYER, _BUYER + contact)))
    assert invoice.document.buyer.email == taken
    assert invoice.warnings == ((warning,) if warning else ())


def test_an_address_keeps_every_line_and_a_country_without_a_code_its_name() -> None:
    address = (
        "<cac:PostalAddress><cbc:StreetName>Vej</cbc:StreetName><cbc:BuildingNumber>7</cbc:BuildingNumber>"
        "<cac:AddressLine><cbc:Line>c/o Lund</cbc:Line></cac:AddressLine>"
        "<cac:Country><cbc:Name>Danmark</cbc:Name></cac:Country></cac:PostalAddress>"
    )
    found = read(changed((_BUYER, address + _BUYER))).document.buyer.address
    assert (found.lines, found.country) == (("Vej 7", "c/o Lund", "Danmark"), "")


def test_a_notes_subject_code_is_for_machines() -> None:
    notes = read(with_header("<cbc:Note>#ADU#Thank you</cbc:Note><cbc:Note> </cbc:Note>")).document.notes
    assert notes == ("Thank you",)


def test_references_that_refer_to_nothing_are_left_out() -> None:
    order = "<cac:OrderReference><cbc:ID>NA</cbc:ID><cbc:SalesOrderID>123</cbc:SalesOrderID></cac:OrderReference>"
    assert read(with_header(order)).document.references == (Reference("sales_order", "123"),)


def test_an_invoiced_object_is_a_reference_and_not_an_attachment() -> None:
    meter = (
        "<cac:AdditionalDocumentReference><cbc:ID>METER-9</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>"
        "</cac:AdditionalDocumentReference>"
    )
    link = (
        "<cac:AdditionalDocumentReference><cbc:ID>sheet</cbc:ID><cac:Attachment><cac:ExternalReference>"
        "<cbc:URI>http://example.com/sheet</cbc:URI></cac:ExternalReference></cac:Attachment>"
        "</cac:AdditionalDocumentReference>"
    )
    invoice = read(with_header(meter + link))
    assert invoice.document.references == (Reference("object", "METER-9"),)
    assert invoice.attachments == 1


@pytest.mark.parametrize(
    ("code", "said"), [("325", "pro forma"), ("384", "void the invoice it replaces"), ("389", "self-billed")]
)
def test_invoices_that_want_a_second_look_say_so(code: str, said: str) -> None:
    invoice = read(changed((">380<", f">{code}<")))
    assert invoice.document.type_code == code
    assert said in invoice.warnings[0]


@pytest.mark.parametrize("code", ["326", "386", "875", "877"])
def test_partial_and_prepayment_invoices_are_invoices_like_any_other(code: str) -> None:
    assert read(changed((">380<", f">{code}<"))).warnings == ()
