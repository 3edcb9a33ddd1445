"""What a newcomer sees: an invoice is sent, its mail is read, and its light turns green."""

import re

import pytest
from playwright.sync_api import Page, expect

from local.stack import Stack

pytestmark = pytest.mark.browser


def test_a_mail_is_sent_seen_and_opened_and_the_light_turns_green(page: Page, stack: Stack) -> None:
    page.goto(stack.url)
    row = page.get_by_role("row").filter(has_text="tc434-example5.xml")
    expect(row).to_contain_text("Not sent")
    row.get_by_role("button", name=re.compile("^Send TOSL110")).click()
    expect(row.locator(".light.yellow")).to_contain_text("Not yet opened")

    page.get_by_role("link", name="Outbox", exact=True).first.click()
    page.get_by_role("link", name="TOSL110").click()
    mail = page.frame_locator("iframe")
    expect(mail.get_by_text("John Hansen")).to_be_visible()
    expect(mail.get_by_role("rowheader").or_(mail.get_by_role("cell")).filter(has_text="TOSL110").first).to_be_visible()
    expect(page.get_by_role("link", name="TOSL110.pdf")).to_be_visible()

    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.locator(".light.green")).to_contain_text("opened by the recipient")

    page.goto(stack.url)
    expect(row.locator(".light.green")).to_contain_text("Opened")
    expect(row).to_contain_text("OPEN")


def test_an_invoice_without_an_address_says_what_to_do(page: Page, stack: Stack) -> None:
    page.goto(stack.url)
    row = page.get_by_role("row").filter(has_text="tc434-example3.xml")
    row.get_by_role("button", name=re.compile("^Send")).click()

    expect(page.get_by_role("alert")).to_contain_text("has no address to send to")
