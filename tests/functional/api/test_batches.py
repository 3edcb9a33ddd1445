"""Batches over HTTP: asked for, looked into, cancelled, retried."""

import csv
import io
from typing import Any

import pytest

from dunlin import wiring
from tests import aws
from tests.builders import a_customer, a_document, an_entry, an_invoice
from tests.functional import outbound, world
from tests.functional.http import Client
from tests.functional.machine import ended, machine


@pytest.fixture
def ids(aws_world: None) -> list[str]:
    """Two invoices that can be sent, and one that nobody can be sent."""
    world.store_parties()
    nobody = wiring.customers().put(a_customer(customer_id="cus_nobody", version=0, contacts=()))
    found = [world.store_invoice(number=number).invoice_id for number in ("=1+1", "2026-002")]
    blocked = an_invoice(number="2026-003", customer=nobody)
    wiring.invoices().add(blocked, a_document(customer=nobody), entry=an_entry(blocked))
    return [*found, blocked.invoice_id]


def post(ids: list[str], key: str = "b", **more: Any) -> Any:
    return Client().post("/v1/batches", {"invoice_ids": ids, **more}, key=key)


def planned(ids: list[str], key: str = "b") -> str:
    batch_id = str(post(ids, key).json["batch_id"])
    ended(batch_id)
    return batch_id


def test_a_dry_run_tells_blockers_and_plans_nothing(ids: list[str]) -> None:
    path, body = "/v1/batches", {"invoice_ids": [*ids, "inv_no"]}
    answer = Client().request("POST", path, body, query={"dry_run": "true"})
    assert answer.status == 200
    told = answer.json
    assert (told["sendable"], told["blocked"], told["next_cursor"]) == (2, 2, None)
    assert told["blockers"] == {"no_address": 1, "not_found": 1}
    assert [each["blockers"][0]["code"] for each in told["items"][2:]] == ["no_address", "not_found"]
    assert (aws.outbox(), Client().get(path).json["items"]) == ([], [])


def test_a_dry_run_comes_in_pages(ids: list[str]) -> None:
    body: dict[str, Any] = {"filter": {"status": ["POSTED"]}}
    first = Client().request("POST", "/v1/batches", body, query={"dry_run": "true", "limit": "2"}).json
    second = Client().request(
        "POST", "/v1/batches", body, query={"dry_run": "true", "limit": "2", "cursor": first["next_cursor"]}
    )
    assert {each["invoice_id"] for each in (*first["items"], *second.json["items"])} == set(ids)


def test_a_batch_is_accepted_and_followed(ids: list[str]) -> None:
    with machine():
        answer = post(ids)
        assert (answer.status, answer.json["state"]) == (202, "PLANNING")
        assert post(ids).json == answer.json
        batch_id = answer.json["batch_id"]
        assert answer.headers["location"] == f"/v1/batches/{batch_id}"
        ended(batch_id)
    outbound.run_deliver(*aws.outbox())
    told = Client().get(answer.headers["location"]).json
    assert (told["state"], told["total"], told["pending"]) == ("PLANNED", 3, 0)
    assert (told["items"], told["emails"]) == ({"SENT": 2, "BLOCKED": 1}, {"sent": 2})
    assert [each["batch_id"] for each in Client().get("/v1/batches").json["items"]] == [batch_id]


def test_each_invoice_tells_what_became_of_it_in_pages(ids: list[str]) -> None:
    with machine():
        path = f"/v1/batches/{planned(ids)}/items"
    first = Client().get(path, limit=2).json
    second = Client().get(path, limit=2, cursor=first["next_cursor"]).json
    told = {each["invoice_id"]: (each["state"], each["code"]) for each in (*first["items"], *second["items"])}
    assert told == {ids[0]: ("PLANNED", ""), ids[1]: ("PLANNED", ""), ids[2]: ("BLOCKED", "no_address")}
    assert second["next_cursor"] is None


def test_the_result_as_csv_is_no_formula(ids: list[str]) -> None:
    with machine():
        path = f"/v1/batches/{planned(ids)}/items"
    answer = Client().request("GET", path, headers={"accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    text = answer.content.decode()
    assert text.endswith("\r\n")
    rows = {row["invoice_id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert rows[ids[0]]["number"] == "'=1+1"
    assert (rows[ids[2]]["state"], rows[ids[2]]["code"], rows[ids[2]]["emails_queued"]) == (
        "BLOCKED",
        "no_address",
        "0",
    )
    part = Client().request("GET", path, headers={"accept": "text/csv"}, query={"limit": "2"})
    assert 'rel="next"' in part.headers["link"]
    assert len(part.content.decode().splitlines()) == 3


def test_a_batch_is_cancelled_and_retried(ids: list[str]) -> None:
    with machine():
        batch_id = planned(ids)
        answer = Client().post(f"/v1/batches/{batch_id}/cancel")
        assert (answer.status, answer.headers["location"]) == (202, f"/v1/batches/{batch_id}")
        ended(batch_id, action="cancel")
        assert Client().get(f"/v1/batches/{batch_id}").json["items"] == {"CANCELLED": 2, "BLOCKED": 1}
        assert Client().post(f"/v1/batches/{batch_id}/retry", key="r").status == 202
        assert Client().post(f"/v1/batches/{batch_id}/retry", key="r").status == 202
        ended(batch_id, run=2)
    outbound.run_deliver(*aws.outbox())
    assert Client().get(f"/v1/batches/{batch_id}").json["items"] == {"SENT": 2, "BLOCKED": 1}
    assert len(world.sent()) == 2


def test_what_is_finished_is_neither_cancelled_nor_retried(ids: list[str]) -> None:
    with machine():
        batch_id = planned(ids[:1])
    outbound.run_deliver(*aws.outbox())
    codes = [
        Client().post(f"/v1/batches/{batch_id}/cancel").json["code"],
        Client().post(f"/v1/batches/{batch_id}/retry", key="r").json["code"],
    ]
    assert codes == ["batch_finished", "nothing_to_retry"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"invoice_ids": ["inv_1"], "filter": {}}, 422),
        ({"invoice_ids": ["batch"]}, 422),
        ({"filter": {"colour": "red"}}, 422),
        ({"invoice_ids": ["inv_1"], "settings": {"editions": []}}, 422),
        ({"invoice_ids": ["inv_1"] * 10_001}, 422),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(aws_world: None, body: Any, status: int) -> None:
    assert Client().post("/v1/batches", body, key="x").status == status


def test_a_batch_needs_a_key_and_a_scope_and_exists(aws_world: None) -> None:
    assert Client().post("/v1/batches", {"invoice_ids": ["inv_1"]}).status == 400
    assert Client("dunlin/read").post("/v1/batches", {"invoice_ids": ["inv_1"]}, key="x").status == 403
    for path in ("/v1/batches/bat_no", "/v1/batches/bat_no/items"):
        assert Client().get(path).status == 404
    assert Client().post("/v1/batches/bat_no/cancel").status == 404
