"""What is to come, over HTTP: forecasts of a version, moving invoices to it, and the reminders of the next days."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from dunlin import wiring
from dunlin.domain.invoice import Status
from dunlin.services.assign_workflow import assign_workflow
from tests.builders import CLERK, NOW
from tests.functional import world
from tests.functional.api import bodies
from tests.functional.api.problems import found, problem
from tests.functional.http import Client


def steps(*offsets: int) -> list[dict[str, Any]]:
    return [{"offset_days": each} for each in offsets]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client("dunlin/admin")


@pytest.fixture
def workflow(client: Client) -> str:
    """The path of a workflow by whose first version two open invoices go; its second moves the first reminder."""
    made = client.post("/v1/workflows", bodies.a_workflow(steps=steps(5, 15, 30), escalation=None)).json
    at = f"/v1/workflows/{made['workflow_id']}"
    for number in ("2026-001", "2026-002"):
        invoice = world.store_invoice(number=number, status=Status.OPEN, sent_at=NOW, due_date=date(2026, 11, 30))
        assign_workflow(invoice.invoice_id, made["workflow_id"], desk=wiring.desk(CLERK))
    client.patch(at, {"steps": steps(10, 15, 30, 45), "minimum_gap_days": 1})
    return at


def test_a_version_is_forecast_for_the_invoices_of_the_workflow(client: Client, workflow: str) -> None:
    told = client.post(f"{workflow}/forecast", {}).json
    assert sorted(each["number"] for each in told["items"]) == ["2026-001", "2026-002"]
    assert [step["effect"] for step in told["items"][0]["steps"]] == ["moved", "same", "same", "new"]
    assert (told["items"][0]["version"], told["next_cursor"]) == (1, None)
    assert told["totals"] == {
        "invoices": 2, "changing": 2, "today": 0, "same": 4, "moved": 2, "changed": 0, "new": 2, "dropped": 0,
    }  # fmt: skip
    assert client.post(f"{workflow}/forecast", {"version": 1}).json["totals"]["changing"] == 0


def test_a_forecast_comes_page_by_page(client: Client, workflow: str) -> None:
    first = client.post(f"{workflow}/forecast", {"limit": 1}).json
    rest = client.post(f"{workflow}/forecast", {"limit": 1, "cursor": first["next_cursor"]}).json
    numbers = [each["number"] for each in (*first["items"], *rest["items"])]
    assert sorted(numbers) == ["2026-001", "2026-002"]


def test_a_draft_is_forecast_and_judged_like_a_new_workflow(client: Client, workflow: str) -> None:
    draft = bodies.a_workflow(steps=steps(5), escalation=None)
    told = client.post(f"{workflow}/forecast", {"workflow": draft}).json
    assert [step["effect"] for step in told["items"][0]["steps"]] == ["same", "dropped", "dropped"]
    assert list(found(client.post(f"{workflow}/forecast", {"workflow": {**draft, "steps": []}}))) == ["/workflow/steps"]
    assert len(client.get(f"{workflow}/versions").json["items"]) == 2


def test_all_invoices_are_moved_to_a_version(client: Client, workflow: str) -> None:
    dry = client.post(f"{workflow}/migrate", {"version": 2, "dry_run": True}).json
    done = client.post(f"{workflow}/migrate", {"version": 2}).json
    assert [each["result"] for each in dry["items"]] == ["would_migrate", "would_migrate"]
    assert [each["result"] for each in done["items"]] == ["migrated", "migrated"]
    assert (dry["dry_run"], done["dry_run"], done["next_cursor"]) == (True, False, None)
    for each in done["items"]:
        dunning = wiring.invoices().get(each["invoice_id"]).dunning
        assert dunning
        assert dunning.workflow_version == 2
        assert "dunning.migrated" in world.told(each["invoice_id"])
    again = client.post(f"{workflow}/migrate", {"version": 2}).json
    assert [each["result"] for each in again["items"]] == ["unchanged", "unchanged"]


def test_some_invoices_are_moved_and_the_others_are_told_why_not(client: Client, workflow: str) -> None:
    one = client.post(f"{workflow}/forecast", {}).json["items"][0]["invoice_id"]
    done = client.post(f"{workflow}/migrate", {"version": 2, "invoice_ids": [one, "inv_9"]}).json["items"]
    assert [(each["invoice_id"], each["result"], each["text"]) for each in done] == [
        (one, "migrated", ""),
        ("inv_9", "refused", "there is no invoice inv_9"),
    ]


def test_what_is_to_come_is_told_by_day(client: Client, workflow: str) -> None:
    told = client.get("/v1/dunning/upcoming", days=60).json
    assert [[each["step"]["number"] for each in day["items"]] for day in told["days"]] == [[1, 1], [2, 2], [3, 3]]
    first = told["days"][0]
    assert first["date"] == first["items"][0]["step"]["local"][:10]
    assert (first["items"][0]["customer_name"], first["items"][0]["doubt"]) == ("Buyer Ltd", "")
    assert first["totals"] == told["totals"] == [{"amount": 30250, "currency": "EUR"}]
    assert client.get("/v1/dunning/upcoming", days=1).json["days"] == []


def test_what_is_not_there(client: Client, workflow: str) -> None:
    problem(client.post("/v1/workflows/wf_none/forecast", {}), 404, "not_found")
    problem(client.post(f"{workflow}/forecast", {"version": 9}), 404, "not_found")
    problem(client.post(f"{workflow}/migrate", {"version": 9}), 404, "not_found")
    other = client.post(f"{workflow}/forecast", {"limit": 1}).json["next_cursor"]
    assert list(found(client.get("/v1/dunning/upcoming", cursor=other))) == ["cursor"]
