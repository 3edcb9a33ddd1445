"""A real Chromium, and the local stack with its sample invoices."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from local.stack import Stack
from tests.browser.house import House

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# Without these, Chromium calls home at every start.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """The whole product, seeded."""
    with Stack(seed=True) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A machine without Chromium skips; CI does not."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have Chromium: .ci/run installs it")
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET) as made:
        yield made


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new browser window."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def house(browser: Browser) -> Iterator[House]:
    """Invoices of every kind, for a customer who reads English."""
    with Stack() as stack:
        yield House(stack).open()
