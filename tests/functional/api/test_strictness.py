"""What is sent is taken as it is written, or refused: never for something else."""

from typing import Any

import pytest

from tests import aws
from tests.functional import world
from tests.functional.api import bodies
from tests.functional.api.problems import found, problem
from tests.functional.http import Client

BOUNDARY = "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="reason"\r\n\r\ncalled\r\n--x--\r\n'


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client()


@pytest.fixture
def send(client: Client) -> str:
    return f"/v1/invoices/{world.store_invoice().invoice_id}/send"


def sends(client: Client, path: str, body: bytes, content_type: str = "application/json") -> Any:
    return client.request("POST", path, body, headers={"content-type": content_type, "idempotency-key": "k"})


@pytest.mark.parametrize("body", [b"null", b" null\n", b"[]", b"[{}]", b"0", b'""', b"false"])
def test_what_is_no_object_sends_nothing(client: Client, send: str, body: bytes) -> None:
    assert found(sends(client, send, body)) == {"": "must be an object"}
    assert aws.outbox() == []


@pytest.mark.parametrize("body", [b"", b"  ", b"{}"])
def test_no_body_is_an_empty_one(client: Client, send: str, body: bytes) -> None:
    assert sends(client, send, body).status == 202


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", PART),
        (BOUNDARY, PART),
        ("application/x-www-form-urlencoded", b"subject=Hello"),
        ("application/json-patch+json", b"{}"),
        ("text/plain", b"{}"),
    ],
)
def test_what_is_not_json_sends_nothing(client: Client, send: str, content_type: str, body: bytes) -> None:
    told = problem(sends(client, send, body, content_type), 415, "unsupported_media_type")
    assert told["detail"] == "send the body as `Content-Type: application/json`"
    assert aws.outbox() == []


@pytest.mark.parametrize("odd", ["0", "20261120", "1795132800", "2026-11-20T00:00:00Z", "2026-W47-5", "2026-02-30", ""])
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/reports/dunning-activity", "to"),
        ("/v1/reports/aging", "as_of"),
        ("/v1/customers/cus_1/statement", "from"),
        ("/v1/invoices", "due_to"),
    ],
)
def test_a_day_is_asked_for_as_iso_8601_writes_it(client: Client, path: str, name: str, odd: str) -> None:
    assert found(client.get(path, **{name: odd})) == {f"/query/{name}": "must be a date such as 2026-11-20"}


@pytest.mark.parametrize("odd", [0, 20261120, "0", "20261120", "2026-11-20T00:00:00Z", True, "2026-02-30"])
def test_a_day_is_told_as_iso_8601_writes_it(client: Client, odd: object) -> None:
    told = client.post("/v1/invoices", bodies.an_invoice(due_date=odd))
    assert found(told) == {"/due_date": "must be a date such as 2026-11-20"}


WHOLE, NUMBER, TRUTH = (
    "must be a whole number",
    "must be a number, or a string that holds one",
    "must be true or false",
)


@pytest.mark.parametrize(
    ("path", "body", "where", "message"),
    [
        ("/v1/customers/cus_1", {"consumer": 0}, "/consumer", TRUTH),
        ("/v1/customers/cus_1", {"consumer": "true"}, "/consumer", TRUTH),
        ("/v1/customers/cus_1", {"locale": 5}, "/locale", "must be a string"),
        ("/v1/sellers/sel_1/portal", {"link_days": "5"}, "/link_days", WHOLE),
        ("/v1/sellers/sel_1/portal", {"link_days": True}, "/link_days", WHOLE),
        ("/v1/sellers/sel_1/portal", {"link_days": 5.5}, "/link_days", WHOLE),
        ("/v1/sellers/sel_1/portal", {"autopay": {"retry_days": ["3"]}}, "/autopay/retry_days/0", WHOLE),
    ],
)
def test_nothing_is_taken_for_another_type(
    client: Client, path: str, body: dict[str, Any], where: str, message: str
) -> None:
    method = "PATCH" if "customers" in path else "PUT"
    assert found(client.request(method, path, body)) == {where: message}


@pytest.mark.parametrize("odd", [True, None, [], "", "1_0", "ten", "1e3", "NaN", "٣"])
def test_a_number_is_one_or_a_string_that_holds_one(client: Client, odd: object) -> None:
    told = client.post("/v1/invoices", bodies.an_invoice(lines=[bodies.a_line(quantity=odd)]))
    assert found(told) == {"/lines/0/quantity": NUMBER}


@pytest.mark.parametrize("odd", [b"NaN", b"Infinity", b"1e999"])
def test_a_number_is_finite(client: Client, odd: bytes) -> None:
    body = b'{"percent": %b}' % odd
    told = client.request("PUT", "/v1/sellers/sel_1/portal", b'{"methods": [{"method": "card", "fee": %b}]}' % body)
    assert list(found(told)) == ["/methods/0/fee/percent"]


@pytest.mark.parametrize("odd", ["", " ", "no", '"1', '"+1"', '"1_0"', '"٣"', "1, 2"])
def test_a_precondition_that_is_none_changes_nothing(client: Client, odd: str) -> None:
    answer = client.request("PATCH", "/v1/customers/cus_1", {"locale": "fr"}, headers={"if-match": odd})
    problem(answer, 412, "stale_version")
    assert client.get("/v1/customers/cus_1").json["locale"] != "fr"
