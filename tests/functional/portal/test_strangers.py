"""Whoever has a link, a session or nothing of one customer sees nothing of another, by whatever route and method."""

import re
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from dunlin import wiring
from dunlin.domain.customer import Contact, Role
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.party import Party
from dunlin.domain.payments.method import Method
from dunlin.domain.portal.settings import MethodSettings, PortalSettings
from dunlin.services.start_payment import start_payment
from portal.forms import proof
from tests import aws
from tests.builders import a_customer, a_document, a_line, a_seller
from tests.functional import world
from tests.functional.http import Answer
from tests.functional.portal.everything import METHODS, Known, forms, paths
from tests.functional.portal_visits import Browser, code, login_mail, token
from tests.functional.world import drawing_in_process

PORTAL = PortalSettings(pay_online=True, methods=(MethodSettings(Method.CARD),))
ADA, LINK = "ada@buyer.example", "eml_01_1"
EVE = Contact("con_2", "Eve", "eve@geheim.example", roles=(Role.BILLING,))
OF_ANOTHER = ("Geheim", "2026-777", "Ambergris", "eve@geheim.example", "Hidden Lane")
ELSEWHERE = (
    {"origin": "https://evil.example"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "https://shop.seller.example"},
    {"origin": "https://portal.seller.example.evil.example"},
    {"origin": "https://portal.seller.example@evil.example"},
)
AWAY = ("https://evil.example", "//evil.example", "javascript:alert(1)", "/\\evil.example", "\r\nLocation: x", "")
NO_FORMS = (b"\xff\xfe\x00", b"%", b"&" * 10_000, b"proof=" + b"x" * 100_000, b"\xed\xa0\x80=\xed", b"")


@dataclass
class Two:
    """Ada, who comes here, and somebody else's invoice, attempt and token."""

    ada: Browser
    theirs: Invoice
    attempt_id: str

    def places(self) -> dict[str, str]:
        """Everything in a path names what is the other's, but for Ada's own token."""
        return {
            "token": token(LINK),
            "invoice_id": self.theirs.invoice_id,
            "attempt_id": self.attempt_id,
            "proof": proof(token(LINK)),
            "name": self.theirs.invoice_id,
            "provider": "test",
        }


@pytest.fixture
def two(aws_world: None) -> Two:
    world.store_parties(a_seller(version=0, portal=PORTAL))
    world.store_message(world.store_invoice(status=Status.OPEN))
    party = Party("Geheim GmbH", tax_id="DE777")
    eve = wiring.customers().put(a_customer(customer_id="cus_2", version=0, party=party, contacts=(EVE,)))
    document = a_document(a_line("Ambergris"), customer=eve)
    theirs = world.store_invoice(document, number="2026-777", customer=eve, status=Status.OPEN)
    world.store_message(theirs, "eve@geheim.example", message_id="msg_02")
    attempt = start_payment(theirs.invoice_id, Method.CARD, return_url="https://x.example/p/x", till=wiring.till())
    return Two(Browser(), theirs, attempt.attempt_id)


def sign_in(browser: Browser) -> None:
    browser.get("/portal/login")
    browser.post("/portal/login", address=ADA)
    assert browser.post("/portal/code", address=ADA, code=code(login_mail())).status == 303


def stored() -> dict[str, Any]:
    """What the tables hold."""
    names = ("INVOICES_TABLE", "PAYMENTS_TABLE", "PORTAL_TABLE", "ATTEMPTS_TABLE", "CUSTOMERS_TABLE")
    tables = [aws.ENVIRONMENT[each] for each in names]
    return {each: sorted(aws._client("dynamodb").scan(TableName=each)["Items"], key=str) for each in tables}


def everywhere(two: Two, path: str, *, holder: str) -> list[Answer]:
    """The answers to each method, with the proof that the holder's own pages carry."""
    at = Known("", path).at(**two.places())
    answers = []
    for method in METHODS:
        two.ada.page = f'name="proof" value="{proof(holder)}"'
        fields = {"method": "card", "do": "succeed", "invoice_id": two.theirs.invoice_id, "address": ADA}
        with drawing_in_process():
            answers.append(two.ada.post(at, **fields) if method == "POST" else two.ada.get(at, method))
    return answers


@pytest.mark.parametrize("path", paths())
@pytest.mark.parametrize("who", ["nobody", "signed in", "with a cookie of their own making"])
def test_nothing_of_another_is_shown_or_changed(two: Two, path: str, who: str) -> None:
    if who == "signed in":
        sign_in(two.ada)
    elif who != "nobody":
        two.ada.cookies = {"__Host-dunlin": token("eml_02_1"), "__Host-dunlin-visit": "x" * 22}
    before = wiring.invoices().get(two.theirs.invoice_id), world.told(two.theirs.invoice_id)
    holder = two.ada.cookies.get("__Host-dunlin", "") if path.startswith("/portal/") else token(LINK)
    for answer in everywhere(two, path, holder=holder):
        told = f"{answer.content.decode(errors='replace')} {answer.headers} {two.ada.received}"
        assert [each for each in OF_ANOTHER if each in told] == []
        assert answer.status < 500
    assert (wiring.invoices().get(two.theirs.invoice_id), world.told(two.theirs.invoice_id)) == before


@pytest.mark.parametrize("path", paths())
def test_every_answer_keeps_its_reader_safe(two: Two, path: str) -> None:
    for answer in (*everywhere(two, path, holder=token(LINK)), two.ada.get("/favicon.ico"), two.ada.get("/")):
        headers, policy = answer.headers, answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert ("base-uri 'none'" in policy, "frame-ancestors 'none'" in policy) == (True, True)
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["strict-transport-security"].startswith("max-age=")
        assert "no-store" in headers["cache-control"] or "immutable" in headers["cache-control"]


@pytest.mark.parametrize("path", paths())
def test_looking_changes_nothing_but_that_it_was_seen(two: Two, path: str) -> None:
    two.ada.user_agent = "curl/8.9.1"  # a visit of no person
    sign_in(two.ada)
    before = stored()
    for holder in (two.places(), {**two.places(), "token": token("eml_02_1")}):
        with drawing_in_process():
            for method in ("GET", "HEAD"):
                two.ada.get(Known("", path).at(**holder), method)
    assert stored() == before


@pytest.mark.parametrize("path", forms())
def test_no_form_of_another_site_is_taken_even_with_its_proof(two: Two, path: str) -> None:
    sign_in(two.ada)
    two.ada.get("/portal/login")
    before = stored()
    at = Known("", path).at(token=token(LINK), invoice_id=two.theirs.invoice_id, answer="question")
    for sent, holder in product(ELSEWHERE, (token(LINK), *two.ada.cookies.values())):
        two.ada.page, two.ada.sent = f'name="proof" value="{proof(holder)}"', sent
        assert two.ada.post(at, address=ADA, method="card").status == 403
    assert stored() == before


@pytest.mark.parametrize("path", forms())
def test_no_form_is_taken_with_the_proof_of_somebody_elses_page(two: Two, path: str) -> None:
    sign_in(two.ada)
    two.ada.get("/portal/login")
    at = Known("", path).at(token=token(LINK), invoice_id=two.theirs.invoice_id, answer="question")
    for wrong in ("", "x", proof(""), proof("of another"), proof(token("eml_02_1")), "\u202e", "é"):
        two.ada.page = f'name="proof" value="{wrong}"'
        assert two.ada.post(at, address=ADA).status == 403


def test_every_cookie_is_for_us_alone_whether_it_is_set_or_taken_away(two: Two) -> None:
    two.ada.get("/portal/login")
    received = list(two.ada.received)
    two.ada.post("/portal/login", address=ADA)
    two.ada.post("/portal/code", address=ADA, code=code(login_mail()))
    received += two.ada.received
    two.ada.get("/portal/invoices")
    two.ada.post("/portal/logout")
    received += two.ada.received
    assert {each.partition("=")[0] for each in received} == {"__Host-dunlin", "__Host-dunlin-visit"}
    for each in received:
        assert {part.strip() for part in each.split(";")[1:]} >= {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"}
        assert "omain" not in each
        assert "Max-Age=" in each


@pytest.mark.parametrize("name", ["host", "x-forwarded-host", "forwarded", "x-original-host", "x-forwarded-proto"])
def test_no_header_says_where_anything_leads(two: Two, name: str) -> None:
    two.ada.sent = {name: "evil.example"} if name != "host" else {}
    for path in (f"/p/{token(LINK)}", "/portal/login", "/portal/invoices", "/p/x"):
        answer = two.ada.get(path)
        assert "evil" not in f"{answer.content.decode()}{answer.headers}"
    two.ada.get(f"/p/{token(LINK)}")
    if name == "host":  # a browser sends no other, but somebody else may
        two.ada.sent = {"host": "evil.example", "origin": "https://evil.example"}
    answer = two.ada.post(f"/p/{token(LINK)}/pay", method="card")
    assert answer.status == 303
    assert answer.headers["location"].startswith("https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/portal/test-")
    assert "evil" not in answer.headers["location"]


@pytest.mark.parametrize("path", ["/p/{}", "/portal/login", "/portal/invoices"])
def test_no_parameter_leads_anywhere(two: Two, path: str) -> None:
    for name, back in product(("back", "next", "payment", "return_url", "redirect"), AWAY):
        answer = two.ada.get(path.format(token(LINK)), query={name: back})
        assert answer.headers.get("location", "/portal/login") == "/portal/login"
        assert "evil" not in answer.content.decode()
        assert "alert(1)" not in answer.content.decode()


def test_who_guesses_ids_or_addresses_learns_nothing(two: Two) -> None:
    sign_in(two.ada)
    known, unknown = (two.ada.get(f"/portal/invoices/{each}") for each in (two.theirs.invoice_id, "inv_none"))
    assert (known.status, known.headers, known.content) == (unknown.status, unknown.headers, unknown.content)
    answers = []
    for address in (ADA, "eva@buyer.example"):
        browser = Browser()
        browser.get("/portal/login")
        answer = browser.post("/portal/login", address=address)
        page = re.sub(r'value="[^"]*"', "", answer.content.decode())
        answers.append((answer.status, answer.headers.keys(), page, len(browser.received)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("path", forms())
def test_a_body_that_is_no_form_is_turned_away(two: Two, path: str) -> None:
    at = Known("", path).at(token=token(LINK), invoice_id=two.theirs.invoice_id, answer="question")
    assert {two.ada.send(at, each).status for each in NO_FORMS} <= {303, 403}
