"""Whatever anybody calls themselves or writes into an invoice: pages, mails and their headers stay what they are."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from functools import partial
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlin.domain.document import PaymentMeans, Reference
from dunlin.domain.invoice import Payment, Status
from dunlin.domain.mail import Envelope, MailContent
from dunlin.domain.message import MessageKind
from dunlin.domain.party import Address, Party
from dunlin.domain.payments.method import Method
from dunlin.domain.payments.offer import Offer
from dunlin.domain.portal.reply import offered
from dunlin.rendering.portal.answer_page import ways
from dunlin.rendering.portal.autopay_offer import AutopayOffer
from dunlin.rendering.portal.html import html
from dunlin.rendering.portal.invoice_page import invoice_page
from dunlin.rendering.portal.language import spoken
from dunlin.rendering.portal.list_page import list_page
from dunlin.rendering.portal.pay_box import PayBox, pay_box
from dunlin.rendering.renderer import InvoiceRenderer
from dunlin.services.ports.sending import SendContext
from tests.builders import a_customer, a_document, a_line, a_seller, an_invoice
from tests.markup import faults

ATTACKS = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onmouseover='x", "</title><svg/onload=x>", "</p>",
    "<!--", "]]>", "&lt;b&gt;", "&#x3c;i&#x3e;", "{{7*7}}", "{% if x %}", "{number}", "{0.__class__}", "%s",
    "\r\nBcc: x@y.zz",
    "\nSet-Cookie: a=b", "\u202egnp.exe", "\u2066x\u2069", "\u200f", "\x00", "\x1b[31m", "\ud800", "\u2028", "=1+1",
    "javascript:x", "[x](https://evil.example)", "\ufeff", "א", "ﷺ", "👩‍👩‍👧",
)  # fmt: skip
TURNING = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
# Each begins and ends with a letter: what is empty is left out of pages, which is no attack.
PIECES = st.lists(st.one_of(st.sampled_from(ATTACKS), st.text(max_size=12)), max_size=4)
HOSTILE = PIECES.map(lambda pieces: f"x{''.join(pieces)}x")
TODAY = date(2027, 1, 16)


class Shape(HTMLParser):
    """The tags of a page, and the names of what they carry."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[Any] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {name: value for name, value in attrs if name in {"href", "src", "action", "class"}}
        self.tags.append((tag, [name for name, _ in attrs], kept))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(tag)

    def handle_comment(self, data: str) -> None:
        self.tags.append("comment")


def context(said: Callable[[], str], status: Status) -> SendContext:
    """Everything that a customer or a seller may write, written by `said`."""

    def party(**more: str) -> Party:
        names = ("name", "trading_name", "tax_id", "registration_id", "legal_form", "contact_name", "email", "phone")
        address = Address((said(), said()), said(), said(), said(), "GB")
        return Party(**{name: said() for name in names}, address=address, other_ids=(said(),))

    customer = a_customer(party=party())
    seller = replace(
        a_seller(party=party(), sender_name=said(), reply_to=said()),
        bank=replace(a_seller().bank, iban="", account_number=said(), bic=said(), account_name=said()),
    )
    line = replace(a_line(said()), description=said(), unit_code=said(), note=said(), item_id=said())
    document = replace(
        a_document(line, seller=seller, customer=customer),
        payee=party(), notes=(said(),), payment_terms=said(), references=(Reference("buyer", said()),),
        payment_means=(PaymentMeans("30", said(), said(), "", said(), said(), said()),),
    )  # fmt: skip
    paid = (Payment("pay_1", 5125, date(2026, 11, 24)),)
    invoice = replace(an_invoice(document), number=said(), status=status, payments=paid)
    return SendContext(invoice, document, customer, seller)


def pages(said: Callable[[], str], language: str) -> dict[str, str]:
    """Each page that shows anything of anybody."""
    made: dict[str, str] = {}
    offers = (Offer(Method.CARD, an_invoice().balance, an_invoice().balance),)
    for status in (Status.PARTIALLY_PAID, Status.PAID, Status.VOID, Status.DRAFT):
        told = context(said, status)
        customer = replace(told.customer, locale=language)
        shown, locale = invoice_page(replace(told, customer=customer), today=TODAY)
        title, answers = ways(offered(told.invoice, told.seller.portal), locale)
        pay = pay_box(offers, locale, note=said()) if status is Status.PARTIALLY_PAID else PayBox()
        made[status] = html(
            "invoice",
            locale,
            seller=told.seller,
            shown=shown,
            base="/p/x",
            proof="p",
            signed_in=True,
            pay=pay,
            answers_title=title,
            answers=answers,
            autopay=AutopayOffer(said(), said()),
        )
    locale, told = spoken(language), context(said, Status.OPEN)
    listed = list_page([told.invoice], [told.invoice], locale, today=TODAY)
    made["list"] = html(
        "invoices",
        locale,
        seller=told.seller,
        shown=listed,
        customer=said(),
        proof="p",
        autopay=True,
        later=False,
        older="",
    )
    made["code"] = html("code", locale, address=said(), wrong=True, proof=said())
    return made


@pytest.mark.parametrize("language", ["en", "he"])
@settings(max_examples=25, deadline=None)
@given(hostile=HOSTILE)
def test_no_page_changes_its_shape_whatever_is_written_on_it(language: str, hostile: str) -> None:
    plain, odd = (pages(partial(str, said), language) for said in ("plain", hostile))
    for name, page in odd.items():
        assert Shape(page).tags == Shape(plain[name]).tags, name
        assert TURNING.findall(page) == []
        assert faults(page) == []


@settings(max_examples=40, deadline=None)
@given(hostile=HOSTILE)
def test_no_mail_gets_a_header_or_loses_its_shape_whatever_is_written_in_it(hostile: str) -> None:
    plain, odd = (message_from_bytes(mail(said), policy=policy.default) for said in ("plain", hostile))
    assert odd.keys() == plain.keys()
    for name, value in odd.items():
        assert not re.search(r"[\r\n]", str(value)), name
        assert TURNING.findall(str(value)) == []
    shapes = [[part.get_content_type() for part in each.walk()] for each in (plain, odd)]
    assert shapes[0] == shapes[1]
    body = odd.get_body(("html",))
    assert body
    text = str(body.get_content())
    assert not re.search(r"<(script|img|svg|i|b)[\s/>]", text)
    assert 'href="https://evil.example' not in text


def mail(said: str) -> bytes:
    """The invoice's mail, with its recipient's name, from that seller."""
    told = context(partial(str, said), Status.OPEN)
    parts = (told.invoice, told.document, told.seller, told.customer)
    content = MailContent(MessageKind.INVOICE, *parts, recipient_name=said, link="https://portal.seller.example/p/x")
    # A line end or a control in a sender's name is refused, not mended (`test_mime`).
    envelope = Envelope(
        re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", "", said),
        "invoices@seller.example",
        "ada@buyer.example",
        ("ada@buyer.example",),
    )
    renderer = InvoiceRenderer(lambda _: b"")
    return renderer.mime(renderer.mail(content), envelope, (), at=datetime(2026, 11, 22, tzinfo=UTC))
