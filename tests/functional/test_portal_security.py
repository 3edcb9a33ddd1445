"""What the portal keeps: no page runs anything, no form is believed that a page of ours did not make."""

from dataclasses import replace

import pytest

from dunlin.domain.invoice import Status
from dunlin.domain.party import Party
from tests.builders import a_customer, a_document, a_line
from tests.functional import functions, world
from tests.functional.portal_visits import Browser, code, login_mail, token

ODD = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "gnp.\u202e{{7*7}}", "{% raw %}{number}")
LINK = "eml_01_1"


@pytest.fixture
def browser(aws_world: None) -> Browser:
    world.store_parties()
    world.store_message(world.store_invoice(status=Status.OPEN))
    return Browser()


@pytest.mark.parametrize(
    "path",
    ["/p/{}", "/p/{}/transfer.svg", "/p/unknown", "/p/preview", "/portal/login", "/portal/nothing", "/portal/invoices"],
)
def test_every_answer_keeps_its_reader_safe(browser: Browser, path: str) -> None:
    headers = browser.get(path.format(token(LINK))).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert (headers["referrer-policy"], headers["cache-control"]) == ("no-referrer", "no-store")
    assert (headers["x-frame-options"], headers["x-content-type-options"]) == ("DENY", "nosniff")


def test_pages_hold_no_script_and_no_style_and_load_nothing_from_elsewhere(browser: Browser) -> None:
    page = browser.get(f"/p/{token(LINK)}").content.decode()
    assert "<script" not in page
    assert " style=" not in page
    assert "http" not in page.partition("<body>")[0].replace("http-equiv", "")


def test_style_sheets_are_kept_for_a_year_and_any_other_name_is_unknown(browser: Browser) -> None:
    page = browser.get("/portal/login").content.decode()
    sheets = [each.partition('"')[0] for each in page.split('rel="stylesheet" href="')[1:]]
    answers = [browser.get(each) for each in sheets]
    assert [each.status for each in answers] == [200, 200, 200]
    assert {each.headers["cache-control"] for each in answers} == {"public, max-age=31536000, immutable"}
    for odd in ("portal.css", "accent-red.css", "accent-1f5f8b.css;x", "..%2Fhtml.py", "PICO-LICENSE.md"):
        assert browser.get(f"/portal/assets/{odd}").status == 404


@pytest.mark.parametrize("odd", ODD)
def test_what_customers_call_themselves_is_inert(aws_world: None, odd: str) -> None:
    customer = a_customer(version=0, party=Party(odd))
    world.store_parties(customer=customer)
    line = replace(a_line(odd), description=odd)
    world.store_message(
        world.store_invoice(
            a_document(line, customer=customer), customer=customer, number=f"1{odd}".replace("\u202e", "")
        )
    )
    page = Browser().get(f"/p/{token(LINK)}")

    assert page.status == 200
    text = page.content.decode()
    assert "<script" not in text
    assert "<img src=x" not in text
    assert "\u202e" not in text
    assert "49" not in text.partition("<main>")[2].partition("</article>")[0]


def test_an_odd_address_is_shown_as_text(browser: Browser) -> None:
    browser.get("/portal/login")
    page = browser.post("/portal/login", address='"><script>alert(1)</script>').content.decode()
    assert "<script" not in page


@pytest.mark.parametrize("path", ["/portal/login", "/portal/code", "/portal/logout", "/p/{}/renew", "/p/{}/login"])
def test_a_form_that_no_page_of_ours_made_is_refused(browser: Browser, path: str) -> None:
    browser.get("/portal/login")
    browser.page = 'name="proof" value="forged"'
    answer = browser.post(path.format(token(LINK)), address="ada@buyer.example")
    assert answer.status == 403
    assert "Nothing was done" in answer.content.decode()


def test_a_form_from_another_site_is_refused_even_with_its_proof(browser: Browser) -> None:
    browser.get("/portal/login")
    browser.sent = {"origin": "https://evil.example"}
    assert browser.post("/portal/login", address="ada@buyer.example").status == 403


def test_nothing_is_logged_that_opens_anything(browser: Browser) -> None:
    browser.get(f"/p/{token(LINK)}")
    browser.get("/portal/login")
    browser.post("/portal/login", address="ada@buyer.example")
    email_id = login_mail()
    browser.post("/portal/code", address="ada@buyer.example", code=code(email_id))
    browser.get("/portal/invoices")
    written = functions.LOGS.getvalue()
    secrets = (token(LINK), token(email_id), code(email_id), *browser.cookies.values())
    assert [each for each in secrets if each and each in written] == []


def test_the_portal_needs_no_more_than_its_role_gives(browser: Browser) -> None:
    browser.get(f"/p/{token(LINK)}")
    browser.get("/portal/login")
    browser.post("/portal/login", address="ada@buyer.example")
    email_id = login_mail()
    browser.post("/portal/code", address="ada@buyer.example", code=code(email_id))
    browser.get("/portal/invoices")
    browser.post("/portal/logout")
