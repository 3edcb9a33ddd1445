"""No token, code or cookie is read in any line of the log, at its most talkative, and when everything goes wrong."""

from collections.abc import Iterator

import pytest

from dunlin.domain.invoice import Status
from portal import app, doors
from tests.functional import functions, world
from tests.functional.portal_visits import Browser, code, login_mail, token

LINK, ADA = "eml_01_1", "ada@buyer.example"


@pytest.fixture
def browser(aws_world: None) -> Iterator[Browser]:
    """While the log says all that it can say."""
    world.store_parties()
    world.store_message(world.store_invoice(status=Status.OPEN))
    app.logger.setLevel("DEBUG")
    yield Browser()
    app.logger.setLevel("INFO")


def test_whatever_is_done_with_links_codes_and_sessions_is_logged_without_them(browser: Browser) -> None:
    for path in (f"/p/{token(LINK)}", f"/p/{token(LINK)}/nothing", f"/portal/{token(LINK)}", "/portal/login"):
        browser.get(path)
    browser.post("/portal/login", address=ADA)
    email_id = login_mail()
    secrets = {token(LINK), token(email_id), code(email_id), *browser.cookies.values()}
    browser.post("/portal/code", address=ADA, code=code(email_id))
    secrets |= set(browser.cookies.values()) - {""}
    browser.get("/portal/invoices")
    browser.post("/portal/logout")
    assert len(secrets) == 5
    assert [each for each in secrets if each in functions.LOGS.getvalue()] == []


def test_not_even_an_error_that_quotes_a_link_brings_it_into_the_log(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(given: str) -> None:
        raise RuntimeError(f"GET https://portal.seller.example/p/{given}?x=1: {given!r} is odd")

    monkeypatch.setattr(doors, "opened", fail)
    assert browser.get(f"/p/{token(LINK)}").status == 500
    assert "is odd" in functions.LOGS.getvalue()
    assert token(LINK) not in functions.LOGS.getvalue()
