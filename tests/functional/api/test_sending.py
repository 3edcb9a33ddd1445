"""Sending over HTTP: what is planned, and what is refused before anything is."""

from typing import Any

import pytest

from dunlin.domain.invoice import Status
from tests import aws
from tests.builders import a_customer
from tests.functional import world
from tests.functional.api.problems import found, problem
from tests.functional.http import Answer, Client


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client()


def path(**changes: Any) -> str:
    return f"/v1/invoices/{world.store_invoice(**changes).invoice_id}"


def send(client: Client, at: str, *, key: str = "1", **body: Any) -> Answer:
    return client.post(f"{at}/send", body, key=key)


def nothing_is_planned(client: Client, at: str) -> bool:
    return client.get(f"{at}/emails").json["items"] == [] and aws.outbox() == []


def test_a_send_is_planned_and_queued(client: Client) -> None:
    at = path()
    planned = send(client, at)
    assert (planned.status, planned.headers["location"]) == (202, f"{at}/emails")
    assert (planned.json["kind"], planned.json["edition"]) == ("invoice", "original")
    (email,) = planned.json["emails"]
    assert (email["recipient"], email["header"], email["status"]) == ("ada@buyer.example", "to", "PLANNED")
    assert aws.outbox() == [planned.json["message_id"]]
    assert client.get(f"{at}/emails").json["items"] == [email]
    assert client.get(at).json["delivery"]["word"] == "Queued"


def test_it_may_be_asked_without_a_body(client: Client) -> None:
    at = path()
    assert client.post(f"{at}/send", key="1").status == 202


def test_each_recipient_gets_an_email_in_the_header_that_was_asked(client: Client) -> None:
    at = path()
    planned = send(
        client, at, to=["b@buyer.example", "B@buyer.example"], cc=["c@buyer.example"], bcc=["d@buyer.example"]
    )
    got = [(each["recipient"], each["header"]) for each in planned.json["emails"]]
    assert got == [("b@buyer.example", "to"), ("c@buyer.example", "cc"), ("d@buyer.example", "bcc")]


@pytest.mark.parametrize(
    ("status", "edition"), [(Status.DRAFT, "draft"), (Status.OPEN, "original"), (Status.PAID, "copy")]
)
def test_what_is_sent_depends_on_the_invoice(client: Client, status: Status, edition: str) -> None:
    assert send(client, path(status=status)).json["edition"] == edition


def test_a_send_needs_a_key(client: Client) -> None:
    at = path()
    problem(send(client, at, key=""), 400, "idempotency_key_missing")
    assert nothing_is_planned(client, at)


def test_the_same_request_again_is_the_same_message(client: Client) -> None:
    at = path()
    first, again = send(client, at), send(client, at)
    assert (again.status, again.json, again.headers) == (first.status, first.json, first.headers)
    assert len(client.get(f"{at}/emails").json["items"]) == 1
    assert aws.outbox() == [first.json["message_id"]]
    assert world.told(first.json["invoice_id"]).count("message.planned") == 1


def test_another_key_is_another_message(client: Client) -> None:
    at = path()
    send(client, at)
    send(client, at, key="2")
    assert len(client.get(f"{at}/emails").json["items"]) == len(aws.outbox()) == 2


def test_the_same_key_with_another_body_is_refused(client: Client) -> None:
    at = path()
    send(client, at)
    assert list(found(send(client, at, to=["b@buyer.example"]))) == ["Idempotency-Key"]
    assert len(aws.outbox()) == 1


def test_a_void_invoice_is_not_sent(client: Client) -> None:
    at = path(status=Status.VOID)
    told = problem(send(client, at), 409, "wrong_status")
    assert told["detail"] == "2026-001 is VOID; a void invoice is not sent"
    assert nothing_is_planned(client, at)


def test_without_anybody_to_send_to_nothing_is_planned(aws_world: None) -> None:
    world.store_parties(customer=a_customer(version=0, contacts=()))
    client, at = Client(), path()
    message = (
        "Buyer Ltd has no address to send to: give `to`, set the customer's email preferences, "
        "or add a contact with the role billing or primary"
    )
    assert found(send(client, at)) == {"/to": message}
    assert nothing_is_planned(client, at)


def test_an_undeliverable_address_is_not_written_to_until_it_is_cleared(client: Client) -> None:
    at = path()
    world.mark_undeliverable()
    (message,) = found(send(client, at)).values()
    assert message.startswith("ada@buyer.example is undeliverable since 2026-11-21 (bounced (Permanent/General))")
    assert nothing_is_planned(client, at)
    client.post("/v1/customers/cus_1/clear-undeliverable", {"address": "ada@buyer.example"})
    assert send(client, at).status == 202


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"to": ["ada"]}, "/to/0"),
        ({"to": ["a@buyer.example"], "cc": ["a@b"]}, "/cc/0"),
        ({"subject": "two\r\nBcc: all@buyer.example"}, "/subject"),
        ({"message": "x" * 20_001}, "/message"),
        ({"send_at": "2026-11-23T09:00Z"}, "/send_at"),
        ({"to": [f"a{n}@buyer.example" for n in range(51)]}, "/to"),
    ],
)
def test_a_send_that_cannot_be_meant_is_refused(client: Client, wrong: dict[str, Any], where: str) -> None:
    at = path()
    assert list(found(send(client, at, **wrong))) == [where]
    assert nothing_is_planned(client, at)


def test_more_recipients_than_a_message_takes(client: Client) -> None:
    at = path()
    many = [f"a{n}@buyer.example" for n in range(40)]
    answer = send(client, at, to=many, cc=[f"c{each}" for each in many])
    assert found(answer) == {"/to": "80 recipients are more than the 50 of one message"}
    assert nothing_is_planned(client, at)
