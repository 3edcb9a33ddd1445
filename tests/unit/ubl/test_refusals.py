"""What is not taken is refused clearly, with everything that is wrong at once."""

import pytest

from dunlin.adapters.ubl.reader import read_invoice
from dunlin.domain.errors import InvalidInput, TooLarge, UnsupportedDocument
from tests.unit.ubl.files import SMALL, UBL, changed, problems, read, refusal, sample


def test_a_credit_note_is_named_and_told_what_to_do_instead() -> None:
    error = refusal(lambda: read_invoice(sample("peppol-creditnote")), UnsupportedDocument)
    assert "this is a CreditNote document" in str(error)
    assert "Void the invoice it cancels" in str(error)
    assert error.problems[0].where == "/CreditNote"


@pytest.mark.parametrize("code", ["381", "396", "83"])
def test_an_invoice_whose_type_code_credits_is_a_credit_note(code: str) -> None:
    error = refusal(lambda: read(changed((">380<", f">{code}<"))), UnsupportedDocument)
    assert f"type code {code} makes this a credit note" in str(error)


def test_another_syntax_is_named() -> None:
    cii = '<r:CrossIndustryInvoice xmlns:r="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>'
    error = refusal(lambda: read(cii), UnsupportedDocument)
    assert "CrossIndustryInvoice" in str(error)
    assert "UBL form of the same invoice" in str(error)


def test_an_invoice_of_another_namespace_is_named() -> None:
    error = refusal(lambda: read('<Invoice xmlns="urn:example:billing"/>'), UnsupportedDocument)
    assert "in the namespace urn:example:billing" in str(error)
    assert "without a namespace" in str(refusal(lambda: read("<Invoice/>"), UnsupportedDocument))


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE Invoice SYSTEM "http://example.com/invoice.dtd">',
        '<!DOCTYPE Invoice [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Invoice [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
    ],
)
def test_a_document_type_declaration_is_refused_whatever_it_declares(declaration: str) -> None:
    xml = changed(("<Invoice ", f"{declaration}<Invoice "), (">A-1<", ">&a;<"))
    assert "document type declaration" in str(refusal(lambda: read(xml), UnsupportedDocument))


def test_more_than_five_megabytes_are_too_large() -> None:
    error = refusal(lambda: read_invoice(b" " * (5 * 1024 * 1024 + 1)), TooLarge)
    assert "5 MB" in str(error)


def test_broken_xml_is_refused_with_line_and_column() -> None:
    error = refusal(lambda: read("<Invoice>\n  <a></b>\n</Invoice>"))
    assert error.problems[0].where == "line 2, column 8"
    assert "mismatched tag" in str(error)


@pytest.mark.parametrize("file", [b"", b"not xml", b"\x00\x01", b'<?xml version="1.0" encoding="klingon"?><a/>'])
def test_what_is_no_xml_is_refused(file: bytes) -> None:
    assert isinstance(refusal(lambda: read_invoice(file)), InvalidInput)


def test_everything_missing_is_named_at_once() -> None:
    empty = f'<Invoice xmlns="{UBL}:Invoice-2"/>'
    assert list(problems(empty)) == [
        "/Invoice/cbc:ID",
        "/Invoice/cbc:IssueDate",
        "/Invoice/cbc:DocumentCurrencyCode",
        "/Invoice/cac:InvoiceLine",
        "/Invoice/cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName",
        "/Invoice/cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName",
        "/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount",
    ]


def test_an_unreadable_figure_is_named_where_it_stands() -> None:
    second = SMALL[SMALL.index("  <cac:InvoiceLine>") : SMALL.index("</Invoice>")].replace(">100.00<", ">1OO<")
    found = problems(changed(("</Invoice>", f"{second}</Invoice>")))
    assert found == {"/Invoice/cac:InvoiceLine[2]/cbc:LineExtensionAmount": "'1OO' is not a decimal number"}


def test_a_date_that_is_none_is_named() -> None:
    assert problems(changed(("2026-11-02", "2026-02-30"))) == {
        "/Invoice/cbc:IssueDate": "'2026-02-30' is not a date; write 2013-04-10"
    }


def test_an_unknown_currency_is_refused() -> None:
    found = problems(changed(("<cbc:DocumentCurrencyCode>EUR", "<cbc:DocumentCurrencyCode>EUX")))
    assert found == {"/Invoice/cbc:DocumentCurrencyCode": "'EUX' is not an ISO 4217 currency code"}


def test_an_amount_in_another_currency_is_named() -> None:
    found = problems(changed(('<cbc:PayableAmount currencyID="EUR"', '<cbc:PayableAmount currencyID="USD"')))
    assert found == {
        "/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount": "PayableAmount is in 'USD', but the invoice is in EUR"
    }


def test_a_tax_total_in_a_currency_nobody_spoke_of_is_named() -> None:
    tax = SMALL[SMALL.index("  <cac:TaxTotal>") : SMALL.index("  <cac:LegalMonetaryTotal>")]
    found = problems(changed((tax, tax.replace("EUR", "USD"))))
    assert found["/Invoice/cac:TaxTotal/cbc:TaxAmount"] == "TaxTotal is in 'USD', but the invoice is in EUR"


def test_more_decimals_than_the_currency_has_are_refused_unless_zeros() -> None:
    found = problems(changed((">120.00<", ">120.001<")))
    assert "120.001 has more decimals than EUR allows (2)" in found.values()
    assert read(changed((">120.00<", ">120.0000<"))).document.totals.payable == 12000


def test_an_unknown_type_code_is_refused() -> None:
    found = problems(changed((">380<", ">999<")))
    assert found == {
        "/Invoice/cbc:InvoiceTypeCode": "'999' is not an invoice type code of EN 16931 (380 is an invoice)"
    }


def test_a_number_that_cannot_be_printed_on_one_line_is_refused() -> None:
    assert "/Invoice/cbc:ID" in problems(changed((">A-1<", f">{'9' * 101}<")))
    assert "/Invoice/cbc:ID" in problems(changed((">A-1<", ">A\u200b1<")))
