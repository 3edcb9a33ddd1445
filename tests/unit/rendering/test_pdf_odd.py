"""Whatever a document holds, it is printed: nothing raises, and nothing leaves the page."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from dunlin.domain.document import InvoiceDocument, Line, PaymentMeans, Period, Reference
from dunlin.domain.invoice import Status
from dunlin.domain.party import Address, Party
from dunlin.domain.seller import BankAccount
from dunlin.domain.totals import Adjustment, total
from dunlin.rendering.locales import choose
from dunlin.rendering.pdf import render_pdf
from tests.unit.rendering.builders import a_document, a_line, a_seller, an_invoice

BOUNDED = settings(max_examples=40, deadline=None, database=None, derandomize=True,
                   suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip
TEXT = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", " ", "\n", "x" * 300, "漢字😀", "\ud800", "عربي " * 9, "a\n" * 9, "{0} {label} %s", "\x00"]),
)
AMOUNT = st.integers(-(10**15), 10**15)
NUMBER = st.decimals(-(10**9), 10**9, allow_nan=False, places=6)
RATE = st.decimals(0, 100, allow_nan=False, places=2)
CURRENCY = st.sampled_from(["EUR", "JPY", "KWD", "CLF"])
ADDRESS = st.builds(
    Address, lines=st.lists(TEXT, max_size=5).map(tuple), city=TEXT, postal_code=TEXT, region=TEXT,
    country=st.sampled_from(["", "DE", "US", "XX", "??"]),
)  # fmt: skip
PARTY = st.builds(
    Party, name=TEXT, trading_name=TEXT, address=ADDRESS, tax_id=TEXT, registration_id=TEXT,
    other_ids=st.lists(TEXT, max_size=3).map(tuple), legal_form=TEXT, contact_name=TEXT, email=TEXT, phone=TEXT,
)  # fmt: skip
ADJUSTMENT = st.builds(
    Adjustment, charge=st.booleans(), amount=AMOUNT, reason=TEXT, percent=st.none() | RATE, base=st.none() | AMOUNT,
    tax_category=st.sampled_from(["S", "AE", "O", "?"]), tax_rate=RATE,
)  # fmt: skip
PERIOD = st.builds(Period, start=st.none() | st.dates(), end=st.none() | st.dates())
LINE = st.builds(
    Line, line_id=TEXT, name=TEXT, quantity=NUMBER, unit_price=NUMBER, net=AMOUNT,
    tax_category=st.sampled_from(["S", "Z", "E", "AE", "O", "?"]), tax_rate=RATE, description=TEXT,
    unit_code=st.sampled_from(["", "HUR", "KGM", "ZZ", "漢"]), base_quantity=NUMBER, item_id=TEXT, note=TEXT,
    adjustments=st.lists(ADJUSTMENT, max_size=2).map(tuple), period=st.none() | PERIOD, gross_price=st.none() | NUMBER,
    attributes=st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
)  # fmt: skip
MEANS = st.builds(
    PaymentMeans, code=st.sampled_from(["", "30", "59", "48", "ZZZ"]), name=TEXT, reference=TEXT,
    iban=st.sampled_from(["", "DE89370400440532013000", "漢", "DE٣٣"]) | TEXT, bic=TEXT, account_name=TEXT,
    account_number=TEXT, mandate_id=TEXT, payer_account=TEXT, card_last4=TEXT, creditor_id=TEXT,
)  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> InvoiceDocument:
    lines, adjustments = draw(st.lists(LINE, max_size=6)), draw(st.lists(ADJUSTMENT, max_size=3))
    optional: dict[str, Any] = {"payee": PARTY, "tax_representative": PARTY, "deliver_to": PARTY, "period": PERIOD}
    return InvoiceDocument(
        seller=draw(PARTY), buyer=draw(PARTY), currency=draw(CURRENCY), lines=tuple(lines),
        totals=total(lines, adjustments, prepaid=draw(AMOUNT), rounding=draw(AMOUNT)), adjustments=tuple(adjustments),
        references=tuple(Reference(draw(TEXT), draw(TEXT)) for _ in range(draw(st.integers(0, 14)))),
        notes=tuple(draw(st.lists(TEXT, max_size=3))), payment_terms=draw(TEXT), type_code=draw(TEXT),
        payment_means=tuple(draw(st.lists(MEANS, max_size=2))),
        **{name: draw(st.none() | strategy) for name, strategy in optional.items()},
    )  # fmt: skip


@BOUNDED
@given(
    document=documents(),
    number=TEXT,
    status=st.sampled_from(Status),
    tag=st.sampled_from(["en", "de-CH", "fr", "es", "nl"]),
)
def test_an_odd_document_is_printed(document: InvoiceDocument, number: str, status: Status, tag: str) -> None:
    invoice = an_invoice(document, number=number, status=status)
    pdf = render_pdf(invoice, document, a_seller(accent=number), locale=choose(tag))
    assert pdf.startswith(b"%PDF-")


def a_bare_document() -> InvoiceDocument:
    party = Party("X")
    return InvoiceDocument(seller=party, buyer=party, currency="EUR", lines=(), totals=total(()))


def a_huge_document() -> InvoiceDocument:
    long = "Donaudampfschifffahrtsgesellschaftskapitän" * 9
    party = Party(long, "W" * 90, Address((long,) * 5, long, long, long, "DE"), long, long, (long,), long, long, long)
    lines = (
        a_line(number, name=long, description="Lorem ipsum " * 500, unit_price=Decimal("-98765432.123456"),
               quantity=Decimal("1234567.123456"), base_quantity=Decimal(1000), line_id=long, item_id=long)
        for number in range(1, 9)
    )  # fmt: skip
    return a_document(*lines, seller=party, buyer=party, payee=party, notes=(long,), payment_terms=long * 5)


@pytest.mark.parametrize("document", [a_bare_document(), a_huge_document()], ids=["bare", "huge"])
def test_nothing_leaves_the_page(document: InvoiceDocument) -> None:
    seller = a_seller(bank=BankAccount())
    pdf = render_pdf(an_invoice(document, number="N" * 99), document, seller, locale=choose("de"))
    places: list[float] = []

    def note(text: str, _: Any, matrix: list[float], *__: Any) -> None:
        if text.strip():
            places.append(matrix[4])

    for page in PdfReader(BytesIO(pdf)).pages:
        page.extract_text(visitor_text=note)
    assert min(places) >= 22 / 25.4 * 72 - 1
    assert max(places) <= 188 / 25.4 * 72


def test_a_thousand_lines_are_all_there() -> None:
    document = a_document(*(a_line(number) for number in range(1, 1001)))
    pdf = render_pdf(an_invoice(document), document, a_seller(), locale=choose("nl"))
    pages = PdfReader(BytesIO(pdf)).pages
    last = pages[-1].extract_text()
    assert f"Pagina {len(pages)} van {len(pages)}" in last.replace("\u00a0", " ")
    assert "71.043,00" in last
