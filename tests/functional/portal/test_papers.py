"""Receipts, statements, lists, ways to pay and the logo: what they show, and that nobody else's are shown."""

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from io import BytesIO

import pytest
import time_machine
from pypdf import PdfReader

from dunlin import wiring
from dunlin.domain import statement as stated
from dunlin.domain.document import PaymentMeans
from dunlin.domain.invoice import Invoice, Payment, Status, pay
from dunlin.domain.logo import Logo
from dunlin.domain.party import Party
from dunlin.domain.payments.method import Method
from dunlin.domain.portal.settings import MethodSettings, PortalSettings
from dunlin.domain.refunding import Refund, refund
from dunlin.domain.seller import BankAccount
from dunlin.services import list_history
from tests.builders import NOW, a_customer, a_document, a_seller, an_entry
from tests.functional import functions, world
from tests.functional.portal_visits import Browser, token
from tests.functional.test_portal_account import sign_in
from tests.pictures import a_logo
from tests.wire import tapped

PAID = Payment("pay_1", 10000, date(2026, 11, 25), "card", fee=150)


@pytest.fixture
def browser(aws_world: None) -> Browser:
    """Somebody to whom an invoice of €151.25 was mailed; €100.00 were paid by card, and €1.50 on top."""
    world.store_parties()
    invoice = world.store_invoice(status=Status.OPEN)
    world.store_message(invoice)
    paid(invoice)
    return Browser()


def paid(invoice: Invoice, payment: Payment = PAID) -> Invoice:
    now = wiring.invoices().get(invoice.invoice_id)
    entry = an_entry(now, entry_id=wiring.new_id("tml"))
    return wiring.invoices().change(now, pay(now, payment, now=NOW), entry=entry)


def own(suffix: str = "") -> str:
    return f"/p/{token('eml_01_1')}{suffix}"


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def see(browser: Browser, path: str) -> str:
    """As the portal's role lets it."""
    answer = browser.get(path)
    assert answer.status == 200, path
    return answer.content.decode()


def test_a_payment_has_a_receipt_that_names_the_fee(browser: Browser) -> None:
    page = see(browser, own())
    assert f'href="{own("/receipts/pay_1.pdf")}"' in page
    assert "Processing fee: €1.50" in page
    with world.drawing_in_process():
        answer = browser.get(own("/receipts/pay_1.pdf"))
        assert browser.get(own("/receipts/pay_1.pdf")).content == answer.content
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == ("application/pdf", "no-store")
    assert answer.headers["content-disposition"] == 'attachment; filename="receipt-2026-001.pdf"'
    text = text_of(answer.content)
    for fact in (
        "Receipt",
        "pay_1",
        "2026-001",
        "25 November 2026",
        "Buyer Ltd",
        "Card",
        "€100.00",
        "€1.50",
        "€101.50",
    ):
        assert fact in text
    assert "€51.25 is still to be paid, by 20 December 2026" in text


def test_what_was_given_back_stands_on_the_receipt_and_has_none_itself(browser: Browser) -> None:
    invoice = wiring.invoices().get(world.email().invoice_id)
    after = refund(invoice, Refund("ref_1", "pay_1", date(2026, 11, 27), "asked for"), now=NOW)
    wiring.invoices().change(invoice, after, entry=an_entry(invoice, entry_id="tml_9"))
    assert "Given back on 27 November 2026" in see(browser, own())
    with world.drawing_in_process():
        text = text_of(browser.get(own("/receipts/pay_1.pdf")).content)
        refused = browser.get(own("/receipts/ref_1.pdf"))
    assert "Given back on 27 November 2026" in text
    assert "This payment has been given back in full. €151.25 is still to be paid" in text
    assert refused.status == 404


def a_stranger() -> Invoice:
    """Another customer's invoice, paid in part by another payment."""
    stranger = wiring.customers().put(a_customer(customer_id="cus_2", version=0, party=Party("Strange AG")))
    other = world.store_invoice(number="2026-900", customer=stranger, status=Status.OPEN)
    return paid(other, replace(PAID, payment_id="pay_2"))


def test_a_token_opens_no_receipt_of_anybody_elses(browser: Browser) -> None:
    a_stranger()
    with world.drawing_in_process():
        for payment in ("pay_2", "pay_9", "..%2Fpay_1", "pay_1.pdf"):
            assert browser.get(own(f"/receipts/{payment}.pdf")).status == 404
        for unknown in (f"{token('eml_9')}", "x" * 43):
            assert browser.get(f"/p/{unknown}/receipts/pay_1.pdf").status == 404


def test_a_link_that_needs_a_login_opens_neither_receipt_nor_ways_to_pay(browser: Browser) -> None:
    seller = wiring.sellers().get("sel_1")
    wiring.sellers().put(replace(seller, portal=PortalSettings(require_login=True)))
    for path in ("/receipts/pay_1.pdf", "/pay"):
        answer = browser.get(own(path))
        assert answer.headers["content-type"].startswith("text/html")
        assert "€" not in answer.content.decode()


def test_whoever_has_not_signed_in_gets_no_statement(browser: Browser) -> None:
    query = "?customer=cus_1&seller=sel_1&currency=EUR&from=2026-11-01&to=2026-11-26"
    for path in ("/portal/statement", f"/portal/statement.pdf{query}", "/portal/invoices/inv_1/receipts/pay_1.pdf"):
        assert browser.get(path).headers["location"] == "/portal/login"


NOVEMBER = "from=2026-11-01&to=2026-11-30"


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Browser]:
    """The same person, signed in, on the first of December."""
    with time_machine.travel("2026-12-01T09:00Z", tick=False):
        sign_in(browser)
        yield browser


def test_a_statement_tells_what_moved_and_leads_to_its_paper(visitor: Browser) -> None:
    a_stranger()
    page = see(visitor, f"/portal/statement?{NOVEMBER}")
    for fact in (
        "Opening balance",
        "Invoice 2026-001",
        "Payment, invoice 2026-001",
        "-€100.00",
        "€51.25",
        "due 20 Dec",
    ):
        assert fact in page
    assert "2026-900" not in page
    paper = unescape(re.findall(r'href="(/portal/statement\.pdf[^"]*)"', page)[0])
    with world.drawing_in_process():
        answer = visitor.get(paper)
    assert answer.headers["content-disposition"] == 'attachment; filename="statement-2026-11-01-2026-11-30.pdf"'
    assert "€51.25" in text_of(answer.content)


@pytest.mark.parametrize(
    "query",
    [
        "customer=cus_2&seller=sel_1&currency=EUR",
        "customer=cus_1&seller=sel_9&currency=EUR",
        "customer=cus_1&seller=sel_1&currency=SEK",
        "customer=&seller=sel_1&currency=EUR",
        "",
    ],
)
def test_no_paper_is_drawn_of_an_account_that_is_not_theirs(visitor: Browser, query: str) -> None:
    a_stranger()
    with world.drawing_in_process():
        answer = visitor.get(f"/portal/statement.pdf?{query}&{NOVEMBER}")
        unknown = visitor.get(f"/portal/statement.pdf?customer=cus_9&seller=sel_1&currency=EUR&{NOVEMBER}")
    assert (answer.status, answer.content) == (404, unknown.content)


@pytest.mark.parametrize(
    "days", ["from=2026-11-30&to=2026-11-01", "from=2026-11-01&to=2027-01-01", "from=x&to=2026-11-01"]
)
def test_a_period_that_cannot_be_is_given_back_with_what_to_change(visitor: Browser, days: str) -> None:
    answer = visitor.get(f"/portal/statement?{days}")
    assert (answer.status, b"Please choose a first day" in answer.content) == (422, True)
    with world.drawing_in_process():
        assert visitor.get(f"/portal/statement.pdf?customer=cus_1&seller=sel_1&currency=EUR&{days}").status == 404


def test_what_is_written_into_a_days_field_is_inert(visitor: Browser) -> None:
    page = visitor.get("/portal/statement?from=%22%3E%3Cscript%3E&to=%E2%80%AE").content.decode()
    assert "<script" not in page
    assert "\u202e" not in page


def test_more_than_a_statement_holds_says_so(visitor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stated, "MOST_LINES", 1)
    answer = visitor.get(f"/portal/statement?{NOVEMBER}")
    assert (answer.status, b"choose a shorter one" in answer.content) == (422, True)


def test_an_empty_period_and_an_empty_account_say_so(visitor: Browser) -> None:
    assert "There is nothing to state" in see(visitor, "/portal/statement?from=2025-01-01&to=2025-01-31")
    page = see(visitor, "/portal/statement?from=2026-12-01&to=2026-12-01")
    assert "Nothing was invoiced or paid in this period" in page


def test_signed_in_receipts_are_those_of_ones_own_invoices(visitor: Browser) -> None:
    mine, other = world.email().invoice_id, a_stranger().invoice_id
    with world.drawing_in_process():
        assert visitor.get(f"/portal/invoices/{mine}/receipts/pay_1.pdf").status == 200
        for path in (f"{other}/receipts/pay_2.pdf", f"{mine}/receipts/pay_2.pdf", f"{other}/pay"):
            assert visitor.get(f"/portal/invoices/{path}").status == 404


def test_drawing_needs_no_more_than_the_role_of_documents_gives(browser: Browser) -> None:
    seller = wiring.sellers().get("sel_1")
    wiring.logos().put("ab" * 32, a_logo())
    wiring.sellers().put(replace(seller, logo=Logo("ab" * 32, 300, 120)))
    account = {"customer_id": "cus_1", "seller_id": "sel_1", "currency": "EUR"}
    period = {"first": "2026-11-01", "last": "2026-11-30"}
    wiring.logos.cache_clear()
    asked = {"invoice_id": world.email().invoice_id, "payment_id": "pay_1"}
    receipt = functions.invoke("documents", {"receipt": asked})
    statement = functions.invoke("documents", {"statement": {"account": account, "period": period}})
    again = functions.invoke("documents", {"statement": {"account": account, "period": period}})
    assert b"/XObject" in b64decode(receipt["pdf"])
    assert statement == again
    with pytest.raises(ValueError, match="none of invoice_id, receipt, statement"):
        functions.invoke("documents", {"anything": "else"})


def numbers(page: str) -> list[str]:
    return re.findall(r"<strong>Invoice (?:<bdi>)?([^<]+)<", page)


def test_history_comes_page_by_page_and_open_ones_stand_on_the_first(
    visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_history.list_history, "__kwdefaults__", {"after": None, "most": 2})
    for day in range(1, 6):
        status = Status.VOID if day == 3 else Status.PAID
        world.store_invoice(
            number=f"old-{day}", status=status, due_date=date(2026, 12, day), issue_date=date(2026, 11, 1)
        )
    first = see(visitor, "/portal/invoices")
    assert numbers(first) == ["2026-001", "old-5"]  # the open one was read between them
    second = see(visitor, _older(first))
    assert (numbers(second), "€51.25" in second) == (["old-4", "old-3"], False)
    third = see(visitor, _older(second))
    assert (numbers(third), 'rel="next"' in third) == (["old-2", "old-1"], False)
    assert numbers(see(visitor, "/portal/invoices?page=forged")) == numbers(first)


def _older(page: str) -> str:
    return str(re.findall(r'href="(/portal/invoices\?page=[^"]+)"', page)[0])


def test_the_list_costs_the_same_however_much_is_stored(visitor: Browser) -> None:
    calls = []
    for stored in (2, 60):
        for number in range(stored):
            world.store_invoice(number=f"{stored}-{number}", status=Status.PAID)
        with tapped() as wire:
            see(visitor, "/portal/invoices")
        calls.append([each for each in wire.calls if each == "dynamodb.Query"])
        assert len(wire.calls) <= 6
    assert calls == [["dynamodb.Query"] * 2] * 2


def test_empty_lists_have_words(aws_world: None) -> None:
    world.store_parties()
    invoice = world.store_invoice(status=Status.OPEN)
    world.store_message(invoice)
    browser = Browser()
    sign_in(browser)
    assert "There are no paid or cancelled invoices yet" in see(browser, "/portal/invoices")
    paid(invoice, replace(PAID, amount=15125))
    page = see(browser, "/portal/invoices")
    assert "Nothing is owed" in page
    assert "There are no open invoices" in page


def test_all_ways_to_pay_stand_on_a_page_of_their_own(aws_world: None) -> None:
    portal = PortalSettings(pay_online=True, methods=(MethodSettings(Method.CARD), MethodSettings(Method.SEPA_DEBIT)))
    world.store_parties(a_seller(version=0, portal=portal))
    document = replace(a_document(), payment_means=(PaymentMeans("58", reference="RF18 5390 0754 7034"),))
    world.store_message(world.store_invoice(document, status=Status.OPEN))
    browser = Browser()
    assert f'href="{own("/pay")}"' in see(browser, own())
    page = see(browser, own("/pay"))
    assert re.findall(r'name="method" value="(\w+)"', page) == ["card", "sepa_debit"]
    for fact in (
        "€151.25",
        "no extra fee",
        "NL91 ABNA",
        "RF18 5390 0754 7034",
        "structured creditor reference",
        "transfer.svg",
    ):
        assert fact in page
    # Its buttons are good: they are made for this link.
    assert "/portal/test-provider/" in browser.post(own("/pay"), method="card").headers["location"]


def test_where_nothing_is_offered_it_says_whom_to_ask(aws_world: None) -> None:
    world.store_parties(a_seller(version=0, bank=BankAccount()))
    world.store_message(world.store_invoice(status=Status.OPEN))
    assert "Please write to <bdi>debiteuren@seller.example</bdi> and ask how to pay" in see(Browser(), own("/pay"))


def test_of_what_is_paid_nothing_is_asked_for(browser: Browser) -> None:
    invoice = wiring.invoices().get(world.email().invoice_id)
    paid(invoice, replace(PAID, payment_id="pay_3", amount=5125))
    page = see(browser, own("/pay"))
    assert "there is nothing left to do" in page
    assert "IBAN" not in page
    assert f'{own("/pay")}"' not in see(browser, own())


def test_the_logo_stands_on_every_page_and_is_kept_for_ever(browser: Browser) -> None:
    assert "logo-" not in see(browser, own())
    seller = wiring.sellers().get("sel_1")
    sha256 = "ab" * 32
    wiring.logos().put(sha256, a_logo())
    wiring.sellers().put(replace(seller, logo=Logo(sha256, 300, 120)))
    wiring.logos.cache_clear()
    page = see(browser, own())
    assert f'<img class="logo" src="/portal/assets/logo-{sha256}.png" alt="Vis &amp; Zonen B.V." width="300"' in page
    answer = browser.get(f"/portal/assets/logo-{sha256}.png")
    assert (answer.status, answer.headers["content-type"], answer.content) == (200, "image/png", a_logo())
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["logo-" + "0" * 64 + ".png", "logo-abc.png", "logo-..%2F..%2Fdocuments.png", "logo-.png"]
)
def test_no_other_name_is_a_logo(browser: Browser, name: str) -> None:
    assert browser.get(f"/portal/assets/{name}").status == 404


def test_looking_at_papers_changes_nothing(visitor: Browser) -> None:
    before, told = wiring.invoices().get(world.email().invoice_id), world.told(world.email().invoice_id)
    with world.drawing_in_process():
        for path in (own("/pay"), own("/receipts/pay_1.pdf"), "/portal/statement", "/portal/invoices"):
            visitor.get(path)
    assert (wiring.invoices().get(before.invoice_id), world.told(before.invoice_id)) == (before, told)
