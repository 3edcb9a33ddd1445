"""A customer sets up automatic payment, changes its limit and turns it off, at the provider that is played."""

import os
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from html import unescape

import pytest

from dunlin import wiring
from dunlin.adapters.play_payments import PlayPayments
from dunlin.domain.customer import Contact
from dunlin.domain.invoice import Status
from dunlin.domain.money import Money
from dunlin.domain.payments.agreement import AgreementState
from tests import aws
from tests.builders import a_customer, a_seller
from tests.functional import functions, world
from tests.functional.portal.autopay import ADDRESS, HOME, PORTAL, Visit, agreements, mails, signed_in, store
from tests.functional.portal.visitor import tell
from tests.functional.portal_visits import Browser, token


@pytest.fixture
def visit(aws_world: None) -> Visit:
    store()
    return Visit(signed_in())


def shown(visit: Visit, path: str = HOME) -> str:
    answer = visit.browser.get(path)
    assert answer.status == 200, answer.content
    return unescape(answer.content.decode())


def provider() -> PlayPayments:
    made = wiring.payment_provider()
    assert isinstance(made, PlayPayments)
    return made


def test_what_was_agreed_is_kept_with_the_text_as_it_was_read(visit: Visit) -> None:
    agreement = visit.set_up("sepa_debit", limit_EUR="1,500.50")
    assert (agreement.mandate.means, agreement.mandate.label, agreement.by) == ("succeeds", "Test •••• 4242", ADDRESS)
    assert (agreement.limits, agreement.locale, agreement.provider) == ((Money(150050, "EUR"),), "en-GB", "test")
    read = unescape(visit.form("sepa_debit").content.decode())
    paragraphs = agreement.text.split("\n")
    assert [each for each in paragraphs if f"<p>{each}</p>" not in read] == []
    for wanted in ("Vis & Zonen B.V.", "within 8 weeks", "1 day(s) before the debit", "Kade 1", "3, 7"):
        assert wanted in agreement.text


def test_its_invoices_are_looked_at_again_and_it_is_confirmed_with_the_text(visit: Visit) -> None:
    agreement = visit.set_up()
    bodies = aws.outbox_bodies()
    (message_id,) = {each["message_id"] for each in bodies if "message_id" in each}
    assert {"customer_id": "cus_1"} in bodies
    functions.invoke("deliver", functions.batch({"message_id": message_id}))
    (posted,) = world.sent()
    mail = message_from_bytes(posted.raw_data.encode(), policy=default)
    body = mail.get_body(("plain",))
    assert body
    text = " ".join(body.get_content().replace("> ", "").split())
    assert world.envelope(posted) == ADDRESS
    assert " ".join(agreement.text.split()) in text
    assert "Test •••• 4242" in text
    assert list(mail.iter_attachments()) == []
    assert "message.planned" in world.told(world.email().invoice_id)


def test_the_page_says_how_it_stands_and_what_is_charged_next(visit: Visit) -> None:
    before = shown(visit)
    assert "Off" in before
    assert "1.5% of the amount paid plus €0.25 is added as a fee" in before
    assert before.count("/set-up/") == 2  # what cannot be charged later, or online, is no choice
    visit.set_up(limit_EUR="2000")
    page = shown(visit)
    for wanted in (">On<", "Test •••• 4242", "€2,000.00", "Invoice 2026-001: €153.81 on"):
        assert wanted in page


def test_an_invoice_says_that_it_will_be_charged_or_could_be(visit: Visit) -> None:
    link = f"/p/{token(world.email().email_id)}"
    for page in (link, f"/portal/invoices/{world.email().invoice_id}"):
        assert "Would you like invoices from Vis & Zonen B.V. to be paid automatically" in shown(visit, page)
    assert "For this you sign in" in unescape(Browser().get(link).content.decode())
    assert f'href="{HOME}"' in shown(visit, "/portal/invoices")
    visit.set_up()
    page = unescape(Browser().get(link).content.decode())
    assert "This invoice will be paid automatically on" in page
    assert "4242" not in page
    visit.browser.get(HOME)
    visit.browser.post(f"{HOME}/agreements/{agreements()[0].agreement_id}/limit", limit_EUR="1")
    assert "not covered by your limit" in shown(visit, link)


def test_the_limit_is_changed_and_taken_away(visit: Visit) -> None:
    at = f"{HOME}/agreements/{visit.set_up().agreement_id}/limit"
    aws.outbox_bodies()
    for typed, limits in (("99.90", (Money(9990, "EUR"),)), ("", ())):
        visit.browser.get(at)
        assert visit.browser.post(at, limit_EUR=typed).headers["location"] == f"{HOME}?note=done_limit"
        assert agreements()[0].limits == limits
        assert aws.outbox_bodies() == [{"customer_id": "cus_1"}]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("a lot", "“a lot” is not an amount in EUR"),
        ("0", "more than zero"),
        ("9" * 20, "too large"),
        ("1.234", "1,500.00"),
    ],
)
def test_what_is_no_limit_is_told_beside_its_field(visit: Visit, typed: str, said: str) -> None:
    answer = visit.agree(limit_EUR=typed)
    page = unescape(answer.content.decode())
    assert answer.status == 422
    assert said in page
    assert 'aria-invalid="true"' in page
    at = f"{HOME}/agreements/{visit.set_up().agreement_id}/limit"
    visit.browser.get(at)
    assert said in unescape(visit.browser.post(at, limit_EUR=typed).content.decode())
    assert agreements()[0].limits == ()


def test_who_does_not_tick_or_has_read_another_text_has_agreed_to_nothing(visit: Visit) -> None:
    for fields, said in (({"agree": ""}, "tick the box"), ({"read": "0" * 64}, "The text has changed")):
        answer = visit.agree(**fields)
        assert answer.status == 422
        assert said in answer.content.decode()
    assert (agreements(), mails()) == ((), [])


def test_turned_off_it_is_kept_as_evidence_and_confirmed(visit: Visit) -> None:
    agreement = visit.set_up()
    aws.outbox_bodies()
    at = f"{HOME}/agreements/{agreement.agreement_id}/end"
    asked = shown(visit, at)
    assert "Turn off automatic payment?" in asked
    assert agreements() == (agreement,)
    for _ in range(2):  # pressed twice
        visit.browser.page = asked
        assert visit.browser.post(at).headers["location"] == f"{HOME}?note=done_ended"
    (ended,) = agreements()
    assert (ended.state, ended.text) == (AgreementState.ENDED, agreement.text)
    assert ended.ended_why == "turned off by the customer"
    assert mails() == ["autopay_ended", "autopay_started"]
    assert {"customer_id": "cus_1"} in aws.outbox_bodies()
    assert "Off" in shown(visit)
    assert visit.browser.get(f"{HOME}/agreements/{agreement.agreement_id}/limit").status == 404


def test_other_means_take_the_place_of_the_first_and_come_back_never(visit: Visit) -> None:
    first, second = visit.set_up("card"), visit.set_up("sepa_debit", means="processes")
    assert [each.state for each in agreements()] == [AgreementState.ENDED, AgreementState.ACTIVE]
    assert (agreements()[0].agreement_id, agreements()[0].ended_why) == (first.agreement_id, "another took its place")
    assert second.mandate.means == "processes"


def test_a_page_of_the_provider_that_is_left_changes_nothing(visit: Visit) -> None:
    page = visit.provider()
    visit.browser.get(page)
    back = page.partition("back=")[2].partition("%2Fsetups%2F")[2]
    answer = visit.browser.get(f"{HOME}/setups/{back}")
    assert answer.headers["location"] == f"{HOME}?note=note_not_agreed"
    assert "was not set up" in shown(visit, answer.headers["location"])
    assert (agreements(), mails()) == ((), [])


def test_a_button_that_is_pressed_twice_leads_to_one_page_and_one_agreement(visit: Visit) -> None:
    one, other = visit.provider(), visit.provider()
    assert one == other
    for page in (one, other, one):
        visit.browser.get(visit.press(page))
    assert len(agreements()) == 1
    assert mails() == ["autopay_started"]


def test_opening_the_way_back_concludes_nothing_in_another_session(visit: Visit) -> None:
    page = visit.provider()
    setup_id = page.split("/")[4]
    provider()._memory.keep(f"setup_{setup_id}", "succeeds")  # agreed there, and nobody has told us
    for somebody in (Browser(), signed_in("u" * 43), signed_in("v" * 43, "eve@elsewhere.example")):
        assert somebody.get(f"{HOME}/setups/{setup_id}").status == 303
        assert agreements() == ()
    visit.browser.get(f"{HOME}/setups/{setup_id}")
    assert len(agreements()) == 1


def test_who_never_comes_back_has_agreed_when_the_provider_says_so(visit: Visit) -> None:
    setup_id = visit.provider().split("/")[4]
    body, headers = provider().webhook(provider().agree(setup_id, "succeeds"))
    assert tell("test", body, {}).status == 400
    assert [tell("test", body, headers).json["result"] for _ in range(2)] == ["applied", "applied"]
    assert len(agreements()) == 1
    assert mails() == ["autopay_started"]
    unknown, signed = provider().webhook(provider().agree("set_unknown", "succeeds"))
    assert tell("test", unknown, signed).json == {"result": "ignored"}


def test_what_was_turned_off_does_not_come_back_when_the_provider_repeats_itself(visit: Visit) -> None:
    setup_id = visit.provider().split("/")[4]
    told = provider().webhook(provider().agree(setup_id, "succeeds"))
    tell("test", *told)
    at = f"{HOME}/agreements/{agreements()[0].agreement_id}/end"
    visit.browser.get(at)
    visit.browser.post(at)
    tell("test", *told)
    visit.browser.get(f"{HOME}/setups/{setup_id}")
    assert [each.state for each in agreements()] == [AgreementState.ENDED]


def test_nobody_can_make_up_a_page_or_lead_away_from_the_portal(visit: Visit) -> None:
    page = visit.provider()
    path, _, _ = page.partition("?")
    for wrong in (
        f"{path}?back=https://evil.example/",
        path,
        page.replace("/set_", "/set_0"),
        page.replace("/card/", "/sepa_debit/"),
    ):
        assert visit.browser.get(wrong).status == 404
        assert visit.browser.post(wrong, do="succeeds").status == 404
    assert visit.browser.post(page, do="anything").status == 400
    assert agreements() == ()


@pytest.mark.parametrize("path", ["set-up/cus_1/sel_1/card", "agreements/{}/limit", "agreements/{}/end"])
def test_a_form_that_no_page_of_ours_made_changes_nothing(visit: Visit, path: str) -> None:
    at = f"{HOME}/{path.format(visit.set_up().agreement_id)}"
    before = agreements()
    visit.browser.page = 'name="proof" value="forged"'
    assert visit.browser.post(at, agree="yes", limit_EUR="1").status == 403
    visit.browser.get(HOME)
    visit.browser.sent = {"origin": "https://evil.example"}
    assert visit.browser.post(at, agree="yes", limit_EUR="1").status == 403
    assert agreements() == before


@pytest.mark.parametrize("path", ["", "/set-up/cus_1/sel_1/card", "/setups/set_1", "/agreements/agr_1/end"])
def test_who_has_not_signed_in_is_asked_to(visit: Visit, path: str) -> None:
    assert Browser().get(f"{HOME}{path}").headers["location"] == "/portal/login"


def test_somebody_elses_agreement_is_as_unknown_as_none(visit: Visit) -> None:
    theirs = visit.set_up().agreement_id
    bob = Contact("con_9", "Bob", "bob@other.example")
    wiring.customers().put(a_customer(customer_id="cus_2", version=0, contacts=(bob,)))
    other = Visit(signed_in("w" * 43, "bob@other.example", "cus_2"))
    other.browser.get(HOME)
    unknown = other.browser.get(f"{HOME}/agreements/agr_0/end").content
    for at in (f"{HOME}/agreements/{theirs}/end", f"{HOME}/agreements/{theirs}/limit"):
        assert (other.browser.get(at).status, other.browser.get(at).content) == (404, unknown)
        other.browser.get(HOME)
        assert other.browser.post(at, limit_EUR="1").status == 404
    for form in (("card", "cus_1"), ("card", "cus_2"), ("paypal", "cus_1")):
        assert other.form(*form).status == 404
    assert agreements()[0].active


def test_each_customer_record_with_the_address_stands_by_itself(visit: Visit) -> None:
    second = wiring.customers().put(
        a_customer(customer_id="cus_2", version=0, party=replace(a_customer().party, name="Buyer Two"))
    )
    world.store_invoice(number="2026-002", status=Status.OPEN, customer=second)
    both = Visit(signed_in("x" * 43, ADDRESS, "cus_1", "cus_2"))
    both.set_up()
    page = shown(both)
    assert [each in page for each in ("For Buyer Ltd", "For Buyer Two")] == [True, True]
    assert (page.count(">On<"), page.count(">Off<")) == (1, 1)
    assert wiring.customers().get("cus_2").agreements == ()


@pytest.mark.parametrize("portal", [replace(PORTAL, autopay_allowed=False), replace(PORTAL, pay_online=False)])
def test_a_seller_that_has_stopped_it_makes_no_more_agreements(visit: Visit, portal: object) -> None:
    page = visit.provider()
    sellers = wiring.sellers()
    sellers.put(replace(sellers.get("sel_1"), portal=portal))  # type: ignore[arg-type]
    back = visit.press(page)
    assert visit.browser.get(back).headers["location"] == f"{HOME}?note=note_not_offered"
    assert agreements() == ()
    assert "/set-up/" not in shown(visit)
    assert visit.form().status == 404


def test_a_stack_without_a_provider_offers_nothing(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "PAYMENT_PROVIDER", "none")
    wiring.payment_provider.cache_clear()
    assert "/set-up/" not in shown(visit)
    assert visit.form().status == 404
    assert HOME not in visit.browser.get("/portal/invoices").content.decode()
    wiring.payment_provider.cache_clear()


def test_nobody_begins_without_end(visit: Visit) -> None:
    visit.browser.get(HOME)
    answers = [visit.agree(limit_EUR=str(number + 1)).headers["location"] for number in range(21)]
    assert answers[-1] == f"{HOME}?note=note_too_many"
    assert answers[-2].startswith("https://")


def test_a_confirmation_goes_to_the_usual_address_too_and_its_link_leads_to_the_page(visit: Visit) -> None:
    customers = wiring.customers()
    customer = customers.get("cus_1")
    customers.put(replace(customer, contacts=(*customer.contacts, Contact("con_2", "Bob", "bob@buyer.example"))))
    bob = Visit(signed_in("y" * 43, "bob@buyer.example", "cus_1"))
    bob.set_up()
    emails = [each for each in wiring.messages().of_invoice(world.email().invoice_id) if each.kind == "autopay_started"]
    assert {each.recipient.address for each in emails} == {ADDRESS, "bob@buyer.example"}
    link = f"/p/{token(emails[0].email_id)}"
    assert Browser().get(link).headers["location"] == HOME
    assert Browser().get(f"{link}/invoice.pdf").status == 404


def test_nothing_is_logged_that_names_anybody(visit: Visit) -> None:
    functions.forget()
    visit.set_up(limit_EUR="77.77")
    written = functions.LOGS.getvalue()
    assert [each for each in (ADDRESS, "t" * 43, "77.77") if each in written] == []


def test_hostile_names_stay_text(aws_world: None) -> None:
    odd = '"><script>alert(1)</script>{{7*7}}\u202e'
    store(party=replace(a_seller().party, name=odd))
    visit = Visit(signed_in())
    visit.set_up()
    for path in (HOME, f"{HOME}/set-up/cus_1/sel_1/card", f"{HOME}/agreements/{agreements()[0].agreement_id}/end"):
        page = visit.browser.get(path).content.decode()
        assert "<script" not in page
        assert "\u202e" not in page
    page = visit.agree(limit_EUR='"><script>').content.decode()
    assert "<script" not in page
    assert "<script" not in visit.browser.get(f"{HOME}?note=<script>").content.decode()
