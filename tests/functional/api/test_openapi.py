"""What the API says about itself: an OpenAPI 3.1 document, and a page that shows it."""

import gzip
import json
import re
from base64 import b64decode
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.functional import functions
from tests.functional.http import Client

SWAGGERS_OWN = ("swagger-ui-bundle.min.js", "swagger-ui.min.css")


@pytest.fixture
def document(aws_world: None) -> Any:
    answer = Client("").get("/openapi.json")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    return answer.json


def operations(document: Any) -> dict[tuple[str, str], Any]:
    return {
        (method.upper(), path): operation
        for path, each in document["paths"].items()
        for method, operation in each.items()
    }


def test_the_document_is_valid_openapi_3_1(document: Any) -> None:
    assert document["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_every_route_is_in_the_document(document: Any) -> None:
    routes = {route for route in functions.routes() if route[1].startswith("/v1/")}
    assert set(operations(document)) == routes


def test_every_operation_tells_its_problems_and_its_purpose(document: Any) -> None:
    for route, operation in operations(document).items():
        assert list(operation["responses"]["default"]["content"]) == ["application/problem+json"], route
        assert {"422", "500"}.isdisjoint(operation["responses"]), route
        assert operation["summary"], route
        assert operation["tags"], route
    assert document["security"] == [{"token": []}]


def test_what_mails_or_books_needs_a_key(document: Any) -> None:
    keyed = {
        route
        for route, operation in operations(document).items()
        if any(each["name"] == "Idempotency-Key" and each["required"] for each in operation.get("parameters", []))
    }
    invoice = "/v1/invoices/{invoice_id}"
    assert keyed == {
        ("POST", f"{invoice}/send"),
        ("POST", f"{invoice}/payments"),
        ("POST", f"{invoice}/payments/{{payment_id}}/refund"),
        ("POST", "/v1/payments/unapplied/{payment_id}/apply"),
        ("POST", f"{invoice}/emails/{{email_id}}/resend"),
        ("POST", "/v1/messages/{message_id}/retry"),
        ("POST", "/v1/batches"),
        ("POST", "/v1/batches/{batch_id}/retry"),
    }


def test_invoices_come_in_two_forms(document: Any) -> None:
    body = document["paths"]["/v1/invoices"]["post"]["requestBody"]
    assert list(body["content"]) == ["application/json", "application/xml"]


def test_files_are_told_as_files(document: Any) -> None:
    at = "/v1/invoices/{invoice_id}"
    assert list(document["paths"][f"{at}/pdf"]["get"]["responses"]["200"]["content"]) == ["application/pdf"]
    eml = document["paths"][f"{at}/emails/{{email_id}}/eml"]["get"]
    assert list(eml["responses"]["200"]["content"]) == ["message/rfc822"]


@pytest.mark.parametrize("path", ["/v1/batches/{batch_id}/items", "/v1/reports/dunning-activity", "/v1/reports/aging"])
def test_what_comes_as_a_table_too_is_told(document: Any, path: str) -> None:
    content = document["paths"][path]["get"]["responses"]["200"]["content"]
    assert list(content) == ["application/json", "text/csv"]


def test_the_page_shows_the_same_document_and_asks_nobody_else(document: Any) -> None:
    answer = Client("").get("/docs")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    page = answer.content.decode()
    assert page.startswith("<!DOCTYPE html>")
    assert json.dumps(document).replace("</", "<\\/") in page
    loads = re.findall(r"""<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)\s*=\s*["']?([^"'\s>]+)""", page)
    assert [each for each in loads if "//" in each] == []
    assert '"/openapi.json"' in page
    assert '"?format=json"' not in page


def test_the_page_is_sent_compressed(aws_world: None) -> None:
    answer = functions.invoke("api", functions.event("api", "docs"))
    assert answer["headers"]["Content-Encoding"] == "gzip"
    assert gzip.decompress(b64decode(answer["body"])).startswith(b"<!DOCTYPE html>")
