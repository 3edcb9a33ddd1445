"""A customer answers an invoice in the portal: what is recorded, what rests, and who is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from dunlin import wiring
from dunlin.domain.dunning.hold import HoldKind, PromiseState
from dunlin.domain.dunning.workflow import STANDARD, Step, Workflow
from dunlin.domain.invoice import Status
from dunlin.domain.portal.capability import token_of
from dunlin.domain.portal.settings import Answer, PortalSettings
from dunlin.services.answer_invoice import MOST
from portal.forms import proof
from tests import aws
from tests.builders import a_customer, a_seller
from tests.functional import functions
from tests.functional.http import Client
from tests.functional.portal.answering import (
    dunning,
    entries,
    form,
    held,
    html_of,
    invoice,
    link,
    mailed,
    notices,
    send,
    text_of,
)
from tests.functional.portal.visitor import get, post
from tests.functional.world import email, store_message, store_parties, store_sent, told, turn_comes

TODAY = datetime.now(UTC).date()
YESTERDAY, SOON = (TODAY - timedelta(days=1)).isoformat(), (TODAY + timedelta(days=7)).isoformat()
CASES = {
    Answer.ALREADY_PAID: {"on": YESTERDAY, "reference": "RF18 5390"},
    Answer.WILL_PAY: {"on": SOON, "amount": "50,00"},
    Answer.WRONG: {"text": "Ten herrings,\r\nnot eleven."},
    Answer.NOT_ME: {"name": "Bob Buyer", "email": "bob@buyer.example"},
    Answer.QUESTION: {"text": "Which order is this?"},
}


@pytest.fixture(autouse=True)
def mailed_to_somebody(aws_world: None) -> Iterator[None]:
    """An invoice that was mailed to Ada, with reminders."""
    store_parties(a_seller(version=0, workflow_id=STANDARD), a_customer(version=0))
    issued = {"issue_date": TODAY - timedelta(days=10), "due_date": TODAY + timedelta(days=4)}
    store_message(store_sent(**issued))
    token = link().removeprefix("/p/")
    yield
    assert token not in functions.LOGS.getvalue()
    assert "buyer.example" not in functions.LOGS.getvalue()


def offer(*answers: Answer) -> None:
    """The seller offers only these."""
    sellers = wiring.sellers()
    sellers.put(replace(sellers.get("sel_1"), portal=PortalSettings(answers=answers)))


@pytest.mark.parametrize("answer", Answer)
def test_each_answer_is_recorded_once_and_people_are_told(answer: Answer) -> None:
    before = dunning_generation()
    answered = send(answer, **CASES[answer])
    assert (answered.status, answered.headers["location"]) == (303, f"{link()}/answer/{answer}/thanks")
    assert b"Thank you" in get(answered.headers["location"]).content
    (entry,), ((message, mail),) = entries(), notices()
    assert (entry.actor.kind, entry.actor.name) == ("customer", "ada@buyer.example")
    assert (entry.data["answer"], entry.data["message_id"]) == (answer, message.message_id)
    assert (mail.recipient.address, message.instructions.reply_to) == ("debiteuren@seller.example", "ada@buyer.example")
    assert [each.answer for each in dunning().answers] == [answer]
    assert dunning().generation > before
    again = send(answer, **CASES[answer])
    assert again.headers["location"] == answered.headers["location"]
    assert (len(entries()), len(notices())) == (1, 1)


def dunning_generation() -> int:
    found = invoice().dunning
    return found.generation if found else 0


def test_who_has_paid_already_is_left_alone_while_the_payment_is_looked_for() -> None:
    send("already_paid", **CASES[Answer.ALREADY_PAID])
    assert held(HoldKind.SAID_PAID) == f"the customer says that it was paid on {YESTERDAY}, reference RF18 5390"
    hold = dunning().holds[0]
    assert hold.until
    assert timedelta(days=5) < hold.until - wiring.now() < timedelta(days=12)
    assert dunning().decided == "said_paid"
    assert entries()[0].data["paid_on"] == YESTERDAY
    assert b"no reminder of this invoice before" in get(f"{link()}/answer/already_paid/thanks").content


def test_nobodys_word_lets_reminders_rest_again_and_again() -> None:
    send("already_paid", on=YESTERDAY)
    until = dunning().holds[0].until
    send("already_paid", on=TODAY.isoformat(), reference="another")
    assert (dunning().holds[0].until, len(entries()), len(entries("hold.placed"))) == (until, 2, 1)


def test_a_promise_is_made_within_its_limits() -> None:
    send("will_pay", **CASES[Answer.WILL_PAY])
    promise = dunning().promise
    assert promise
    assert (promise.amount, promise.on.isoformat(), promise.state) == (5000, SOON, PromiseState.OPEN)
    assert dunning().asks == ""
    assert "€50.00" in get(f"{link()}/answer/will_pay/thanks").content.decode()


@pytest.mark.parametrize("state", [PromiseState.OPEN, PromiseState.BROKEN])
def test_whoever_has_promised_makes_no_other_promise_by_themselves(state: PromiseState) -> None:
    send("will_pay", on=SOON)
    if state is PromiseState.BROKEN:
        with time_machine.travel(datetime.now(UTC) + timedelta(days=12), tick=False):
            turn_comes(invoice().invoice_id)
    promise = dunning().promise
    assert promise
    assert promise.state is state
    assert "/answer/will_pay" not in get(link()).content.decode()
    again = send("will_pay", on=(TODAY + timedelta(days=20)).isoformat())
    assert again.status == 409
    assert dunning().promise == promise


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"on": YESTERDAY}, "Give a date from"),
        ({"on": (TODAY + timedelta(days=31)).isoformat()}, "Give a date from"),
        ({"on": SOON, "amount": "151.26"}, "Give an amount up to €151.25"),
        ({"on": SOON, "amount": "0"}, "Give an amount up to"),
        ({"on": SOON, "amount": "a lot"}, "Give the amount in digits"),
        ({"on": "tomorrow"}, "Give the date like this"),
        ({}, "Give a date."),
    ],
)
def test_a_promise_beyond_them_is_shown_what_to_change(fields: dict[str, str], says: str) -> None:
    answered = send("will_pay", **fields)
    page = answered.content.decode()
    assert (answered.status, page.count(says)) == (422, 2)  # in the summary and beside the field
    assert 'aria-invalid="true" aria-describedby="' in page
    assert all(f'value="{value}"' in page for value in fields.values())
    assert (entries(), notices(), dunning_generation()) == ([], [], 0)


def test_what_is_wrong_lets_reminders_rest_until_somebody_resumes() -> None:
    send("something_wrong", **CASES[Answer.WRONG])
    assert held(HoldKind.DISPUTE) == "Text: Ten herrings, not eleven."
    assert entries()[0].data["text"] == "Ten herrings,\nnot eleven."


def test_whoever_it_is_not_for_is_written_to_no_more_until_somebody_has_looked() -> None:
    send("not_me", **CASES[Answer.NOT_ME])
    assert "Bob Buyer" in held(HoldKind.WRONG_PERSON)
    assert [each.recipient.address for _, each in notices()] == ["debiteuren@seller.example"]
    assert Client().post(f"/v1/invoices/{invoice().invoice_id}/dunning/attended", {}).status == 200
    assert dunning().holds == ()
    assert told(invoice().invoice_id).count("hold.ended") == 1
    assert Client().get("/v1/dunning/attention").json["items"] == []


def test_whoever_does_not_know_whose_it_is_may_say_just_that() -> None:
    assert send("not_me").status == 303
    assert held(HoldKind.WRONG_PERSON) == "ada@buyer.example says that it is not theirs"


def test_a_question_waits_for_a_person_and_reminders_go_on() -> None:
    send("question", **CASES[Answer.QUESTION])
    assert (dunning().holds, dunning().ended, dunning().next_at is None) == ((), "", False)
    (asked,) = Client().get("/v1/dunning/attention").json["items"]
    assert asked["text"] == "ada@buyer.example answered: a question"


@pytest.mark.parametrize("status", [Status.PAID, Status.VOID, Status.DRAFT, Status.POSTED])
def test_one_may_ask_about_any_invoice(status: Status) -> None:
    stored = store_sent(number=f"2026-{status}", status=status, due_date=TODAY)
    store_message(stored, message_id="msg_02")
    at = link_of("msg_02")
    page = get(at).content.decode()
    owed = status is Status.POSTED
    assert (f"{at}/answer/question" in page, f"{at}/answer/will_pay" in page) == (True, owed)
    if not owed:
        assert send("will_pay", at, on=SOON).status == 409
        assert wiring.invoices().get(stored.invoice_id).dunning is None
    assert send("question", at, text="What is this?").status == 303
    found = wiring.invoices().get(stored.invoice_id).dunning
    assert found
    assert found.asks == "ada@buyer.example answered: a question"
    assert b"a question" in mailed().as_bytes()


def link_of(message_id: str) -> str:
    return f"/p/{token_of(email(message_id=message_id).email_id, key=wiring.signing_key())}"


def test_an_answer_that_is_not_offered_has_no_button_and_no_form() -> None:
    offer(Answer.QUESTION)
    page = get(link()).content.decode()
    assert ("/answer/question" in page, "/answer/not_me" in page) == (True, False)
    for answered in (get(f"{link()}/answer/not_me"), send("not_me")):
        assert (answered.status, b"This answer is not possible" in answered.content) == (409, True)
    assert get(f"{link()}/answer/nonsense").status == 404
    assert get(f"{link()}/answer/%3Cscript%3E").status == 404
    offer()
    assert "/answer/" not in get(link()).content.decode()
    assert entries() == []


def test_looking_at_the_pages_changes_nothing() -> None:
    before = invoice(), told(invoice().invoice_id)
    for answer in Answer:
        assert get(f"{link()}/answer/{answer}").status == 200
        assert get(f"{link()}/answer/{answer}/thanks").headers["location"] == f"{link()}/answer/{answer}"
    assert (invoice(), told(invoice().invoice_id)) == before


@pytest.mark.parametrize("answer", Answer)
def test_a_form_that_no_page_of_ours_has_made_is_refused(answer: Answer) -> None:
    for wrong in ("", proof("another")):
        assert post(f"{link()}/answer/{answer}", proof=wrong, **CASES[answer]).status == 403
    assert (entries(), notices()) == ([], [])


def test_a_form_that_is_too_large_is_refused() -> None:
    assert send("question", text="x" * 20_000).status == 403
    long = send("question", text="x" * 1_501)
    assert (long.status, long.content.count(b"at most 1500 characters"), b"x" * 1_501 in long.content) == (422, 2, True)
    assert entries() == []
    assert send("question", text="\N{HIRAGANA LETTER A}" * 1_500).status == 303


def test_a_link_that_opens_nothing_answers_nothing() -> None:
    for wrong in ("x", "A" * 43):
        answered = send("question", f"/p/{wrong}", text="?")
        assert (answered.status, answered.headers["location"]) == (303, f"/p/{wrong}")
    Client().post(f"/v1/invoices/{invoice().invoice_id}/links/revoke", {})
    assert send("question", text="?").headers["location"] == link()
    assert get(f"{link()}/answer/question").headers["location"] == link()
    assert entries() == []


def test_an_expired_link_answers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    later = wiring.now() + timedelta(days=200)
    monkeypatch.setattr(wiring, "now", lambda: later)
    assert send("question", text="?").headers["location"] == link()
    assert entries() == []


def test_where_customers_have_to_sign_in_a_link_alone_answers_nothing() -> None:
    sellers = wiring.sellers()
    sellers.put(replace(sellers.get("sel_1"), portal=PortalSettings(require_login=True)))
    assert send("question", text="?").headers["location"] == link()
    assert get(f"{link()}/answer/question").headers["location"] == link()
    assert entries() == []


def test_too_many_answers_are_told_so_and_what_is_sent_again_is_none() -> None:
    for number in range(MOST):
        assert send("question", text=f"Question {number}").status == 303
    refused = send("question", text="One more")
    assert (refused.status, b"Too many answers" in refused.content) == (429, True)
    assert send("question", text="Question 3").status == 303
    assert (len(entries()), len(notices())) == (MOST, MOST)


def test_a_seller_without_a_mailbox_still_finds_the_answer() -> None:
    sellers = wiring.sellers()
    sellers.put(replace(sellers.get("sel_1"), reply_to="", sender_address="no address"))
    assert send("question", text="?").status == 303
    assert send("question", text="?").status == 303
    assert (len(entries()), notices(), dunning().asks != "") == (1, [], True)
    assert aws.outbox() == []


EVIL = '<img src=x onerror=a()>"{{7*7}}\u202egpj'


@pytest.mark.parametrize(
    ("answer", "field"),
    [("already_paid", "reference"), ("something_wrong", "text"), ("not_me", "name"), ("question", "text")],
)
def test_nothing_that_is_written_into_a_field_comes_alive_anywhere(answer: str, field: str) -> None:
    evil = f"=1+1[a](https://evil.example){EVIL}\r\nBcc: v@e.example\r\n\r\n# Title"
    assert send(answer, **{"on": YESTERDAY, field: evil}).status == 303
    mail = mailed()
    assert (mail["Bcc"], mail["To"], mail["Reply-To"]) == (None, "debiteuren@seller.example", "ada@buyer.example")
    for shown in (html_of(mail), text_of(mail)):
        assert "\u202e" not in shown
    html = html_of(mail)
    assert ("<img src=x" in html, "<h1>Title" in html, 'href="https://evil' in html) == (False, False, False)
    assert "&lt;img src=x" in html
    assert "{{7*7}}" in text_of(mail)
    listed = Client().get(f"/v1/invoices/{invoice().invoice_id}/answers").json["items"][0][field]
    assert ("\u202e" in listed, "onerror" in listed) == (False, True)
    assert "\u202e" not in entries()[0].text


def test_what_is_wrong_with_a_form_is_shown_escaped_beside_what_was_typed() -> None:
    evil = f"{EVIL}</textarea><script>"
    page = send("not_me", name=evil, email=evil).content.decode()
    assert ("<script" in page, "<img src=x" in page, "\u202e" in page) == (False, False, False)
    assert page.count("&lt;img src=x") == 2
    page = send("question", text=evil + "x\n" * 1_500).content.decode()
    assert ("<script" in page, "&lt;/textarea&gt;" in page, "x\nx\nx" in page) == (False, True, True)


@pytest.mark.parametrize(
    "bad", ["bob", "a@b", "bob@buyer.example\r\nBcc: x@y.example", "bob@buyer.example,x@y.example"]
)
def test_an_address_that_is_none_is_not_taken(bad: str) -> None:
    answered = send("not_me", email=bad)
    assert (answered.status, answered.content.count(b"name@example.com")) == (422, 2)
    assert entries() == []


@pytest.mark.parametrize(
    ("locale", "says"),
    [
        ("de-DE", "Geben Sie ein Datum vom"),
        ("fr-FR", "Indiquez une date du"),
        ("es-ES", "Indique una fecha entre"),
        ("nl-NL", "Geef een datum op van"),
    ],
)
def test_customers_are_answered_in_their_language(locale: str, says: str) -> None:
    customers = wiring.customers()
    customers.put(replace(customers.get("cus_1"), locale=locale))
    page = send("will_pay", on="01.02.2020").content.decode()
    assert page.count(says) == 2
    assert 'value="01.02.2020"' in page
    day = (TODAY + timedelta(days=3)).strftime("%d.%m.%Y")
    assert send("will_pay", on=day, amount="1,50 €").status == 303
    promise = dunning().promise
    assert promise
    assert (promise.amount, promise.on) == (150, TODAY + timedelta(days=3))


def test_forms_have_labels_hints_and_limits() -> None:
    page = form("will_pay")
    assert 'type="date" value="" min="20' in page
    assert '<label for="amount">' in page
    assert 'aria-describedby="amount-hint"' in page
    assert "aria-invalid" not in page


def test_a_payment_answers_for_itself_and_a_question_stays() -> None:
    send("already_paid", on=YESTERDAY)
    send("question", text="?")
    at = f"/v1/invoices/{invoice().invoice_id}"
    assert "already paid" in dunning().asks
    key = {"Idempotency-Key": "paid-1"}
    paid = {"amount": 15125, "currency": "EUR", "received_on": TODAY.isoformat()}
    assert Client().post(f"{at}/payments", paid, **key).status in {200, 201}
    turn_comes(invoice().invoice_id)
    assert get(f"{link()}/answer/already_paid/thanks").status == 200  # still there for who has answered
    assert send("already_paid", on=YESTERDAY).headers["location"].endswith("/thanks")
    assert send("already_paid", on=TODAY.isoformat()).status == 409
    assert dunning().asks == "ada@buyer.example answered: a question"
    shown = Client().get(f"{at}/answers").json["items"]
    assert [(each["answer"], each["attended"]) for each in shown] == [("question", False), ("already_paid", True)]


@pytest.mark.parametrize("answer", Answer)
def test_the_portal_may_do_all_that_an_answer_needs(answer: Answer) -> None:
    """Also where the seller's own workflow is assigned, and nobody has looked at the invoice yet."""
    made = wiring.workflows().put(Workflow("wf_own", 0, "Our own", (Step(7),)))
    sellers = wiring.sellers()
    sellers.put(replace(sellers.get("sel_1"), workflow_id=made.workflow_id))
    assert send(answer, **CASES[answer]).status == 303
