"""The links in mails: what they open, for whom, and for how long."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine

from dunlin import wiring
from dunlin.domain.email import message_id_of
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.invoice import Invoice, Payment, Status, pay
from dunlin.domain.portal.settings import PortalSettings
from portal.forms import proof
from tests import aws
from tests.builders import a_seller, an_entry
from tests.functional import functions, outbound, world
from tests.functional.http import Client
from tests.functional.portal_visits import Browser, login_mail, token

EMAIL = "eml_01_1"


def store(**changes: Any) -> Invoice:
    world.store_parties()
    invoice = world.store_invoice(**changes)
    world.store_message(invoice)
    return invoice


def link(email_id: str = EMAIL) -> str:
    return f"/p/{token(email_id)}"


def test_the_mail_brings_the_link_that_opens_its_invoice(aws_world: None) -> None:
    outbound.plan(outbound.store())
    (message_id,) = aws.outbox()
    outbound.run_deliver(message_id)
    (email,) = outbound.emails(message_id)
    mail = wiring.documents().get_eml(email.invoice_id, email.email_id).decode()

    assert f"https://portal.seller.example/p/{token(email.email_id)}" in mail.replace("=\r\n", "").replace("=3D", "=")
    page = Browser().get(link(email.email_id))
    assert page.status == 200
    assert "€151.25" in page.content.decode()


def test_no_token_is_stored(aws_world: None) -> None:
    store()
    assert token(EMAIL) not in str(aws._client("dynamodb").scan(TableName="PortalTable"))


def test_a_visit_turns_the_light_green_and_a_second_one_is_only_counted(aws_world: None) -> None:
    invoice = store()
    for _ in range(2):
        assert Browser().get(link()).status == 200

    email = world.email()
    assert email.status is EmailStatus.SENT
    assert email.visits == 2
    assert Client().get(f"/v1/invoices/{invoice.invoice_id}").json["delivery"]["colour"] == "green"
    assert world.told(invoice.invoice_id).count("portal.visited") == 1


@pytest.mark.parametrize(("method", "user_agent"), [("HEAD", Browser.user_agent), ("GET", "curl/8.9.1"), ("GET", "")])
def test_a_head_request_or_a_scanner_is_no_visit(aws_world: None, method: str, user_agent: str) -> None:
    store()
    assert Browser(user_agent=user_agent).get(link(), method).status == 200
    assert (world.email().visits, world.email().visited_at) == (0, None)


def test_the_link_of_one_opens_nothing_of_another(aws_world: None) -> None:
    store()
    other = world.store_invoice(number="2026-002")
    world.store_message(other, message_id="msg_02")
    with world.drawing_in_process():
        pdf = Browser().get(f"{link()}/invoice.pdf")

    assert "2026-002" not in Browser().get(link()).content.decode()
    assert "2026-001" in pdf.headers["content-disposition"]
    for path in (f"/portal/invoices/{other.invoice_id}", f"/portal/invoices/{other.invoice_id}/invoice.pdf"):
        assert Browser().get(path).headers["location"] == "/portal/login"


@pytest.mark.parametrize("rest", ["", "/invoice.pdf", "/transfer.svg"])
def test_unknown_and_revoked_links_are_answered_alike(aws_world: None, rest: str) -> None:
    invoice = store()
    assert Client().post(f"/v1/invoices/{invoice.invoice_id}/links/revoke", {}).status == 204
    browser = Browser()
    revoked, unknown, malformed = (browser.get(f"/p/{each}{rest}") for each in (token(EMAIL), token("eml_0"), "x"))

    assert (revoked.status, revoked.content) == (unknown.status, unknown.content) == (404, malformed.content)


def test_a_single_link_or_those_of_a_person_can_be_revoked(aws_world: None) -> None:
    invoice = store()
    world.store_message(invoice, message_id="msg_02")
    Client().post(f"/v1/invoices/{invoice.invoice_id}/links/revoke", {"email_id": EMAIL})
    assert [Browser().get(link(each)).status for each in (EMAIL, "eml_02_1")] == [404, 200]

    Client().post("/v1/customers/cus_1/links/revoke", {})
    assert Browser().get(link("eml_02_1")).status == 404
    assert Client().post("/v1/customers/cus_1/links/revoke", {"contact_id": "con_9"}).status == 404


def test_an_expired_link_offers_another_which_goes_to_the_address_on_file(aws_world: None) -> None:
    store(due_date=date(2026, 11, 25))
    browser = Browser()
    with time_machine.travel(datetime(2027, 1, 20, 12, tzinfo=UTC), tick=False):
        assert browser.get(link()).status == 410
        answer = browser.post(f"{link()}/renew")
        mail = login_mail()
        functions.invoke("deliver", functions.batch({"message_id": message_id_of(mail)}))
        page = Browser().get(link(mail))
    assert answer.status == 200
    assert "Press the button to sign in" in page.content.decode()
    assert len(world.sent()) == 1


def test_asking_for_another_link_is_answered_alike_for_known_and_unknown(aws_world: None) -> None:
    store()
    answers = []
    for each in (token(EMAIL), token("eml_0")):
        browser = Browser()
        browser.page = f'name="proof" value="{proof(each)}"'
        answers.append(browser.post(f"/p/{each}/renew"))
    assert answers[0].content == answers[1].content
    assert answers[0].status == answers[1].status == 200


def test_a_seller_who_wants_people_to_sign_in_shows_nothing_by_link(aws_world: None) -> None:
    world.store_parties(seller=a_seller(version=0, portal=PortalSettings(require_login=True)))
    world.store_message(world.store_invoice())
    for rest in ("", "/invoice.pdf", "/transfer.svg"):
        page = Browser().get(f"{link()}{rest}").content.decode()
        assert "2026-001" not in page
        assert "/portal/login" in page


@pytest.mark.parametrize(
    ("status", "says"),
    [(Status.VOID, "was cancelled"), (Status.DRAFT, "This is a draft"), (Status.POSTED, "Due by")],
)
def test_the_page_says_how_the_invoice_stands(aws_world: None, status: Status, says: str) -> None:
    store(status=status)
    assert says in Browser().get(link()).content.decode()


def test_a_paid_invoice_thanks(aws_world: None) -> None:
    invoice = store(status=Status.OPEN)
    paid = pay(invoice, Payment("pay_1", 15125, date(2026, 11, 24)), now=wiring.now())
    wiring.invoices().change(invoice, paid, entry=an_entry(invoice, entry_id="tml_9"))
    page = Browser().get(link()).content.decode()

    assert "Thank you. This invoice is paid" in page
    assert "NL91" not in page


def test_the_code_for_banking_apps_comes_from_our_own_address(aws_world: None) -> None:
    store()
    page, picture = Browser().get(link()), Browser().get(f"{link()}/transfer.svg")
    assert f'src="{link()}/transfer.svg"' in page.content.decode()
    assert (picture.headers["content-type"], picture.content[:4]) == ("image/svg+xml", b"<svg")


@pytest.mark.parametrize(("locale", "word"), [("de-AT", "Zahlbetrag"), ("fr", "Montant à payer"), ("nl", "Te betalen")])
def test_a_page_is_in_the_customers_language(aws_world: None, locale: str, word: str) -> None:
    _, customer = world.store_parties()
    wiring.customers().put(replace(customer, locale=locale))
    world.store_message(world.store_invoice())
    page = Browser(language="es").get(link()).content.decode()
    assert word in page
    assert f'<html lang="{locale}"' in page


def test_a_preview_leads_to_a_page_that_says_so(aws_world: None) -> None:
    assert "Preview" in Browser().get("/p/preview").content.decode()


def test_a_link_lives_at_most_120_days(aws_world: None) -> None:
    store(due_date=date(2027, 12, 1))
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC) + timedelta(days=119), tick=False):
        assert Browser().get(link()).status == 200
    with time_machine.travel(datetime(2026, 11, 22, 10, tzinfo=UTC) + timedelta(days=120), tick=False):
        assert Browser().get(link()).status == 410


@pytest.mark.parametrize("number", ["חשבונית-7", "Ü/7", "2026-7"])
def test_a_pdf_is_called_after_its_invoice_in_a_header_that_any_gateway_passes_on(aws_world: None, number: str) -> None:
    store(number=number)
    with world.drawing_in_process():
        said = Browser().get(f"{link()}/invoice.pdf").headers["content-disposition"]
    assert said.isascii()
    named = said.partition("filename*=UTF-8''")[2] or said.partition('filename="')[2].rstrip('"')
    assert unquote(named) == number.replace("/", "-") + ".pdf"
