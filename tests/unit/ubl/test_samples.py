"""Invoices nobody here wrote come in with the totals they state."""

from datetime import date
from decimal import Decimal

import pytest

from dunlin.adapters.ubl.reader import read_invoice
from dunlin.domain.document import PaymentMeans, Period, Reference
from dunlin.domain.money import Money
from dunlin.domain.party import Address
from dunlin.domain.totals import Adjustment, TaxGroup
from tests.unit.ubl.files import sample


@pytest.mark.parametrize(
    ("name", "currency", "lines", "tax", "payable"),
    [
        ("peppol-base-example", "EUR", 130000, 33125, 165625),
        ("tc434-example1", "EUR", 22960, 2073, 25033),
        ("tc434-example3", "DKK", 160000, 30500, 200500),
        ("tc434-example4", "DKK", 400000, 67500, 467500),
        ("tc434-example5", "DKK", 400000, 67500, 233750),
    ],
)
def test_a_real_invoice_comes_in_with_its_own_totals(
    name: str, currency: str, lines: int, tax: int, payable: int
) -> None:
    document = read_invoice(sample(name)).document
    assert document.currency == currency
    assert (document.totals.lines, document.totals.tax, document.totals.payable) == (lines, tax, payable)


def test_a_full_invoice_keeps_its_head() -> None:
    invoice = read_invoice(sample("tc434-example5"))
    document = invoice.document
    assert (invoice.number, invoice.issue_date, invoice.due_date) == ("TOSL110", date(2013, 4, 10), date(2013, 5, 10))
    assert document.notes == ("Ordered through our website#Ordering information",)
    assert document.period == Period(date(2013, 3, 10), date(2013, 4, 10))
    assert document.payment_terms == "50% prepaid, 50% within one month"
    assert document.references == (
        Reference("buyer", "qwerty"),
        Reference("order", "PO4711"),
        Reference("sales_order", "123"),
        Reference("contract", "2013-05"),
        Reference("project", "Project345"),
        Reference("despatch", "5433"),
        Reference("receipt", "3544"),
        Reference("tender", "Lot567"),
        Reference("accounting", "67543"),
        Reference("preceding_invoice", "TOSL109", date(2013, 3, 10)),
    )


def test_a_full_invoice_keeps_its_parties() -> None:
    document = read_invoice(sample("tc434-example5")).document
    seller, buyer = document.seller, document.buyer
    assert (seller.name, seller.trading_name, seller.legal_form) == ("SellerCompany", "SelCo", "Export")
    assert (seller.tax_id, seller.registration_id) == ("NL16356706", "NL16356706")
    assert seller.other_ids == ("5790000436101",)
    assert buyer.address == Address(("Anystreet, Building 1", "5th floor"), "Anytown", "101", "Jutland", "DK")
    assert (buyer.contact_name, buyer.email, buyer.phone) == (
        "John Hansen",
        "john.hansen@buyercompany.dk",
        "+4598989898",
    )
    assert document.payee is not None
    assert document.payee.name == "Dagobert Duck"
    assert document.tax_representative is not None
    assert document.tax_representative.tax_id == "DK16356609"
    assert document.deliver_to is not None
    assert document.deliver_to.name == "Logistic service Ltd"


def test_a_full_invoice_keeps_its_money() -> None:
    document = read_invoice(sample("tc434-example5")).document
    assert document.payment_means == (
        PaymentMeans(code="49", reference="Payref1", mandate_id="123456", payer_account="DK1212341234123412"),
    )
    assert document.adjustments[0] == Adjustment(
        False, 15000, "Loyal customer", "100", Decimal(10), 150000, "S", Decimal(25)
    )
    assert document.totals.tax_groups == (
        TaxGroup("S", Decimal(25), 150000, 37500),
        TaxGroup("S", Decimal(12), 250000, 30000),
    )
    assert (document.totals.prepaid, document.totals.payable) == (233750, 233750)
    assert document.accounting_tax == Money(62862, "EUR")


def test_a_full_invoice_keeps_its_lines() -> None:
    line = read_invoice(sample("tc434-example5")).document.lines[0]
    assert (line.line_id, line.name, line.description) == ("1", "Printing paper", "Printing paper, 2mm")
    assert (line.quantity, line.unit_code, line.unit_price, line.gross_price, line.net) == (
        Decimal(1000),
        "EA",
        Decimal(1),
        Decimal("1.10"),
        100000,
    )
    assert (line.item_id, line.note, line.attributes) == ("JB007", "first line", (("Thickness", "2 mm"),))
    assert [each.signed for each in line.adjustments] == [-10000, 10000]


def test_documents_that_came_along_are_counted_and_left_behind() -> None:
    assert read_invoice(sample("tc434-example5")).attachments == 1
    assert read_invoice(sample("tc434-example4")).attachments == 0


def test_a_line_that_is_not_quantity_times_price_is_taken_as_stated_and_told() -> None:
    invoice = read_invoice(sample("tc434-example1"))
    assert invoice.document.lines[19].net == -10998
    assert invoice.warnings == (
        "Line 20 states EUR -109.98, but 6 × 18.33 makes EUR 109.98. The stated amount counts.",
    )
