"""Messages over HTTP: what waits, and what is called off or moved before it leaves."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from tests import aws
from tests.functional import outbound, world
from tests.functional.api.problems import found, problem
from tests.functional.http import Client

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
LATER = {"send_at": "2027-03-02T12:00", "timezone": "UTC"}
THREE = ["a@buyer.example", "b@buyer.example", "c@buyer.example"]


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client()


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


def send(client: Client, number: str = "2026-001", **body: Any) -> str:
    at = f"/v1/invoices/{world.store_invoice(number=number).invoice_id}"
    return str(client.post(f"{at}/send", body, key=number).json["message_id"])


def test_a_scheduled_send_is_cancelled_and_its_invoice_says_so(client: Client, clock: time_machine.Traveller) -> None:
    message_id = send(client, **LATER)
    answers = [client.post(f"/v1/messages/{message_id}/cancel", {"reason": "wrong amount"}) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    assert answers[0].json == answers[1].json
    told = answers[0].json
    assert (told["text"], told["too_late"]) == ("cancelled", [])
    assert [each["reason"] for each in told["cancelled"]] == ["cancelled by clerk: wrong amount"]
    assert aws.schedules() == {}
    shown = client.get(f"/v1/invoices/{_invoice(client, message_id)}").json
    assert (shown["delivery"]["word"], shown["delivery"]["reason"]) == ("Cancelled", "cancelled by clerk: wrong amount")
    clock.shift(timedelta(days=1))
    assert outbound.run_deliver(message_id) == []
    assert world.sent() == []


def _invoice(client: Client, message_id: str) -> str:
    return str(client.get(f"/v1/messages/{message_id}").json["invoice_id"])


def test_undo_says_for_whom_it_was_too_late(client: Client, clock: time_machine.Traveller) -> None:
    message_id = send(client, to=THREE, undo_seconds=10)
    undone = client.post(f"/v1/messages/{message_id}/cancel").json
    assert (undone["text"], len(undone["cancelled"])) == ("all 3 cancelled", 3)

    other = send(client, "2026-002", to=THREE, undo_seconds=10)
    clock.shift(timedelta(seconds=10))
    outbound.run_deliver(other)
    late = client.post(f"/v1/messages/{other}/cancel").json
    assert (late["text"], late["cancelled"]) == ("too late for 3 of 3", [])
    assert {each["status"] for each in late["too_late"]} == {"SENT"}
    assert len(world.sent()) == 3


def test_a_message_is_moved_to_another_time(client: Client, clock: time_machine.Traveller) -> None:
    message_id = send(client, to=THREE, **LATER)
    moved = client.post(
        f"/v1/messages/{message_id}/reschedule", {"send_at": "2027-03-14T02:30", "timezone": "America/New_York"}
    ).json
    assert moved["send_at_utc"] == "2027-03-14T07:00:00Z"
    assert "skip" in moved["note"]
    assert (len(moved["rescheduled"]), moved["too_late"]) == (3, [])
    (schedule,) = aws.schedules().values()
    assert schedule["ScheduleExpression"] == "at(2027-03-14T07:00:00)"
    shown = client.get(f"/v1/messages/{message_id}").json
    assert (shown["send_at_utc"], shown["note"]) == ("2027-03-14T07:00:00Z", "")
    clock.move_to(datetime(2027, 3, 2, 12, 1, tzinfo=UTC))
    outbound.run_deliver(message_id)
    assert (outbound.run_sweep(), world.sent()) == ([], [])
    clock.move_to(datetime(2027, 3, 14, 7, tzinfo=UTC))
    outbound.run_deliver(message_id)
    assert len(world.sent()) == 3
    problem(
        client.post(f"/v1/messages/{message_id}/reschedule", LATER | {"send_at": "2027-03-20T09:00"}), 409, "too_late"
    )


@pytest.mark.parametrize("body", [{"send_at": "2027-02-28T09:00"}, {"send_at": "2029-01-01T09:00"}])
def test_a_message_is_not_moved_to_a_time_that_cannot_be_meant(client: Client, body: dict[str, str]) -> None:
    message_id = send(client, **LATER)
    assert list(found(client.post(f"/v1/messages/{message_id}/reschedule", body))) == ["/send_at"]
    assert client.get(f"/v1/messages/{message_id}").json["send_at_utc"] == "2027-03-02T12:00:00Z"


@pytest.mark.parametrize(("step", "body"), [("cancel", {}), ("reschedule", LATER)])
def test_a_message_that_nobody_asked_for_is_not_found(client: Client, step: str, body: dict[str, str]) -> None:
    problem(client.post(f"/v1/messages/msg_nobody/{step}", body), 404, "not_found")
    problem(client.get("/v1/messages/msg_nobody"), 404, "not_found")


def test_what_waits_is_listed_over_all_invoices_soonest_first(client: Client) -> None:
    later = send(client, "1", **LATER)
    soon = send(client, "2", to=THREE)
    listed: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = client.get("/v1/messages", status="PLANNED", limit=3, **cursor).json
        listed.extend(each["message_id"] for each in page["items"])
        if not page["next_cursor"]:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert listed == [soon, soon, soon, later]
    assert client.get("/v1/messages", status="AMBIGUOUS").json["items"] == []
    assert client.get("/v1/messages", status="SENT").status == 422


def test_it_stays_within_the_rights_of_the_function(client: Client) -> None:
    message_id = send(client, **LATER)
    client.post(f"/v1/messages/{message_id}/reschedule", LATER | {"send_at": "2027-03-03T12:00"})
    client.get(f"/v1/messages/{message_id}")
    client.get("/v1/messages")
    assert client.post(f"/v1/messages/{message_id}/cancel").json["text"] == "cancelled"
