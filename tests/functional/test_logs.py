"""S9: what the functions write can be read by everybody who may read logs. See `conftest` for the rest of it."""

import json

import pytest

from dunlin import wiring
from tests import aws
from tests.functional import functions, http, world
from tests.functional.conftest import ADDRESS, SECRETS
from tests.functional.http import Client


def test_a_whole_life_is_logged_by_ids_alone(aws_world: None) -> None:
    world.store_parties()
    client, invoice_id = Client(), world.store_invoice().invoice_id
    message_id = client.post(f"/v1/invoices/{invoice_id}/send", key="1").json["message_id"]
    functions.invoke("deliver", functions.batch(*({"message_id": each} for each in aws.outbox())))
    world.store_message(wiring.invoices().get(invoice_id))
    for name in functions.names("engage"):
        functions.invoke("engage", functions.event("engage", name))
    functions.invoke("sweep", functions.event("sweep", "tick"))
    functions.invoke("portal", functions.event("portal", "link"))
    written = functions.LOGS.getvalue()
    assert {line["message_id"] for line in functions.logged() if line.get("message") == "delivered"} == {message_id}
    assert ADDRESS.findall(written) == []
    assert [secret for secret in SECRETS if secret in written] == []
    assert "0123456789abcdefghijklmnopqrstuvwxyz" not in written  # the token of the portal's link


@pytest.mark.parametrize("body", ['{"message_id": "ada@buyer.example"}', "ada@buyer.example"])
def test_an_address_in_an_error_is_left_out(aws_world: None, body: str) -> None:
    functions.invoke("deliver", functions.batch(body))
    (warning,) = [line for line in functions.logged() if line.get("level") == "WARNING"]
    assert "ada@" not in json.dumps(warning)


def test_the_watch_would_see_one() -> None:
    assert ADDRESS.findall('{"to": "ada@buyer.example"}') == ["ada@buyer.example"]
    assert http.KEY in SECRETS
