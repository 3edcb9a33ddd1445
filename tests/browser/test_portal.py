"""What a customer does with a mail, without JavaScript, on a phone and at a desk."""

import re
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from local.ask import ask
from local.stack import Stack

pytestmark = pytest.mark.browser
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1"


@pytest.fixture(params=[390, 1200], ids=["phone", "desk"])
def customer(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    size = ViewportSize(width=request.param, height=844)
    context = browser.new_context(java_script_enabled=False, user_agent=SAFARI, viewport=size, locale="en-GB")
    yield context.new_page()
    context.close()


def mail_to(stack: Stack, kind: str, number: str = "") -> Any:
    """The latest mail of that kind."""
    stack.settle()
    mails = ask("GET", f"{stack.url}/_local/mails")["mails"]
    return next(each for each in mails if each["tags"]["kind"] == kind and number in each["subject"])


def code_in(stack: Stack, mail: Any) -> str:
    """What a person reads in the mail."""
    with urllib.request.urlopen(f"{stack.url}/_local/mails/{mail['email_id']}.eml") as answer:  # noqa: S310 - ours
        parts = message_from_bytes(answer.read()).walk()
    text = next(each for each in parts if each.get_content_type() == "text/plain").get_payload(decode=True)
    found = re.search(r"^\d{8}(?=\s*$)", bytes(text).decode(), re.MULTILINE)
    assert found
    return found[0]


def fits(page: Page) -> bool:
    """Whether nobody has to scroll sideways."""
    widest = page.locator("main").bounding_box()
    assert widest
    assert page.viewport_size
    return widest["x"] >= 0 and widest["width"] <= page.viewport_size["width"]


def test_a_mail_leads_to_the_invoice_and_the_light_turns_green(customer: Page, stack: Stack) -> None:
    mail = mail_to(stack, "invoice", "NW-003")
    stack.advance(timedelta(seconds=10))  # who is there at once is no person
    customer.goto(mail["untracked_links"][0])
    expect(customer.get_by_role("heading", level=1)).to_have_text("Invoice NW-003")
    expect(customer.get_by_role("img")).to_be_visible()
    assert fits(customer)
    with customer.expect_download() as download:
        customer.get_by_role("link", name="Download PDF").click()

    assert download.value.suggested_filename == "NW-003.pdf"
    invoice = ask("GET", f"{stack.url}/v1/invoices/{mail['tags']['invoice_id']}")
    assert invoice["delivery"]["reason"] == "viewed by the recipient"


def test_a_customer_signs_in_with_the_code_and_out_again(customer: Page, stack: Stack) -> None:
    address = mail_to(stack, "invoice", "NW-003")["to"][0]
    customer.goto(f"{stack.url}/portal/login")
    customer.get_by_label("E-mail address").fill(address)
    customer.get_by_role("button", name="Send me a code").click()
    customer.get_by_label("Code from the e-mail").fill(code_in(stack, mail_to(stack, "portal_login")))
    customer.get_by_role("button", name="Sign in").click()

    customer.get_by_role("link", name="Invoice NW-003").click()
    expect(customer.get_by_role("heading", level=1)).to_have_text("Invoice NW-003")
    assert fits(customer)
    customer.get_by_role("button", name="Sign out").click()
    expect(customer.get_by_role("heading", level=1)).to_have_text("You are signed out")
    customer.goto(f"{stack.url}/portal/invoices")
    expect(customer).to_have_url(f"{stack.url}/portal/login")


def test_a_link_that_was_revoked_opens_nothing(customer: Page, stack: Stack) -> None:
    mail = mail_to(stack, "invoice", "NW-002")
    urllib.request.urlopen(  # noqa: S310 - ours
        urllib.request.Request(  # noqa: S310
            f"{stack.url}/v1/invoices/{mail['tags']['invoice_id']}/links/revoke",
            data=b"{}",
            headers={"Content-Type": "application/json"},
        )
    ).close()
    customer.goto(mail["untracked_links"][0])
    expect(customer.get_by_role("heading", level=1)).to_have_text("This link does not work")
