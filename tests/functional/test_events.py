"""Every function with every event file, twice in a row: a warm start is no other than a cold one."""

import gzip
import json
from base64 import b64decode
from typing import Any

import pytest

from dunlin import wiring
from tests.functional import functions, world

STATUS = {
    "create_invoice": 201,
    "docs": 200,
    "get_invoice": 200,
    "import": 201,
    "import_base64": 201,
    "import_payments": 200,
    "list": 200,
    "no_scope": 403,
    "openapi": 200,
    "pay": 201,
    "preview": 200,
    "send": 202,
    "unknown_path": 404,
    "wrong_method": 405,
}
# What cannot be repeated says so, or that it is there already.
AGAIN = {"create_invoice": 409, "import": 200, "import_base64": 200, "import_payments": 200}


@pytest.fixture(autouse=True)
def records(aws_world: None) -> str:
    """What the events speak of: see `events/README.md`."""
    world.store_parties()
    invoice = world.store_invoice()
    world.store_message(invoice)
    return invoice.invoice_id


def twice(function: str, name: str) -> tuple[Any, Any]:
    event = functions.event(function, name)
    before = json.dumps(event)
    first, second = functions.invoke(function, event), functions.invoke(function, event)
    assert json.dumps(event) == before
    return first, second


def test_every_function_has_events() -> None:
    assert {path.parent.name for path in functions.EVENTS.rglob("*.json")} == {
        path.parent.name for path in functions.EVENTS.parent.glob("functions/*/app.py")
    }


@pytest.mark.parametrize("name", functions.names("api"))
def test_api(name: str) -> None:
    first, second = twice("api", name)
    assert first["statusCode"] == STATUS[name], first["body"]
    assert second["statusCode"] == AGAIN.get(name, STATUS[name])
    if name not in AGAIN:
        assert readable(second) == readable(first)
    if first["statusCode"] >= 400:
        assert first["headers"]["Content-Type"] == "application/problem+json"


def readable(answer: Any) -> str:
    body = answer["body"]
    return gzip.decompress(b64decode(body)).decode() if answer["isBase64Encoded"] else str(body)


PAGE, PROBLEM = "text/html; charset=utf-8", "application/problem+json"
ANSWERED = {
    "link": (404, PAGE),  # it was never mailed
    "page": (303, "text/plain"),  # to the page to sign in
    "webhook": (404, PROBLEM),
    "anything_else": (404, PROBLEM),
}


@pytest.mark.parametrize("name", functions.names("portal"))
def test_portal(aws_world: None, name: str) -> None:
    first, second = twice("portal", name)
    assert first == second
    assert (first["statusCode"], first["headers"]["Content-Type"]) == ANSWERED[name]


@pytest.mark.parametrize("name", functions.names("engage"))
def test_engage(name: str) -> None:
    first, second = twice("engage", name)
    assert first == second
    assert bool(first["batchItemFailures"]) == (name == "malformed_among_good")


@pytest.mark.parametrize("name", functions.names("deliver"))
def test_deliver(name: str) -> None:
    first, second = twice("deliver", name)
    assert first == second
    assert len(world.sent()) == 1


@pytest.mark.parametrize("name", functions.names("collect"))
def test_collect(name: str) -> None:
    """An invoice that is not there is put aside in the end."""
    first, second = twice("collect", name)
    assert first == second
    assert len(first["batchItemFailures"]) == 1


@pytest.mark.parametrize("name", functions.names("documents"))
def test_documents(name: str, records: str) -> None:
    first, second = twice("documents", name)
    assert first == second
    assert wiring.documents().get_pdf(records, first["sha256"]).startswith(b"%PDF-")


@pytest.mark.parametrize("name", functions.names("sweep"))
def test_sweep(name: str) -> None:
    nothing = {"turns_swept": 0, "turns_repaired": 0, "keys_repaired": 0}
    assert twice("sweep", name) == ({"swept": 1, **nothing}, {"swept": 0, **nothing})


@pytest.mark.parametrize("name", sorted({*functions.names("announce")} - {"unreadable"}))
def test_announce(name: str) -> None:
    first, second = twice("announce", name)
    assert first == second
    assert len(first) == len(functions.event("announce", name))
