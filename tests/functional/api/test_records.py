"""What is kept about an invoice, over HTTP: its PDF, its e-mails as they were posted, its timeline."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes

import pytest

from dunlin import wiring
from dunlin.domain.engagement import EventType
from dunlin.services.record_event import record_event
from tests.builders import an_event
from tests.functional import functions, world
from tests.functional.api import bodies
from tests.functional.api.problems import found, problem
from tests.functional.http import Client


@pytest.fixture
def client(aws_world: None) -> Iterator[Client]:
    world.store_parties()
    with world.drawing_in_process():
        yield Client()


@pytest.fixture
def path(client: Client) -> str:
    return f"/v1/invoices/{world.store_invoice().invoice_id}"


def test_a_pdf_is_drawn_when_it_is_asked_for(client: Client, path: str) -> None:
    pdf = client.get(f"{path}/pdf")
    assert (pdf.status, pdf.headers["content-type"]) == (200, "application/pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["content-disposition"] == 'inline; filename="2026-001.pdf"'
    assert pdf.etag == f'"{hashlib.sha256(pdf.content).hexdigest()}"'
    assert client.get(f"{path}/pdf").content == pdf.content


def test_a_payment_changes_the_pdf(client: Client, path: str) -> None:
    before = client.get(f"{path}/pdf").etag
    client.post(f"{path}/payments", bodies.a_payment(), key="1")
    assert client.get(f"{path}/pdf").etag != before


def test_a_pdf_that_was_sent_is_not_drawn_again(client: Client, path: str) -> None:
    message_id = client.post(f"{path}/send", key="1").json["message_id"]
    functions.invoke("deliver", functions.batch({"message_id": message_id}))
    functions.forget()
    assert client.get(f"{path}/pdf").status == 200
    assert "documents" not in {line["function_name"] for line in functions.logged()}


def test_a_pdf_that_cannot_be_drawn_now(aws_world: None) -> None:
    world.store_parties()
    path = f"/v1/invoices/{world.store_invoice().invoice_id}"
    told = problem(Client().get(f"{path}/pdf"), 503, "unavailable")  # there is no such function in this world
    assert told["detail"] == "the PDF could not be asked for"


def test_the_mail_is_kept_as_it_was_posted(client: Client, path: str) -> None:
    planned = client.post(f"{path}/send", {"subject": "Your herrings"}, key="1").json
    email_id = planned["emails"][0]["email_id"]
    told = problem(client.get(f"{path}/emails/{email_id}/eml"), 404, "not_found")
    assert told["detail"] == f"e-mail {email_id} has not been written yet"
    functions.invoke("deliver", functions.batch({"message_id": planned["message_id"]}))
    eml = client.get(f"{path}/emails/{email_id}/eml")
    assert (eml.status, eml.headers["content-type"]) == (200, "message/rfc822")
    mail = message_from_bytes(eml.content)
    assert (mail["Subject"], mail["To"]) == ("Your herrings", "ada@buyer.example")
    (posted,) = world.sent()
    assert posted.raw_data.encode() == eml.content


def test_an_email_is_of_its_invoice(client: Client, path: str) -> None:
    email_id = client.post(f"{path}/send", key="1").json["emails"][0]["email_id"]
    other = f"/v1/invoices/{world.store_invoice(number='2026-002').invoice_id}"
    for what in ("", "/eml"):
        problem(client.get(f"{other}/emails/{email_id}{what}"), 404, "not_found")


def test_the_emails_of_an_invoice_are_newest_first(client: Client, path: str) -> None:
    ids = [client.post(f"{path}/send", key=key).json["emails"][0]["email_id"] for key in "12"]
    assert [each["email_id"] for each in client.get(f"{path}/emails").json["items"]] == ids[::-1]


def test_the_timeline_is_oldest_first_over_all_its_pages(client: Client, path: str) -> None:
    client.post(f"{path}/send", key="1")
    client.post(f"{path}/payments", bodies.a_payment(), key="1")
    client.post(f"{path}/payments", bodies.a_payment(amount=1), key="2")
    whole = client.get(f"{path}/timeline").json
    assert [each["type"] for each in whole["items"]] == [
        "test.happened",
        "message.planned",
        "payment.recorded",
        "payment.recorded",
    ]
    assert {each["actor"] for each in whole["items"]} == {"staff:clerk"}
    first = client.get(f"{path}/timeline", limit=3).json
    rest = client.get(f"{path}/timeline", limit=3, cursor=first["next_cursor"]).json
    assert (first["items"] + rest["items"], rest["next_cursor"]) == (whole["items"], None)


def test_a_timelines_cursor_is_of_that_invoice(client: Client, path: str) -> None:
    client.post(f"{path}/void")
    ours = client.get(f"{path}/timeline", limit=1).json["next_cursor"]
    other = f"/v1/invoices/{world.store_invoice(number='2026-002').invoice_id}"
    assert list(found(client.get(f"{other}/timeline", cursor=ours))) == ["cursor"]


def test_an_email_tells_when_it_arrived_and_what_came_last(client: Client, path: str) -> None:
    planned = client.post(f"{path}/send", key="1").json
    (email_id,) = (each["email_id"] for each in planned["emails"])
    quiet = client.get(f"{path}/emails").json["items"][0]
    assert (quiet["delivered_at"], quiet["last_event_type"], quiet["last_event_at"]) == (None, None, None)
    for minute, type_ in ((1, EventType.SEND), (5, EventType.OPEN), (2, EventType.DELIVERY)):  # in no order
        at = datetime(2026, 11, 26, 9, minute, tzinfo=UTC)
        event = an_event(
            type_, message_id=planned["message_id"], email_id=email_id, invoice_id=planned["invoice_id"], at=at
        )
        record_event(event, now=at, new_id=wiring.new_id, messages=wiring.messages(), timeline=wiring.timeline())
    told = client.get(f"{path}/emails").json["items"][0]
    assert told["delivered_at"] == "2026-11-26T09:02:00Z"
    assert (told["last_event_type"], told["last_event_at"]) == ("Open", "2026-11-26T09:05:00Z")
