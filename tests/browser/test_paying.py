"""What a customer sees who pays: from the mail to the provider's page and back, without scripts, in two tabs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from local.stack import Stack
from tests.functional.api import bodies
from tests.local.calls import get, post, put

pytestmark = pytest.mark.browser


@pytest.fixture
def visitor(page: Page) -> Iterator[BrowserContext]:
    """Somebody with a telephone, on which no script runs."""
    browser = page.context.browser
    assert isinstance(browser, Browser)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    yield context
    context.close()


@pytest.fixture
def link(stack: Stack, request: pytest.FixtureRequest) -> str:
    """The page that a new invoice's mail leads to."""
    put(f"{stack.url}/v1/sellers/sild", bodies.a_seller(sender_address="faktura@example.com"))
    put(f"{stack.url}/v1/sellers/sild/portal", bodies.a_portal())
    party = {"name": request.node.name, "address": {"country": "GB"}}
    customer = bodies.a_customer(party=party, locale="en-GB")
    customer_id = post(f"{stack.url}/v1/customers", customer).body["customer_id"]
    new = bodies.an_invoice(customer_id=customer_id, seller_id="sild", number=request.node.name[:90])
    at = f"{stack.url}/v1/invoices/{post(f'{stack.url}/v1/invoices', new).body['invoice_id']}"
    post(f"{at}/post")
    post(f"{at}/send", {}, **{"Idempotency-Key": request.node.name[:90]})
    post(f"{stack.url}/_local/settle")
    (mail,) = [each for each in get(f"{stack.url}/_local/mails").body["mails"] if request.node.name in str(each)]
    return str(next(each for each in mail["untracked_links"] if "/p/" in each))


def test_a_customer_pays_by_card_and_the_other_tab_is_told(visitor: BrowserContext, link: str) -> None:
    one, other = visitor.new_page(), visitor.new_page()
    one.goto(link)
    other.goto(link)
    expect(one.get_by_role("button", name="Card")).to_contain_text("includes a fee of €2.56")
    one.get_by_role("button", name="Card").click()
    expect(one.get_by_role("heading")).to_have_text("Test payment of EUR 153.81")
    one.get_by_role("button", name="Pay EUR 153.81").click()
    expect(one.get_by_text("Thank you. This invoice is paid")).to_be_visible()

    other.get_by_role("button", name="SEPA direct debit").click()
    expect(other.get_by_text("Nothing more was charged")).to_be_visible()


def test_while_a_debit_is_under_way_nothing_more_is_asked_for(visitor: BrowserContext, link: str) -> None:
    page = visitor.new_page()
    page.goto(link)
    page.get_by_role("button", name="SEPA direct debit").click()
    page.get_by_role("button", name="Pay by a debit that takes days").click()
    expect(page.get_by_text("A payment is under way")).to_be_visible()
    expect(page.get_by_role("button", name="Card")).to_have_count(0)
