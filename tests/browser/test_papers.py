"""What a customer keeps: receipts and statements, without JavaScript, on a phone and at a desk."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from local.ask import ask
from local.stack import Stack
from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.test_portal import SAFARI, code_in, fits, mail_to
from tests.functional.api import bodies
from tests.local.calls import post, put
from tests.pictures import a_logo

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]
ADDRESS = "success+papers@simulator.amazonses.com"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET) as made:
        yield made


@pytest.fixture(params=[390, 1200], ids=["phone", "desk"])
def customer(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    size = ViewportSize(width=request.param, height=844)
    context = browser.new_context(java_script_enabled=False, user_agent=SAFARI, viewport=size, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def link(stack: Stack) -> str:
    """The page of an invoice that was mailed, and paid by card with a fee, by a customer of a seller with a logo."""
    put(f"{stack.url}/v1/sellers/sild", bodies.a_seller(sender_address="faktura@example.com"))
    put(f"{stack.url}/v1/sellers/sild/portal", bodies.a_portal())
    ask("PUT", f"{stack.url}/v1/sellers/sild/logo", a_logo(), kind="image/png")
    party = {"name": "Paper Keepers Ltd", "address": {"country": "GB"}}
    contacts = [{"name": "Kit", "email": ADDRESS, "roles": ["billing"]}]
    made = post(f"{stack.url}/v1/customers", bodies.a_customer(party=party, contacts=contacts, locale="en-GB"))
    for number in ("PAPER-1", "PAPER-2"):
        new = bodies.an_invoice(customer_id=made.body["customer_id"], seller_id="sild", number=number)
        at = f"{stack.url}/v1/invoices/{post(f'{stack.url}/v1/invoices', new).body['invoice_id']}"
        post(f"{at}/post")
        post(f"{at}/send", {}, **{"Idempotency-Key": number})
    return str(mail_to(stack, "invoice", "PAPER-1")["untracked_links"][0])


def download(page: Page, name: str) -> tuple[str, bytes]:
    with page.expect_download() as kept:
        page.get_by_role("link", name=name).first.click()
    return kept.value.suggested_filename, kept.value.path().read_bytes()


def test_a_customer_chooses_a_way_to_pay_and_keeps_the_receipt(customer: Page, stack: Stack, link: str) -> None:
    customer.goto(link)
    expect(customer.get_by_role("img", name="Sild ApS")).to_be_visible()
    if customer.get_by_role("link", name="How to pay").count():
        customer.get_by_role("link", name="How to pay").click()
        expect(customer.get_by_role("heading", level=1)).to_have_text("Ways to pay")
        expect(customer.get_by_role("button", name="Card")).to_contain_text("includes a fee of €2.56")
        assert fits(customer)
        customer.get_by_role("button", name="Card").click()
        customer.get_by_role("button", name="Pay EUR 153.81").click()
    expect(customer.get_by_text("Thank you. This invoice is paid")).to_be_visible()
    expect(customer.get_by_text("Processing fee: €2.56")).to_be_visible()
    assert fits(customer)
    name, content = download(customer, "Receipt (PDF)")
    assert (name, content[:5]) == ("receipt-PAPER-1.pdf", b"%PDF-")


def test_a_customer_looks_at_a_statement_and_keeps_it(customer: Page, stack: Stack, link: str) -> None:
    customer.goto(f"{stack.url}/portal/login")
    customer.get_by_label("E-mail address").fill(ADDRESS)
    customer.get_by_role("button", name="Send me a code").click()
    customer.get_by_label("Code from the e-mail").fill(code_in(stack, mail_to(stack, "portal_login")))
    customer.get_by_role("button", name="Sign in").click()
    customer.get_by_role("link", name="Statement of account").click()
    expect(customer.get_by_role("heading", level=1)).to_have_text("Statement of account")
    expect(customer.get_by_role("row").filter(has_text="Opening balance")).to_be_visible()
    expect(customer.get_by_role("row").filter(has_text="Invoice PAPER-2")).to_be_visible()
    assert fits(customer)
    name, content = download(customer, "Download statement (PDF)")
    assert (name.startswith("statement-"), content[:5]) == (True, b"%PDF-")

    customer.get_by_label("From").fill(f"{date.today().year - 3}-01-01")  # noqa: DTZ011 - any day long ago
    customer.get_by_label("To").fill(f"{date.today().year - 3}-01-31")  # noqa: DTZ011
    customer.get_by_role("button", name="Show").click()
    expect(customer.get_by_text("There is nothing to state for this period")).to_be_visible()
