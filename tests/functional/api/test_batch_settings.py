"""A batch in the sender's own way over HTTP, and what its function may do to carry that out."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from dunlin import wiring
from dunlin.domain.batch import Batch, BatchItem, Settings
from dunlin.domain.mail import Attachment
from tests import aws
from tests.builders import CLERK, a_customer, a_document, an_entry, an_invoice
from tests.functional import outbound, world
from tests.functional.api.problems import found
from tests.functional.functions import invoke
from tests.functional.http import Client
from tests.functional.machine import ended, machine

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
LATER = {"send_at": "2027-03-02T09:00"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=True) as travelling:
        yield travelling


@pytest.fixture
def ids(aws_world: None) -> list[str]:
    """One invoice of a customer in London, one of a customer in New York."""
    world.store_parties()
    far = wiring.customers().put(a_customer(customer_id="cus_far", version=0, time_zone="America/New_York"))
    invoice = an_invoice(number="2026-002", customer=far)
    wiring.invoices().add(invoice, a_document(customer=far), entry=an_entry(invoice))
    return [world.store_invoice().invoice_id, invoice.invoice_id]


def post(ids: list[str], **settings: Any) -> Any:
    return Client().post("/v1/batches", {"invoice_ids": ids, "settings": settings}, key="b")


def test_scheduled_mails_wait_by_each_customers_clock_and_leave_then(
    ids: list[str], clock: time_machine.Traveller
) -> None:
    with machine():
        batch_id = post(ids, **LATER).json["batch_id"]
        ended(batch_id)
    assert sorted(each["ScheduleExpression"] for each in aws.schedules().values()) == [
        "at(2027-03-02T09:00:00)",
        "at(2027-03-02T14:00:00)",
    ]
    assert (aws.outbox(), Client().get(f"/v1/batches/{batch_id}").json["items"]) == ([], {"PLANNED": 2})
    clock.shift(timedelta(days=2))
    assert outbound.run_deliver(*aws.schedules()) == []
    assert Client().get(f"/v1/batches/{batch_id}").json["items"] == {"SENT": 2}


def test_cancelling_removes_the_schedules(ids: list[str]) -> None:
    with machine():
        batch_id = post(ids, **LATER).json["batch_id"]
        ended(batch_id)
        Client().post(f"/v1/batches/{batch_id}/cancel")
        ended(batch_id, action="cancel")
    assert aws.schedules() == {}
    assert Client().get(f"/v1/batches/{batch_id}").json["items"] == {"CANCELLED": 2}


def test_the_function_may_do_what_such_a_batch_needs(ids: list[str]) -> None:
    wiring.documents().put_file("doc_1", Attachment("terms.pdf", "application/pdf", b"%PDF"))
    settings = Settings(send_at=LATER["send_at"], attachments=("doc_1",), template_id="default_reminder_friendly")
    batch = Batch("bat_1", wiring.now(), CLERK, run_key="k", settings=settings)
    wiring.batches().add(batch, ids)
    wiring.batches().add_items([BatchItem("bat_1", each) for each in ids])
    task = {"task": "items", "batch_id": "bat_1", "run": 1, "ids": ids}
    assert invoke("batch", {**task, "action": "send"}) == {"planned": 2}
    assert invoke("batch", {**task, "action": "send"}) == {"planned": 2}
    assert len(aws.schedules()) == 2
    assert invoke("batch", {**task, "action": "cancel"}) == {"cancelled": 2}
    assert aws.schedules() == {}


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({"template_id": "tpl_no"}, "/settings/template_id"),
        ({"attachments": ["doc_no"]}, "/settings/attachments"),
        ({"send_at": "2027-02-28T23:00"}, "/settings/send_at"),
        ({"send_at": "2027-03-02 09:00"}, "/settings/send_at"),
        ({"send_at": "2027-03-02T09:00", "undo_seconds": 5}, "/settings/undo_seconds"),
        ({"undo_seconds": 901}, "/settings/undo_seconds"),
        ({"reply_to": "nobody"}, "/settings/reply_to"),
        ({"to": ["ada@buyer.example"]}, "/settings/to"),
    ],
)
def test_what_suits_no_invoice_is_refused_also_by_a_dry_run(
    ids: list[str], settings: dict[str, Any], where: str
) -> None:
    body = {"invoice_ids": ids, "settings": settings}
    dry = Client().request("POST", "/v1/batches", body, query={"dry_run": "true"})
    for answer in (Client().post("/v1/batches", body, key="x"), dry):
        assert set(found(answer)) == {where}
    assert Client().get("/v1/batches").json["items"] == []


def test_a_dry_run_tells_for_whom_the_time_has_passed(ids: list[str]) -> None:
    body = {"invoice_ids": ids, "settings": {"send_at": "2027-03-01T10:00"}}
    told = Client().request("POST", "/v1/batches", body, query={"dry_run": "true"}).json
    assert [[each["code"] for each in item["blockers"]] for item in told["items"]] == [["send_at"], []]
