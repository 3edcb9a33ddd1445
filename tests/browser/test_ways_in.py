"""How customers come in and pay, without scripts on a phone, or without a mouse."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from local.ask import ask
from tests.browser.house import House

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """On it no script runs."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def payments(house: House, state: str) -> list[int]:
    house.stack.settle()
    return [each["amount"]["amount"] for each in ask("GET", house.at(state))["payments"]]


def test_an_expired_link_brings_a_mail_whose_button_leads_in(phone: Page, house: House) -> None:
    phone.goto(house.link("expired"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("This link has expired")
    assert "151.25" not in phone.content()
    phone.get_by_role("button", name="Send me a new link").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Look in your mailbox")

    mail = house.mail("portal_login", house.address)
    phone.goto(mail["untracked_links"][0])
    phone.get_by_role("button", name="Sign in").click()
    phone.get_by_role("link", name="Invoice EN-GB-expired").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Invoice EN-GB-expired")


def test_a_link_is_revoked_for_everybody_who_has_it(phone: Page, house: House) -> None:
    phone.goto(house.link("revoked"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("This link does not work")
    assert "EN-GB-revoked" not in phone.content()
    assert phone.goto(f"{house.link('revoked')}/invoice.pdf").status == 404  # type: ignore[union-attr]


def test_what_is_downloaded_is_a_pdf(phone: Page, house: House) -> None:
    phone.goto(house.link("open"))
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Download PDF").click()
    content = download.value.path().read_bytes()
    assert (content[:5], content.rstrip()[-5:]) == (b"%PDF-", b"%%EOF")
    assert download.value.suggested_filename == "EN-GB-open.pdf"


def test_two_tabs_at_the_provider_are_one_payment_and_the_other_is_told(phone: Page, house: House) -> None:
    other = phone.context.new_page()
    for tab in (phone, other):
        tab.goto(house.link("twice"))
        tab.get_by_role("button", name="Card").click()
    assert phone.url == other.url
    for tab in (phone, other):
        tab.get_by_role("button", name="Pay EUR 153.81").click()
        expect(tab.get_by_text("Thank you. This invoice is paid")).to_be_visible()
    assert payments(house, "twice") == [15125]


def test_who_presses_the_button_of_an_old_tab_is_told_that_it_has_been_paid(phone: Page, house: House) -> None:
    other = phone.context.new_page()
    for tab in (phone, other):
        tab.goto(house.link("again"))
    phone.get_by_role("button", name="Card").click()
    phone.get_by_role("button", name="Pay EUR 153.81").click()
    other.get_by_role("button", name="Card").click()
    expect(other.get_by_text("Nothing more was charged")).to_be_visible()
    assert payments(house, "again") == [15125]


def tab_to(page: Page, name: str) -> None:
    """Go on with the Tab key until that is reached, as somebody without a mouse does."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText || document.activeElement.id").startswith(name):
            return
    pytest.fail(f"the Tab key does not lead to {name}")


def test_an_invoice_is_paid_with_the_keyboard_alone(page: Page, house: House) -> None:
    page.goto(house.link("keyboard"))
    tab_to(page, "Card")
    page.keyboard.press("Enter")
    page.wait_for_url("**/test-provider/**")
    tab_to(page, "Pay EUR 153.81")
    page.keyboard.press("Space")
    expect(page.get_by_text("Thank you. This invoice is paid")).to_be_visible()


def test_somebody_signs_in_with_the_keyboard_alone(page: Page, house: House) -> None:
    house.link("open")
    page.goto(f"{house.stack.url}/portal/login")
    tab_to(page, "address")
    page.keyboard.type(house.address)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mailbox")
    tab_to(page, "code")
    page.keyboard.type(house.code())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("All your invoices")
