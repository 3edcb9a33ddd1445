"""What a customer does to be charged automatically, and to stop it: without scripts, on a phone and at a desk."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from local.stack import Stack
from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.test_portal import SAFARI, code_in, fits, mail_to
from tests.functional.api import bodies
from tests.local.calls import get, post, put

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET) as made:
        yield made


@pytest.fixture(params=[390, 1200], ids=["phone", "desk"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    size = {"width": request.param, "height": 844}
    context = browser.new_context(java_script_enabled=False, user_agent=SAFARI, viewport=size, locale="en-GB")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.fixture
def address(stack: Stack, request: pytest.FixtureRequest) -> str:
    """Somebody new, who was sent an invoice by a seller that charges automatically."""
    name = re.sub(r"\W+", "-", request.node.name.removeprefix("test_")).strip("-")
    put(f"{stack.url}/v1/sellers/sild", bodies.a_seller(sender_address="faktura@example.com"))
    put(f"{stack.url}/v1/sellers/sild/portal", bodies.a_portal())
    contact = {"name": "Ada", "email": f"ada.{name}@buyer.example", "roles": ["billing"]}
    party = {"name": f"Buyer {name}", "address": {"country": "GB"}}
    customer = bodies.a_customer(party=party, locale="en-GB", contacts=[contact])
    customer_id = post(f"{stack.url}/v1/customers", customer).body["customer_id"]
    new = bodies.an_invoice(customer_id=customer_id, seller_id="sild", number=f"AUTO-{name}")
    at = f"{stack.url}/v1/invoices/{post(f'{stack.url}/v1/invoices', new).body['invoice_id']}"
    post(f"{at}/post")
    post(f"{at}/send", {}, **{"Idempotency-Key": f"auto-{name}"})
    post(f"{stack.url}/_local/settle")
    return str(contact["email"])


def sign_in(page: Page, stack: Stack, address: str) -> None:
    page.goto(f"{stack.url}/portal/autopay")  # as the link on an invoice does
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code from the e-mail").fill(code_in(stack, mail_to(stack, "portal_login")))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Automatic payment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Automatic payment")


def test_on_and_off(page: Page, stack: Stack, address: str) -> None:
    sign_in(page, stack, address)
    expect(page.get_by_text("Off", exact=True)).to_be_visible()
    assert fits(page)
    page.get_by_role("link", name="With SEPA direct debit").click()
    expect(page.get_by_text("A refund must be claimed within 8 weeks")).to_be_visible()
    assert fits(page)
    page.get_by_label("Limit per charge in EUR").fill("a lot")
    page.get_by_label("I have read this and agree").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("is not an amount in EUR")).to_be_visible()
    assert fits(page)
    page.get_by_label("Limit per charge in EUR").fill("1,500")
    page.get_by_label("I have read this and agree").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Test of automatic payment")
    page.get_by_role("button", name="Agree, with means that work").click()

    expect(page.get_by_text("Automatic payment is on.")).to_be_visible()
    expect(page.get_by_text("SEPA direct debit (Test •••• 4242)")).to_be_visible()
    expect(page.get_by_text("€1,500.00")).to_be_visible()
    assert fits(page)
    confirmed = mail_to(stack, "autopay_started")
    assert confirmed["to"] == [address]

    page.get_by_role("link", name="Change the limit").click()
    page.get_by_label("Limit per charge in EUR").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("No limit")).to_be_visible()

    page.get_by_role("link", name="Turn off").click()
    page.get_by_role("link", name="Keep it on").click()
    page.get_by_role("link", name="Turn off").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Turn off automatic payment?")
    page.get_by_role("button", name="Turn it off").click()
    expect(page.get_by_text("Automatic payment is off.")).to_be_visible()
    assert mail_to(stack, "autopay_ended")["to"] == [address]
    invoice = get(f"{stack.url}/v1/invoices/{confirmed['tags']['invoice_id']}").body
    (agreement,) = get(f"{stack.url}/v1/customers/{invoice['customer_id']}").body["agreements"]
    assert (agreement["state"], agreement["ended_why"]) == ("ended", "turned off by the customer")


def test_back_without_agreeing_nothing_has_changed(page: Page, stack: Stack, address: str) -> None:
    sign_in(page, stack, address)
    page.get_by_role("link", name="With Card").click()
    page.get_by_label("I have read this and agree").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Back without agreeing").click()
    expect(page.get_by_text("Automatic payment was not set up.")).to_be_visible()
    expect(page.get_by_text("Off", exact=True)).to_be_visible()
