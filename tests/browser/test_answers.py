"""A customer answers an invoice without JavaScript, on a phone and at a desk, and staff see each answer."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from local.ask import ask
from local.stack import Stack
from tests.browser.conftest import CHROMIUM, QUIET
from tests.functional.api import bodies
from tests.local.calls import post, put

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]
ANSWERS = {
    "already_paid": "I have already paid",
    "will_pay": "I will pay on another day",
    "something_wrong": "Something is wrong",
    "not_me": "This is not for me",
    "question": "I have a question",
}
RESTS = {"already_paid": "said_paid", "will_pay": "promise", "something_wrong": "dispute", "not_me": "wrong_person"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET) as made:
        yield made


@pytest.fixture(params=[390, 1200], ids=["phone", "desk"])
def customer(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    size = ViewportSize(width=request.param, height=844)
    context = browser.new_context(java_script_enabled=False, viewport=size, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def mail(stack: Stack, request: pytest.FixtureRequest) -> Any:
    """The mail of a new invoice, in English."""
    put(f"{stack.url}/v1/sellers/sild", bodies.a_seller(sender_address="faktura@example.com"))
    number = request.node.name[-60:].strip("[]")
    party = {"name": f"Customer {number}", "address": {"country": "GB"}}
    new = bodies.a_customer(party=party, locale="en-GB")
    customer_id = post(f"{stack.url}/v1/customers", new).body["customer_id"]
    due = (date.today() + timedelta(days=20)).isoformat()  # noqa: DTZ011 - any day to come
    invoice = bodies.an_invoice(customer_id=customer_id, seller_id="sild", number=number, due_date=due)
    at = f"{stack.url}/v1/invoices/{post(f'{stack.url}/v1/invoices', invoice).body['invoice_id']}"
    post(f"{at}/post")
    post(f"{at}/send", {}, **{"Idempotency-Key": number})
    stack.settle()
    return next(each for each in ask("GET", f"{stack.url}/_local/mails")["mails"] if number in each["subject"])


def shot(page: Page, name: str) -> None:
    """For people who want to look: `SHOTS=/tmp/shots pytest …`."""
    if folder := os.environ.get("SHOTS"):
        assert page.viewport_size
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)


def fits(page: Page) -> bool:
    widest = page.locator("main").bounding_box()
    assert widest
    assert page.viewport_size
    return widest["x"] >= 0 and widest["width"] <= page.viewport_size["width"]


def fill(page: Page, answer: str) -> None:
    """What somebody may write."""
    today = date.today()  # noqa: DTZ011 - the browser's day
    if answer == "already_paid":
        page.get_by_label("Date of payment").fill(today.isoformat())
        page.get_by_label("Payment reference (optional)").fill("RF18 5390")
    if answer == "will_pay":
        page.get_by_label("Date on which you will pay").fill((today + timedelta(days=7)).isoformat())
        page.get_by_label("Amount, if you will not pay everything (optional)").fill("12,50")
    if answer == "something_wrong":
        page.get_by_label("What is wrong?").fill("Ten herrings,\nnot eleven.")
    if answer == "not_me":
        page.get_by_label("Name of the right person (optional)").fill("Bob Buyer")
        page.get_by_label("Their e-mail address (optional)").fill("bob@buyer.example")
    if answer == "question":
        page.get_by_label("Your question").fill("Which order is this?")


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_customer_answers_and_staff_see_it(customer: Page, stack: Stack, mail: Any, answer: str) -> None:
    customer.goto(next(each for each in mail["untracked_links"] if "/p/" in each))
    expect(customer.get_by_role("heading", name="Is there something you would like to tell us?")).to_be_visible()
    shot(customer, "invoice")
    customer.get_by_role("link", name=ANSWERS[answer]).click()
    expect(customer.get_by_role("heading", level=1)).to_have_text(ANSWERS[answer])
    assert fits(customer)
    shot(customer, f"form-{answer}")
    fill(customer, answer)
    customer.get_by_role("button", name="Send").click()
    expect(customer.get_by_role("heading", level=1)).to_have_text("Thank you for your answer")
    shot(customer, f"thanks-{answer}")
    customer.get_by_role("link", name="Back to the invoice").click()
    expect(customer.get_by_role("heading", level=1)).to_contain_text("Invoice")

    at = f"{stack.url}/v1/invoices/{mail['tags']['invoice_id']}"
    (recorded,) = ask("GET", f"{at}/answers")["items"]
    assert (recorded["answer"], recorded["who"]) == (answer, mail["to"][0])
    kinds = [each["kind"] for each in ask("GET", f"{at}/dunning")["holds"]]
    assert kinds == ([RESTS[answer]] if answer in RESTS else [])
    stack.settle()
    mails = ask("GET", f"{stack.url}/_local/mails")["mails"]
    (notice,) = [each for each in mails if each["tags"]["kind"] == "answer" and each_of(each, mail)]
    assert notice["to"] != mail["to"]


def each_of(one: Any, other: Any) -> bool:
    """Whether both are about one invoice."""
    return bool(one["tags"]["invoice_id"] == other["tags"]["invoice_id"])


def test_what_is_wrong_is_said_first_and_leads_to_the_field(customer: Page, mail: Any) -> None:
    customer.goto(next(each for each in mail["untracked_links"] if "/p/" in each) + "/answer/will_pay")
    customer.get_by_label("Amount").fill("a lot <b>more</b>")
    customer.get_by_role("button", name="Send").click()
    summary = customer.get_by_role("alert")
    expect(summary).to_contain_text("Please check your entries")
    expect(customer.get_by_label("Amount")).to_have_value("a lot <b>more</b>")
    expect(customer.get_by_label("Amount")).to_have_attribute("aria-invalid", "true")
    shot(customer, "wrong")
    summary.get_by_role("link", name="Give a date.").click()
    expect(customer.get_by_label("Date on which you will pay")).to_be_focused()
    assert fits(customer)
