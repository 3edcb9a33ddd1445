"""All invoices of somebody who has signed in with a code that was mailed to them."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from dunlin import wiring
from dunlin.domain.customer import Contact, Role
from dunlin.domain.email import message_id_of
from dunlin.domain.invoice import Status
from dunlin.services.request_login import MOST_CUSTOMERS
from tests import aws
from tests.builders import a_customer
from tests.functional import functions, world
from tests.functional.http import Answer, Client
from tests.functional.portal_visits import Browser, code, login_mail, token
from tests.wire import tapped

ADDRESS = "ada@buyer.example"


@pytest.fixture
def browser(aws_world: None) -> Browser:
    world.store_parties()
    world.store_message(world.store_invoice(status=Status.OPEN))
    return Browser()


def ask(browser: Browser, address: str = ADDRESS) -> Answer:
    browser.get("/portal/login")
    return browser.post("/portal/login", address=address)


def sign_in(browser: Browser) -> str:
    """The answer is the mail that brought the code."""
    ask(browser)
    email_id = login_mail()
    assert browser.post("/portal/code", address=ADDRESS, code=code(email_id)).headers["location"] == "/portal/invoices"
    return email_id


def test_a_code_opens_all_invoices_of_the_customer_and_of_nobody_else(browser: Browser) -> None:
    world.store_invoice(number="2026-002", status=Status.PAID)
    world.store_invoice(number="2026-003", status=Status.DRAFT)
    eve = (Contact("con_1", "Eve", "eve@elsewhere.example"),)
    stranger = wiring.customers().put(a_customer(customer_id="cus_2", version=0, contacts=eve))
    other = world.store_invoice(number="2026-004", customer=stranger)
    sign_in(browser)
    page = browser.get("/portal/invoices").content.decode()

    assert [number in page for number in ("2026-001", "2026-002", "2026-003", "2026-004")] == [True, True, False, False]
    theirs = world.store_invoice(number="2026-005")
    assert browser.get(f"/portal/invoices/{theirs.invoice_id}").status == 200
    for path in ("", "/invoice.pdf", "/transfer.svg"):
        refused, unknown = (browser.get(f"/portal/invoices/{each}{path}") for each in (other.invoice_id, "inv_0"))
        assert (refused.status, refused.content) == (404, unknown.content)


def test_the_mail_brings_the_code_and_is_not_kept(browser: Browser) -> None:
    ask(browser)
    email_id = login_mail()
    functions.invoke("deliver", functions.batch({"message_id": message_id_of(email_id)}))
    (posted,) = world.sent()

    assert code(email_id) in posted.raw_data
    assert world.envelope(posted) == ADDRESS
    assert aws._client("s3").list_objects_v2(Bucket="dunlin-documents").get("KeyCount") == 0


def test_a_code_mail_does_not_touch_the_light_of_the_invoice(browser: Browser) -> None:
    before = wiring.messages().parties(world.email().invoice_id).invoice.delivery
    ask(browser)
    assert wiring.messages().parties(world.email().invoice_id).invoice.delivery == before


@pytest.mark.parametrize("address", ["eve@elsewhere.example", "not an address", "", "ada@buyer.example\r\nBcc: x@y.zz"])
def test_an_address_that_is_not_on_file_is_answered_alike_and_mailed_nothing(browser: Browser, address: str) -> None:
    unknown = ask(browser, address).content.decode().replace(address.replace("\r\n", " "), "")
    assert aws.outbox() == []
    known = ask(browser).content.decode().replace(ADDRESS, "")
    assert unknown == known


def test_somebody_whose_address_was_taken_off_gets_no_code_and_loses_the_session(browser: Browser) -> None:
    sign_in(browser)
    customer = wiring.customers().get("cus_1")
    wiring.customers().put(replace(customer, contacts=(Contact("con_1", "Bob", "bob@buyer.example"),)))

    assert browser.get("/portal/invoices").headers["location"] == "/portal/login"
    ask(browser)
    assert aws.outbox() == []


def test_a_code_is_good_once(browser: Browser) -> None:
    email_id = sign_in(browser)
    thief = Browser()
    thief.get("/portal/login")
    assert thief.post("/portal/code", address=ADDRESS, code=code(email_id)).status == 422
    assert "__Host-dunlin" not in thief.cookies


def test_thirty_wrong_codes_lock_the_code(browser: Browser) -> None:
    ask(browser)
    email_id = login_mail()
    right = code(email_id)
    wrong = f"{(int(right) + 1) % 10**8:08}"
    assert {browser.post("/portal/code", address=ADDRESS, code=wrong).status for _ in range(30)} == {422}
    assert browser.post("/portal/code", address=ADDRESS, code=right).status == 422


def test_a_stranger_can_neither_use_up_the_tries_of_a_code_nor_take_its_place(browser: Browser) -> None:
    ask(browser)
    right, stranger = code(login_mail()), Browser()
    stranger.get("/portal/login")
    for _ in range(30):
        assert stranger.post("/portal/code", address=ADDRESS, code=right).status == 422
    ask(stranger)
    aws.outbox()
    assert browser.post("/portal/code", address=ADDRESS, code=right).headers["location"] == "/portal/invoices"


def test_the_link_signs_in_in_any_browser_whatever_was_tried_in_others(browser: Browser) -> None:
    ask(browser)
    email_id, elsewhere = login_mail(), Browser()
    for _ in range(30):
        browser.post("/portal/code", address=ADDRESS, code="00000000")
    elsewhere.get(f"/p/{token(email_id)}")
    assert elsewhere.post(f"/p/{token(email_id)}/login").headers["location"] == "/portal/invoices"


def test_who_was_never_written_to_signs_in_too(browser: Browser) -> None:
    customer = wiring.customers().get("cus_1")
    bob = Contact("con_2", "Bob", "Bob@Buyer.example")
    wiring.customers().put(replace(customer, contacts=(*customer.contacts, bob)))
    ask(browser, "bob@buyer.example")
    email_id = login_mail()
    assert browser.post("/portal/code", address="bob@buyer.example", code=code(email_id)).status == 303
    assert "2026-001" in browser.get("/portal/invoices").content.decode()


def test_who_is_on_file_without_an_invoice_is_answered_alike_and_mailed_nothing(browser: Browser) -> None:
    dan = (Contact("con_1", "Dan", "dan@new.example"),)
    new = wiring.customers().put(a_customer(customer_id="cus_2", version=0, contacts=dan))
    world.store_invoice(number="2026-009", customer=new, status=Status.DRAFT)
    page = ask(browser, "dan@new.example").content
    assert aws.outbox() == []
    assert page.decode().replace("dan@new.example", "") == ask(browser).content.decode().replace(ADDRESS, "")


def test_customers_that_were_saved_before_the_list_sign_in_by_the_mails_they_got(browser: Browser) -> None:
    table = aws._client("dynamodb")
    for item in table.scan(TableName="CustomersTable")["Items"]:
        if item["customer_id"]["S"].startswith("address#"):
            table.delete_item(TableName="CustomersTable", Key={"customer_id": item["customer_id"]})
    assert wiring.customers().at(ADDRESS) == ()
    sign_in(browser)


def test_an_address_that_very_many_customers_share_costs_a_bounded_number_of_calls(browser: Browser) -> None:
    for number in range(MOST_CUSTOMERS + 5):
        wiring.customers().put(a_customer(customer_id=f"cus_x{number}", version=0))
    browser.get("/portal/login")
    with tapped() as wire:
        browser.post("/portal/login", address=ADDRESS)
    assert len(wire.calls) <= MOST_CUSTOMERS + 15


def test_a_code_ends_after_ten_minutes_and_a_session_after_twelve_hours(browser: Browser) -> None:
    ask(browser)
    email_id = login_mail()
    with time_machine.travel(wiring.now() + timedelta(minutes=10), tick=False):
        assert browser.post("/portal/code", address=ADDRESS, code=code(email_id)).status == 422
    sign_in(browser)
    with time_machine.travel(wiring.now() + timedelta(hours=12, seconds=1), tick=False):
        assert browser.get("/portal/invoices").status == 303


def test_a_newer_code_takes_the_place_of_the_older(browser: Browser) -> None:
    ask(browser)
    older = login_mail()
    ask(browser)
    newer = login_mail()
    assert browser.post("/portal/code", address=ADDRESS, code=code(older)).status == 422
    assert browser.post("/portal/code", address=ADDRESS, code=code(newer)).status == 303


def test_an_address_is_mailed_five_codes_an_hour_and_told_the_same_afterwards(browser: Browser) -> None:
    with time_machine.travel(wiring.now().replace(minute=10), tick=False):
        answers = [ask(browser).content for _ in range(7)]
        assert len(aws.outbox()) == 5
    assert len(set(answers)) == 1


def test_the_link_of_the_mail_signs_in_by_a_button_and_not_by_being_opened(browser: Browser) -> None:
    ask(browser)
    path = f"/p/{token(login_mail())}"
    for _ in range(2):  # a scanner was here before
        browser.get(path)
        assert "__Host-dunlin" not in browser.cookies
    assert browser.post(f"{path}/login").headers["location"] == "/portal/invoices"
    assert "2026-001" in browser.get("/portal/invoices").content.decode()
    again = Browser()
    again.get(path)
    assert again.post(f"{path}/login").status == 404


def test_the_cookie_is_for_us_alone(browser: Browser) -> None:
    ask(browser)
    event = {"code": code(login_mail()), "address": ADDRESS}
    browser.post("/portal/code", **event)
    cookie = browser.received[0]
    name, _, rest = cookie.partition("=")
    assert name == "__Host-dunlin"
    assert {each.strip() for each in rest.split(";")[1:]} >= {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"}
    assert "Domain" not in cookie
    assert rest.partition(";")[0] not in str(aws._client("dynamodb").scan(TableName="PortalTable"))


def test_signing_out_ends_the_session_for_whoever_has_the_cookie(browser: Browser) -> None:
    sign_in(browser)
    kept = dict(browser.cookies)
    browser.get("/portal/invoices")
    assert browser.post("/portal/logout").status == 200
    assert Browser(cookies=kept).get("/portal/invoices").headers["location"] == "/portal/login"


def test_revoking_a_persons_links_ends_their_session(browser: Browser) -> None:
    sign_in(browser)
    assert Client().post("/v1/customers/cus_1/links/revoke", {"contact_id": "con_1"}).status == 204
    assert browser.get("/portal/invoices").headers["location"] == "/portal/login"


def test_who_has_signed_in_answers_their_own_invoices_and_nobody_elses(browser: Browser) -> None:
    contacts = (Contact("con_2", "Eve", "eve@elsewhere.example", roles=(Role.BILLING,)),)
    stranger = wiring.customers().put(a_customer(customer_id="cus_2", version=0, contacts=contacts))
    other = world.store_invoice(number="2026-004", customer=stranger, status=Status.OPEN)
    draft = world.store_invoice(number="2026-003", status=Status.DRAFT)
    mine = world.email().invoice_id
    path = f"/portal/invoices/{mine}/answer/question"
    assert browser.get(path).headers["location"] == "/portal/login"
    assert browser.post(path, text="Mine?").headers["location"] == "/portal/login"
    sign_in(browser)
    assert browser.get(path).status == 200
    page = browser.page
    for foreign in (other.invoice_id, draft.invoice_id, "inv_0"):
        browser.page = page
        answered = browser.post(f"/portal/invoices/{foreign}/answer/question", text="Whose?")
        assert (answered.status, answered.headers["location"]) == (303, f"/portal/invoices/{foreign}")
        assert browser.get(f"/portal/invoices/{foreign}/answer/question").headers["location"]
    assert "customer.answered" not in world.told(other.invoice_id) + world.told(draft.invoice_id)
    browser.page = ""
    assert browser.post(path, text="Mine?").status == 403
    browser.page = page
    assert browser.post(path, text="Mine?").headers["location"] == f"{path}/thanks"
    assert b"Your question has reached us" in browser.get(f"{path}/thanks").content
    (entry,) = [each for each in wiring.timeline().list(mine, limit=99).items if each.type == "customer.answered"]
    assert entry.actor.name == ADDRESS
