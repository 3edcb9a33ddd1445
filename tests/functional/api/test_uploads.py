"""Documents that are too large for the API go straight to the bucket, by an address that the API has signed."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests import aws
from tests.builders import a_seller
from tests.functional import outbound, world
from tests.functional.api.problems import found, problem
from tests.functional.http import Client

LARGE = bytes([255]) * 6_000_000


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties(seller=a_seller(version=0))
    return Client("dunlin/send")


def ask(client: Client, **changes: Any) -> Any:
    wish = {"filename": "größe.pdf", "content_type": "application/pdf", "size": len(LARGE), **changes}
    return client.post("/v1/documents/uploads", wish)


def bring(told: Any, content: bytes = LARGE) -> int:
    """As the caller does; the answer is the status."""
    return requests.put(told["url"], data=content, headers=told["headers"], timeout=5).status_code


def test_what_was_brought_is_known_and_goes_along_with_a_mail(client: Client) -> None:
    answer = ask(client)
    assert answer.status == 201
    assert bring(answer.json) == 200
    known = client.get(answer.headers["location"]).json
    assert known == {
        "document_id": answer.json["document_id"],
        "filename": "größe.pdf",
        "content_type": "application/pdf",
        "size": len(LARGE),
    }
    at = f"/v1/invoices/{world.store_invoice().invoice_id}"
    assert client.post(f"{at}/send", {"attachments": [known["document_id"]]}, key="1").status == 202
    assert outbound.run_deliver(*aws.outbox()) == []
    assert len(world.sent()[-1].raw_data) > len(LARGE)


def test_what_was_never_brought_is_unknown(client: Client) -> None:
    told = ask(client).json
    problem(client.get(f"/v1/documents/{told['document_id']}"), 404, "not_found")
    at = f"/v1/invoices/{world.store_invoice().invoice_id}"
    refused = client.post(f"{at}/send", {"attachments": [told["document_id"]]}, key="1")
    assert found(refused) == {"/attachments": f"there is no document {told['document_id']}"}


def test_a_document_does_not_change_once_it_is_there(client: Client) -> None:
    told = ask(client).json
    assert [bring(told), bring(told, bytes(len(LARGE)))] == [200, 412]


def test_the_address_holds_for_that_size_and_type_and_for_a_short_time(client: Client) -> None:
    """S3 refuses what differs from a signed header; moto does not look."""
    told = ask(client).json
    signed = parse_qs(urlsplit(told["url"]).query)
    headers = signed["X-Amz-SignedHeaders"][0].split(";")
    assert {"content-length", "content-type", "if-none-match", "x-amz-meta-filename"} <= set(headers)
    assert signed["X-Amz-Expires"] == ["900"]
    left = datetime.fromisoformat(told["expires_at"]) - datetime.now(UTC)
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)
    assert ask(client).json["document_id"] != told["document_id"]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"size": 25_000_001}, "/size"),
        ({"size": 0}, "/size"),
        ({"filename": "a/b.pdf"}, "/filename"),
        ({"filename": ""}, "/filename"),
        ({"content_type": "application/x-msdownload"}, "/content_type"),
    ],
)
def test_what_no_mail_carries_gets_no_address(client: Client, changes: dict[str, Any], where: str) -> None:
    assert set(found(ask(client, **changes))) == {where}


def test_two_that_are_too_large_together_are_not_attached(client: Client) -> None:
    documents = []
    for _ in range(2):
        told = ask(client, size=12_500_001).json
        assert bring(told, bytes(12_500_001)) == 200
        documents.append(told["document_id"])
    at = f"/v1/invoices/{world.store_invoice().invoice_id}"
    assert set(found(client.post(f"{at}/send", {"attachments": documents}, key="1"))) == {"/attachments"}
