"""Somebody who reads Hebrew: every page runs from right to left, and what is Latin or a number in it does not."""

import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from dunlin.rendering.portal.language import words
from local.stack import Stack
from tests.browser.axe import complaints
from tests.browser.house import House
from tests.browser.pages import NOT_OURS, PAGES

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(browser: Browser) -> Iterator[House]:
    """Invoices for a customer who reads Hebrew, from a seller who writes German."""
    found = subprocess.run(["fc-list", ":lang=he"], capture_output=True, text=True, check=False)  # noqa: S607
    if not found.stdout:
        pytest.skip("no letters of Hebrew on this machine (Debian: apt-get install fonts-dejavu-core)")
    with Stack() as stack:
        yield House(stack, locale="he-IL", customer="חברת הנמל (1998) בע״מ").open()


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="he-IL", reduced_motion="reduce", viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", [each for each in PAGES if each != NOT_OURS])
def test_every_page_runs_from_right_to_left(window: Page, house: House, name: str) -> None:
    PAGES[name](window, house)
    assert window.locator("html").get_attribute("dir") == "rtl"
    assert (window.locator("html").get_attribute("lang") or "").startswith("he")
    assert complaints(window) == []
    assert not window.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert window.locator("h1").evaluate("each => getComputedStyle(each).textAlign") in {"start", "right"}


def test_amounts_names_and_addresses_keep_their_own_direction(window: Page, house: House) -> None:
    window.goto(house.link("open"))
    isolated = window.locator("bdi").all_inner_texts()
    for each in ("151.25 €", "DE02 1203 0000 0000 2020 51", "debitoren@example.com", "חברת הנמל (1998) בע״מ"):
        assert each.replace(" €", "\u00a0€") in isolated
    assert window.get_by_text(words("he")["how_to_pay"]).is_visible()
    assert "10 שעות" in window.locator("table small").first.inner_text()
    assert window.locator("tbody th").first.inner_text() == "שם בעל החשבון"


def test_the_mail_stays_in_the_language_of_its_seller(window: Page, house: House) -> None:
    house.link("open")
    assert "Rechnung HE-IL-open" in house.mail("invoice", "HE-IL-open")["subject"]
