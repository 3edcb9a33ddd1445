"""Payments over HTTP: booked once, whatever is repeated."""

import os
import time
from typing import Any

import boto3
import pytest

from tests.functional import world
from tests.functional.api import bodies
from tests.functional.api.problems import found, problem
from tests.functional.http import Answer, Client


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client()


@pytest.fixture
def path(client: Client) -> str:
    return f"/v1/invoices/{world.store_invoice().invoice_id}"


def pay(client: Client, path: str, *, key: str = "1", **changes: Any) -> Answer:
    return client.post(f"{path}/payments", bodies.a_payment(**changes), key=key)


def test_payments_add_up_until_it_is_paid(client: Client, path: str) -> None:
    first = pay(client, path, reference="ABNA-1")
    assert (first.status, first.json["status"], first.json["balance"]["amount"]) == (201, "PARTIALLY_PAID", 10125)
    last = pay(client, path, key="2", amount=10125)
    assert (last.json["status"], last.json["balance"]["amount"], last.etag) == ("PAID", 0, '"3"')
    shown = client.get(path).json["payments"]
    assert [(each["amount"]["amount"], each["method"], each["reference"]) for each in shown] == [
        (5000, "transfer", "ABNA-1"),
        (10125, "transfer", ""),
    ]
    texts = [each["text"] for each in client.get(f"{path}/timeline").json["items"]]
    assert texts[1:] == ["EUR 50.00 came in: EUR 101.25 are still owed", "EUR 101.25 came in: it is paid"]


def test_more_than_is_owed_is_refused_with_both_figures(client: Client, path: str) -> None:
    answer = pay(client, path, amount=15126)
    assert found(answer) == {"/amount": "EUR 151.26 is more than the EUR 151.25 still owed"}
    assert client.get(path).json["payments"] == []


@pytest.mark.parametrize(
    ("wrong", "where", "message"),
    [
        ({"currency": "DKK"}, "/currency", "2026-001 is in EUR, not DKK"),
        ({"amount": 0}, "/amount", "Input should be greater than 0"),
        ({"amount": 50.5}, "/amount", "must be a whole number"),
        ({"amount": "5000"}, "/amount", "must be a whole number"),
        ({"amount": True}, "/amount", "must be a whole number"),
        ({"received_on": 0}, "/received_on", "must be a date such as 2026-11-20"),
    ],
)
def test_what_is_no_payment_is_refused(
    client: Client, path: str, wrong: dict[str, Any], where: str, message: str
) -> None:
    assert found(pay(client, path, **wrong)) == {where: message}


def test_nothing_is_paid_on_what_is_not_owed(client: Client, path: str) -> None:
    client.post(f"{path}/void")
    told = problem(pay(client, path), 409, "wrong_status")
    assert told["detail"] == "2026-001 is VOID; payments are taken on POSTED, OPEN, PARTIALLY_PAID"


@pytest.mark.parametrize("key", ["", "   ", "x" * 201])
def test_a_payment_needs_a_key(client: Client, path: str, key: str) -> None:
    answer = client.request("POST", f"{path}/payments", bodies.a_payment(), headers={"Idempotency-Key": key})
    problem(answer, 400, "idempotency_key_missing")
    problem(pay(client, path, key=""), 400, "idempotency_key_missing")
    assert client.get(path).json["payments"] == []


def test_the_same_request_again_is_answered_from_the_first(client: Client, path: str) -> None:
    first, again = pay(client, path), pay(client, path)
    assert (again.status, again.json, again.etag) == (first.status, first.json, first.etag)
    assert len(client.get(path).json["payments"]) == 1
    assert world.told(first.json["invoice_id"]).count("payment.recorded") == 1


def test_the_same_key_with_another_body_is_refused(client: Client, path: str) -> None:
    pay(client, path)
    message = "this key came with another body before: use a new key for a new request"
    assert found(pay(client, path, amount=5001)) == {"Idempotency-Key": message}
    assert len(client.get(path).json["payments"]) == 1


def test_keys_are_each_callers_and_each_invoices_own(client: Client, path: str) -> None:
    other = f"/v1/invoices/{world.store_invoice(number='2026-002').invoice_id}"
    pay(client, path)
    assert pay(client, other, amount=1).status == 201
    assert pay(Client(user="colleague"), other, amount=2).status == 201


def test_a_refused_payment_does_not_use_up_its_key(client: Client, path: str) -> None:
    assert pay(client, path, amount=99_999).status == 422
    assert pay(client, path).status == 201


def test_a_request_that_is_still_at_work_is_not_begun_again(client: Client, path: str) -> None:
    pay(client, path)
    _unfinished(until=time.time() + 30)
    told = problem(pay(client, path), 409, "in_progress")
    assert told["detail"] == "the first request with this key is still at work: try again shortly"


def test_a_request_that_died_after_booking_books_no_second_time(client: Client, path: str) -> None:
    first = pay(client, path)
    _unfinished(until=time.time() - 1)
    again = pay(client, path)
    assert (again.status, again.json["balance"], again.etag) == (201, first.json["balance"], first.etag)
    assert len(client.get(path).json["payments"]) == 1
    assert world.told(first.json["invoice_id"]).count("payment.recorded") == 1


def test_the_last_payment_can_be_repeated_too(client: Client, path: str) -> None:
    pay(client, path, amount=15125)
    _unfinished(until=time.time() - 1)
    again = pay(client, path, amount=15125)
    assert (again.status, again.json["status"]) == (201, "PAID")


def _unfinished(*, until: float) -> None:
    """Put the record of the one answered request back to how it was while a worker was at it."""
    table = boto3.resource("dynamodb").Table(os.environ["IDEMPOTENCY_TABLE"])
    (record,) = table.scan()["Items"]
    table.update_item(
        Key={"id": record["id"]},
        UpdateExpression="SET #status = :status, in_progress_expiration = :until REMOVE #data",
        ExpressionAttributeNames={"#status": "status", "#data": "data"},
        ExpressionAttributeValues={":status": "INPROGRESS", ":until": int(until * 1000)},
    )
