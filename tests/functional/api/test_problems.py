"""Every error is a problem document (RFC 9457), whoever makes it."""

import os

import boto3
import pytest

from tests.functional import functions, world
from tests.functional.api.problems import found, problem
from tests.functional.http import Client


@pytest.fixture
def client(aws_world: None) -> Client:
    return Client()


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1/sellers/a/b", "/v1/invoices/", "/v2/invoices"])
def test_there_is_nothing_at_this_path(client: Client, path: str) -> None:
    told = problem(client.get(path), 404, "not_found")
    assert told["detail"] == "there is nothing at this path; see /openapi.json"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/invoices", "GET, POST"),
        ("PUT", "/v1/invoices/inv_1", "GET, PATCH"),
        ("GET", "/v1/invoices/inv_1/send", "POST"),
        ("POST", "/v1/sellers/sel_1", "GET, PUT"),
        ("POST", "/openapi.json", "GET"),
        ("PUT", "/v1/documents/uploads", "POST"),
        ("PUT", "/v1/templates/preview", "POST"),
    ],
)
def test_a_path_says_which_methods_it_takes(client: Client, method: str, path: str, allowed: str) -> None:
    answer = client.request(method, path)
    told = problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == allowed
    assert told["detail"] == f"{method} is not for this path; it takes {allowed}"


@pytest.mark.parametrize("path", ["/v1/invoices", "/v1/customers", "/v1/invoices/inv_1/send"])
def test_a_body_of_another_type(client: Client, path: str) -> None:
    headers = {"content-type": "text/csv", "idempotency-key": "1"}
    told = problem(client.request("POST", path, b"a;b", headers=headers), 415, "unsupported_media_type")
    assert "application/json" in told["detail"]


@pytest.mark.parametrize("path", ["/v1/invoices", "/v1/customers"])
@pytest.mark.parametrize(
    ("body", "message"),
    [(b'{"party":', "is not JSON: "), (b"[]", "must be an object"), (b'"text"', "must be an object")],
)
def test_a_body_that_is_no_json_object(client: Client, path: str, body: bytes, message: str) -> None:
    ((where, told),) = found(client.request("POST", path, body)).items()
    assert (where, told.startswith(message)) == ("", True), told


@pytest.mark.parametrize("path", ["/v1/invoices", "/v1/customers"])
def test_a_body_that_is_no_text(client: Client, path: str) -> None:
    problem(client.request("POST", path, b"\xff\xfe{}"), 422, "invalid_input")


@pytest.mark.parametrize("odd", ["a b", "a" * 65, "é", "..%2f"])
def test_an_id_that_cannot_be_one(client: Client, odd: str) -> None:
    assert list(found(client.get(f"/v1/invoices/{odd}"))) == ["/path/invoice_id"]


def test_a_mistake_of_ours_is_told_in_one_sentence_and_logged_whole(client: Client) -> None:
    world.store_parties()
    boto3.client("dynamodb").update_item(
        TableName=os.environ["CUSTOMERS_TABLE"],
        Key={"customer_id": {"S": "cus_1"}},
        UpdateExpression="SET #data = :broken",
        ExpressionAttributeNames={"#data": "data"},
        ExpressionAttributeValues={":broken": {"S": '{"customer_id": "cus_1", "contacts": "ada@buyer.example"}'}},
    )
    told = problem(client.get("/v1/customers/cus_1"), 500, "internal")
    assert told["detail"].startswith("something went wrong on our side")
    (line,) = [each for each in functions.logged() if each["level"] == "ERROR"]
    assert line["message"] == "unexpected error"
    assert "Traceback" in line["exception"]


def test_a_service_that_does_not_answer(client: Client) -> None:
    world.store_parties()
    path = f"/v1/invoices/{world.store_invoice().invoice_id}"
    boto3.client("sqs").delete_queue(QueueUrl=os.environ["OUTBOX_QUEUE_URL"])
    told = problem(client.post(f"{path}/send", key="1"), 503, "unavailable")
    assert told["detail"] == "the outbox did not take the message; the sweep will find it"
    assert len(client.get(f"{path}/emails").json["items"]) == 1


def test_a_record_that_cannot_be_shown_is_our_mistake(client: Client) -> None:
    world.store_parties()
    path = f"/v1/invoices/{world.store_invoice(currency='ZZZ').invoice_id}"
    problem(client.get(path), 500, "internal")
