"""Every page in every state, for everybody: judged by axe, in the dark, on a phone, zoomed, with the keyboard alone."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Response, ViewportSize

from tests.browser.axe import complaints
from tests.browser.house import House
from tests.browser.pages import NOT_OURS, PAGES
from tests.markup import faults

pytestmark = pytest.mark.browser
SIZES = (ViewportSize(width=390, height=844), ViewportSize(width=1280, height=900))
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# WCAG 2.2, 1.4.10: the width of a desktop window at 400 %.
NARROWEST = 320
_TOO_WIDE = """() => [...document.querySelectorAll('body *')].filter(each => {
  const box = each.getBoundingClientRect(); return box.width && (box.right > innerWidth + 1 || box.left < -1)
}).map(each => each.outerHTML.slice(0, 120))"""
_FOCUSED = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect()
  const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  const there = box.bottom > 0 && box.top < innerHeight
  return at === document.body ? '' : `${shown && there ? 'seen' : 'unseen'} ${at.outerHTML.slice(0, 120)}`
}"""
# The day, the month, the year and the calendar of a field for dates are each a stop.
_STOPS = 4
_TO_BE_REACHED = "a[href], button, input:not([type=hidden]), select, textarea, summary"


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """Scripts are on, for axe's sake; the pages hold none."""
    context = browser.new_context(locale="en-GB", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def shown(page: Page, house: House, name: str) -> str:
    """Go there; the answer is the HTML as it was sent."""
    documents: list[Response] = []
    page.on("response", lambda answer: documents.append(answer) if answer.request.is_navigation_request() else None)
    PAGES[name](page, house)
    return documents[-1].text()


@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_use_it(window: Page, house: House, name: str) -> None:
    sent = shown(window, house, name)
    if name != NOT_OURS:
        assert faults(sent) == []
    found = []
    for size in SIZES:
        window.set_viewport_size(size)
        for scheme in SCHEMES:
            window.emulate_media(color_scheme=scheme)
            found += [f"{size['width']} {scheme}: {each}" for each in complaints(window)]
    assert not found, "\n".join(found)
    assert too_wide(window) == {}
    assert unreached(window) == []


def too_wide(page: Page) -> dict[str, list[str]]:
    """What sticks out of the window at its narrowest, and with letters of twice the size."""
    wrong = {}
    for width, letters in ((NARROWEST, "100%"), (SIZES[0]["width"], "200%"), (SIZES[1]["width"], "200%")):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("size => document.documentElement.style.fontSize = size", letters)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong[f"{width} px, {letters}"] = page.evaluate(_TOO_WIDE)
    page.evaluate("document.documentElement.style.fontSize = ''")
    return wrong


def unreached(page: Page) -> list[str]:
    """What the Tab key does not lead to, or leads to without a mark that can be seen."""
    count = page.locator(_TO_BE_REACHED).count()
    page.mouse.click(1, 1)
    steps: list[str] = []
    for _ in range(count * _STOPS):
        if len({each.partition(" ")[2] for each in steps}) == count and steps[-1].startswith("seen"):
            break
        page.keyboard.press("Tab")
        steps.append(str(page.evaluate(_FOCUSED)))
    reached = len({each.partition(" ")[2] for each in steps})
    missing = [f"{count - reached} of {count} were never reached"] if reached < count else []
    # Of a field with several stops, one shows where it is.
    seen = {each.removeprefix("seen ") for each in steps if each.startswith("seen ")}
    return [*missing, *(each for each in steps if each.partition(" ")[2] not in seen)]
