"""The PDF says what the invoice says, in the recipient's words."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from dunlin.domain.document import InvoiceDocument, PaymentMeans, Period, Reference
from dunlin.domain.invoice import Payment, Status
from dunlin.domain.money import Money
from dunlin.domain.party import Address, Party
from dunlin.domain.totals import Adjustment
from dunlin.rendering.locales import LANGUAGES, choose
from dunlin.rendering.pdf import render_pdf
from tests.unit.rendering.builders import a_document, a_line, a_seller, an_invoice


def pages(document: InvoiceDocument, tag: str = "en-GB", *, draft: bool = False, **invoice: Any) -> list[str]:
    """The text of each page, every kind of space as a plain one."""
    pdf = render_pdf(an_invoice(document, **invoice), document, a_seller(), locale=choose(tag), draft=draft)
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def printed(document: InvoiceDocument, tag: str = "en-GB", **options: Any) -> str:
    return " ".join(pages(document, tag, **options))


def test_the_invoice_names_the_parties_the_dates_and_what_is_owed() -> None:
    text = printed(a_document(a_line(1), a_line(2)))
    for fact in (
        "Invoice RE-2026-0042", "€142.09 due by 2 December 2026", "Nordlicht Werkzeuge GmbH", "DE123456788",
        "HRB 123456 Hamburg", "Société Générale de Découpe SARL", "Attn. Amélie Lefèvre", "69002 Lyon", "France",
        "FR12345678901", "2 November 2026", "Purchase order", "PO-4711", "3 pcs.", "19.90", "19%", "59.70", "119.40",
        "22.69", "142.09", "DE89 3704 0044 0532 0130 00", "COBADEFFXXX", "Commerzbank", "Page 1 of 1",
    ):  # fmt: skip
        assert fact in text


def test_a_line_says_everything_there_is_to_know_about_it() -> None:
    line = a_line(
        1, description="Quarter inch", item_id="NW-7", note="Calibrated", period=Period(date(2026, 1, 1), None),
        base_quantity=Decimal(100), quantity=Decimal("1.5"), unit_code="HUR", attributes=(("Colour", "black"),),
        gross_price=Decimal(25), adjustments=(Adjustment(False, 100, "Loyal", percent=Decimal(10), base=1000),),
    )  # fmt: skip
    text = printed(a_document(line))
    assert "1 Torque wrench 1 1.5 hours 19.90 19% 0.30 per 100 hours" in text
    for fact in (
        "Quarter inch", "Item no. NW-7", "Calibrated", "from 1 January 2026", "Colour: black", "List price 25.00",
        "Discount: Loyal (10% of 10.00): -1.00",
    ):  # fmt: skip
        assert fact in text


def test_sixty_lines_have_a_header_on_every_page_and_carry_their_sum() -> None:
    text = pages(a_document(*(a_line(number) for number in range(1, 61))), "de-DE")
    assert len(text) == 3
    for number, page in enumerate(text, start=1):
        assert "Bezeichnung" in page
        assert f"Seite {number} von 3" in page
        assert "RE-2026-0042" in page
    assert text[0].count("Übertrag") == 1
    assert text[1].count("Übertrag") == 2
    assert all(f"Torque wrench {number} " in " ".join(text) for number in range(1, 61))


def test_what_is_carried_counts_the_allowances_too() -> None:
    adjustments = tuple(Adjustment(False, 100, f"Loyal {number}", tax_rate=Decimal(19)) for number in range(40))
    first, second, *_ = pages(a_document(a_line(1, net=10000), adjustments=adjustments))
    carried = Decimal(100 - first.count("Discount: Loyal"))
    assert f"Carried forward {carried}.00" in first
    assert f"Brought forward {carried}.00" in second


def test_allowances_charges_taxes_prepaid_and_rounding_lead_to_the_amount_due() -> None:
    adjustments = (
        Adjustment(False, 1000, "Loyal", percent=Decimal(10), base=10000, tax_rate=Decimal(19)),
        Adjustment(True, 500, "Freight", tax_rate=Decimal(7)),
    )
    document = a_document(a_line(1, net=10000), adjustments=adjustments, prepaid=5000, rounding=-5)
    text = printed(document, status=Status.PARTIALLY_PAID, payments=(Payment("p", 500, date(2026, 11, 9)),))
    for fact in (
        "Sum of lines 100.00", "Discount: Loyal", "10% of 100.00", "-10.00", "Surcharge: Freight",
        "VAT 19% 90.00 17.10", "VAT 7% 5.00 0.35", "Total excl. VAT 95.00", "Total incl. VAT 112.45",
        "Prepaid -50.00", "Rounding -0.05",
        "Payable 62.40", "Payment received 9 November 2026 -5.00", "Amount due €57.40",
    ):  # fmt: skip
        assert fact in text


@pytest.mark.parametrize(
    ("tag", "words"),
    [("en", "Reverse charge: the tax is payable by the customer."), ("de", "Steuerschuldnerschaft des Leistungsempf"),
     ("fr", "Autoliquidation"), ("es", "Inversión del sujeto pasivo"), ("nl", "Btw verlegd")],
)  # fmt: skip
def test_a_reverse_charge_is_said_in_the_words_of_the_law(tag: str, words: str) -> None:
    assert words in printed(a_document(a_line(1, tax_category="AE", tax_rate=Decimal(0))), tag)


@pytest.mark.parametrize(
    ("tag", "draft", "paid", "void"),
    [("en", "DRAFT", "PAID", "VOID"), ("de", "ENTWURF", "BEZAHLT", "STORNIERT"),
     ("fr", "BROUILLON", "ACQUITTÉE", "ANNULÉE"), ("es", "BORRADOR", "PAGADA", "ANULADA"),
     ("nl", "CONCEPT", "BETAALD", "VERVALLEN")],
)  # fmt: skip
def test_each_mark_is_in_the_recipients_language(tag: str, draft: str, paid: str, void: str) -> None:
    document = a_document()
    everything = (Payment("p", document.totals.payable, date(2026, 11, 9)),)
    assert printed(document, tag, draft=True).count(draft) == 2
    assert printed(document, tag, status=Status.DRAFT).count(draft) == 2
    assert paid in printed(document, tag, status=Status.PAID, payments=everything)
    assert printed(document, tag, status=Status.VOID).count(void) >= 2


@pytest.mark.parametrize("status", [Status.PAID, Status.VOID])
def test_an_invoice_that_must_not_be_paid_offers_no_account(status: Status) -> None:
    document = a_document()
    payments = (Payment("p", document.totals.payable, date(2026, 11, 9)),) if status is Status.PAID else ()
    assert "IBAN" not in printed(document, status=status, payments=payments)


def test_a_direct_debit_says_when_it_comes_and_hides_the_account() -> None:
    means = PaymentMeans(code="59", mandate_id="M-1", payer_account="DE02120300000000202051", creditor_id="DE98ZZZ")
    text = printed(a_document(payment_means=(means,)))
    assert "We will collect €71.04 by direct debit on 2 December 2026." in text
    assert "•••• 2051" in text
    assert "DE021203" not in text
    assert "DE89" not in text


def test_the_tax_in_the_sellers_own_currency_is_printed_too() -> None:
    text = printed(a_document(accounting_tax=Money(8462, "DKK")))
    assert "VAT in DKK 84.62" in text


def test_other_parties_notes_terms_and_every_reference_are_printed() -> None:
    party = Party("Lager Nord", address=Address(("Kai 3",), "Kiel", "24103", country="DE"), tax_id="DE999")
    kinds = ("order", "sales_order", "contract", "project", "despatch", "receipt", "originator", "preceding_invoice")
    references = tuple(Reference(kind, f"value-{kind}", date(2026, 1, 2)) for kind in (*kinds, "object", "odd"))
    document = a_document(
        deliver_to=party, payee=party, tax_representative=party, references=references, notes=("First", "Second"),
        payment_terms="Net 30", delivery_date=date(2026, 10, 1), tax_point_date=date(2026, 10, 2),
        period=Period(date(2026, 9, 1), date(2026, 9, 30)),
    )  # fmt: skip
    text = printed(document)
    facts = ["Delivered to", "Payee", "Tax representative", "24103 Kiel", "First", "Second", "Net 30", "1 October 2026",
             "2 October 2026", "1 September 2026 – 30 September 2026"]  # fmt: skip
    for fact in facts + [f"value-{reference.kind} of 2 January 2026" for reference in references]:
        assert fact in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_yen_and_dinars_have_their_own_decimals(language: str) -> None:
    yen = a_document(a_line(1, currency="JPY", unit_price=Decimal(12000), tax_rate=Decimal(0)), currency="JPY")
    dinars = a_document(a_line(1, currency="KWD", unit_price=Decimal("1.125"), tax_rate=Decimal(0)), currency="KWD")
    assert "36000" in printed(yen, language).translate({ord(mark): None for mark in ",. "})
    assert "3.375" in printed(dinars, language).replace(",", ".")


def test_the_reader_finds_title_author_language_and_date() -> None:
    document = a_document()
    reader = PdfReader(BytesIO(render_pdf(an_invoice(document), document, a_seller(), locale=choose("de-DE"))))
    assert reader.metadata is not None
    assert reader.metadata.title == "Rechnung RE-2026-0042"
    assert reader.metadata.author == "Nordlicht Werkzeuge GmbH"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == date(2026, 11, 2)
    assert str(reader.root_object["/Lang"]) == "de-DE"
    assert reader.xmp_metadata is not None
    assert reader.xmp_metadata.dc_title == {"x-default": "Rechnung RE-2026-0042"}
