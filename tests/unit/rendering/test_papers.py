"""Receipts and statements in print: in every language, the same bytes each time; and the logo in their heads."""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from pypdf import PdfReader

from dunlin.domain.dunning.charges import Charge, ChargeKind
from dunlin.domain.invoice import Invoice, Payment, Status
from dunlin.domain.period import Period
from dunlin.domain.statement import Statement, Tally, account_of
from dunlin.rendering.locales import LANGUAGES, choose
from dunlin.rendering.pdf import render_pdf
from dunlin.rendering.portal.language import words
from dunlin.rendering.receipt import render_receipt
from dunlin.rendering.statement import render_statement
from tests.builders import a_customer
from tests.pictures import a_logo
from tests.unit.rendering.builders import a_document, a_line, a_seller, an_invoice

DOCUMENT = a_document(a_line(1), a_line(2))
CARD = Payment("pay_1", 14209, date(2026, 11, 20), "card", fee=213)


def paid(*payments: Payment, status: Status = Status.PAID) -> Invoice:
    return an_invoice(DOCUMENT, status=status, payments=payments)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def receipt(invoice: Invoice, payment: Payment, tag: str = "en-GB", *, logo: bytes = b"") -> bytes:
    return render_receipt(invoice, DOCUMENT, a_seller(), payment, locale=choose(tag), logo=logo)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_says_in_every_language_what_was_paid_with_the_fee(language: str) -> None:
    text, said = text_of(receipt(paid(CARD), CARD, language)), words(language, "papers")
    for word in ("receipt", "received_on", "method", "processing_fee", "paid_in_all", "still_open", "settled"):
        assert said[word] in text
    assert [figure in text.replace(",", ".") for figure in ("142.09", "2.13", "144.22")] == [True] * 3
    assert words(language, "paying")["card"] in text


def test_without_a_fee_none_is_spoken_of() -> None:
    plain = replace(CARD, fee=0, method="cash in hand")
    text = text_of(receipt(paid(plain), plain))
    assert "fee" not in text
    assert "cash in hand" in text


def test_a_part_that_was_given_back_is_told_and_what_is_left_is_owed() -> None:
    back = Payment("ref_1", -4209, date(2026, 11, 24), "card", refund_of="pay_1")
    text = text_of(receipt(paid(CARD, back, status=Status.PARTIALLY_PAID), CARD))
    assert "Given back on 24 November 2026 -€42.09 Left of this payment €100.00" in text
    assert "€42.09 is still to be paid" in text


def test_a_receipt_of_a_cancelled_invoice_asks_for_nothing() -> None:
    text = text_of(receipt(paid(CARD, status=Status.VOID), CARD))
    assert "This invoice has been cancelled." in text
    assert "Still to pay €0.00" in text


def stated(first: date, last: date, many: int = 3) -> Statement:
    tally = Tally(account_of(paid()), Period(first, last))
    for number in range(many):
        day = date(2026, 11, 1) + timedelta(days=number % 20)
        charge = Charge("chg", ChargeKind.INTEREST, 75, day + timedelta(days=3), 1)
        part = paid(Payment("pay", 5000, day), status=Status.PARTIALLY_PAID)
        tally.add(replace(part, number=f"RE-{number:04}", issue_date=day, charges=(charge,)))
    return tally.statement()


def statement(made: Statement, tag: str = "en-GB") -> bytes:
    return render_statement(made, a_seller(), a_customer(), locale=choose(tag))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_says_in_every_language_what_moved(language: str) -> None:
    text = text_of(statement(stated(date(2026, 11, 1), date(2026, 11, 30)), language))
    said = words(language, "papers")
    for word in ("statement", "opening", "closing", "current", "what", "amount", "balance"):
        assert said[word] in text
    for word in ("invoice", "interest", "payment"):
        assert said[word].format(number="RE-0001") in text


def test_a_long_statement_has_its_heading_on_every_page() -> None:
    pages = PdfReader(BytesIO(statement(stated(date(2026, 11, 1), date(2026, 11, 30), many=60)))).pages
    assert len(pages) > 3
    assert all("Balance" in page.extract_text() for page in pages[:-1])
    assert "RE-0059" in pages[-2].extract_text() + pages[-1].extract_text()


def test_an_empty_period_says_so() -> None:
    text = text_of(statement(stated(date(2026, 1, 1), date(2026, 1, 31))))
    assert "Nothing was invoiced or paid in this period." in text


def test_the_same_paper_is_the_same_bytes() -> None:
    assert receipt(paid(CARD), CARD, logo=a_logo()) == receipt(paid(CARD), CARD, logo=a_logo())
    made = stated(date(2026, 11, 1), date(2026, 11, 30))
    assert statement(made) == statement(made)


@pytest.mark.parametrize(("wide", "high"), [(800, 16), (16, 320), (300, 120)])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_logo_stands_in_its_box_whatever_its_shape(wide: int, high: int, mode: str) -> None:
    pdf = render_pdf(paid(), DOCUMENT, a_seller(), locale=choose("en"), logo=a_logo(wide, high, mode=mode))
    again = render_pdf(paid(), DOCUMENT, a_seller(), locale=choose("en"), logo=a_logo(wide, high, mode=mode))
    (picture,) = PdfReader(BytesIO(pdf)).pages[0].images
    assert picture.image
    assert picture.image.size == (wide, high)
    assert sha256(pdf).digest() == sha256(again).digest()
    assert "Nordlicht" in PdfReader(BytesIO(pdf)).pages[0].extract_text()


def test_without_a_logo_there_is_no_picture() -> None:
    pdf = render_pdf(paid(), DOCUMENT, a_seller(), locale=choose("en"))
    assert b"/XObject" not in pdf
