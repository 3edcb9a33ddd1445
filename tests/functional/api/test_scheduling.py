"""Scheduling over HTTP: the answer says which instant it became; nothing leaves before it, and once after it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from dunlin import wiring
from dunlin.domain.email_status import EmailStatus
from tests import aws
from tests.functional import outbound, world
from tests.functional.api.problems import found
from tests.functional.http import Client

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
NIGHT = {"send_at": "2027-03-14T02:30", "timezone": "America/New_York"}


@pytest.fixture
def client(aws_world: None) -> Client:
    world.store_parties()
    return Client()


@pytest.fixture(autouse=True)
def clock() -> "time_machine.Traveller":  # type: ignore[misc]
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


def path() -> str:
    return f"/v1/invoices/{world.store_invoice().invoice_id}"


def test_a_time_in_the_gap_is_answered_with_its_instant_and_a_note(client: Client) -> None:
    answer = client.post(f"{path()}/send", NIGHT, key="1")
    assert answer.status == 202
    told = answer.json
    assert (told["send_at_utc"], told["timezone"]) == ("2027-03-14T07:00:00Z", "America/New_York")
    assert told["note"].endswith("it is sent at the first instant after, 2027-03-14 03:00")
    made = aws.schedules()
    assert {name: each["ScheduleExpression"] for name, each in made.items()} == {
        told["message_id"]: "at(2027-03-14T07:00:00)"
    }
    assert aws.outbox() == []


def test_the_same_request_again_makes_no_second_schedule(client: Client) -> None:
    at = path()
    first, again = (client.post(f"{at}/send", NIGHT, key="1") for _ in range(2))
    assert first.json == again.json
    assert len(aws.schedules()) == 1


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"send_at": "2027-03-01T12:00", "timezone": "UTC"}, "/send_at"),
        ({"send_at": "2028-03-20T12:00"}, "/send_at"),
        ({"send_at": "2027-02-30T12:00"}, "/send_at"),
        ({"send_at": "2027-03-14T12:00+01:00"}, "/send_at"),
        ({"send_at": "2027-03-14T12:00", "timezone": "Mars/X"}, "/timezone"),
        ({"send_at": "2027-03-14T12:00", "timezone": "../passwd"}, "/timezone"),
        ({"undo_seconds": 901}, "/undo_seconds"),
        ({"undo_seconds": 5, "send_at": "2027-03-14T12:00"}, "/undo_seconds"),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused(client: Client, body: dict[str, object], where: str) -> None:
    at = path()
    assert list(found(client.post(f"{at}/send", body, key="1"))) == [where]
    assert (aws.schedules(), aws.outbox(), client.get(f"{at}/emails").json["items"]) == ({}, [], [])


def test_nothing_leaves_before_its_time_however_often_the_outbox_says_so(
    client: Client, clock: "time_machine.Traveller"
) -> None:
    message_id = client.post(f"{path()}/send", NIGHT, key="1").json["message_id"]
    for _ in range(2):
        assert outbound.run_deliver(message_id, message_id) == []
    assert (outbound.run_sweep(), world.sent()) == ([], [])
    clock.move_to(datetime(2027, 3, 14, 7, tzinfo=UTC))
    for _ in range(2):
        assert outbound.run_deliver(message_id) == []
    assert len(world.sent()) == 1


def test_what_the_scheduler_lost_is_sent_by_the_sweep_a_minute_later(
    client: Client, clock: "time_machine.Traveller"
) -> None:
    message_id = client.post(f"{path()}/send", NIGHT, key="1").json["message_id"]
    wiring.schedules().remove(message_id)
    clock.move_to(datetime(2027, 3, 14, 7, 1, tzinfo=UTC))
    assert outbound.run_sweep() == [message_id]
    outbound.run_deliver(message_id)
    assert len(world.sent()) == 1


@pytest.mark.parametrize(("step", "code"), [("void", "invoice_void"), ("payments", "invoice_paid")])
def test_what_is_paid_or_void_meanwhile_is_cancelled_and_the_clerk_can_see_why(
    client: Client, clock: "time_machine.Traveller", step: str, code: str
) -> None:
    at = path()
    message_id = client.post(f"{at}/send", NIGHT, key="1").json["message_id"]
    paid = {"amount": 15125, "currency": "EUR", "received_on": "2027-03-02"}
    client.post(f"{at}/{step}", paid if step == "payments" else None, key="2")
    clock.move_to(datetime(2027, 3, 14, 7, tzinfo=UTC))
    outbound.run_deliver(message_id)
    (email,) = outbound.emails(message_id)
    assert (email.status, email.status_code, world.sent()) == (EmailStatus.CANCELLED, code, [])
    shown = client.get(at).json["delivery"]
    assert (shown["colour"], shown["word"]) == ("grey", "Cancelled")
    assert shown["reason"].endswith("since it was planned")


def test_a_send_that_can_be_undone_says_until_when(client: Client, clock: "time_machine.Traveller") -> None:
    told = client.post(f"{path()}/send", {"undo_seconds": 30}, key="1").json
    assert told["undo_until"] == told["send_at_utc"] == "2027-03-01T12:00:30Z"
    assert aws.outbox() == []  # it is held back
    outbound.run_deliver(told["message_id"])
    assert world.sent() == []
    clock.shift(timedelta(seconds=30))
    assert aws.outbox() == [told["message_id"], told["message_id"]]  # one that came early waited again
    outbound.run_deliver(told["message_id"], told["message_id"])
    assert len(world.sent()) == 1


def test_scheduling_stays_within_the_rights_of_the_function(client: Client) -> None:
    at = path()
    told = client.post(f"{at}/send", NIGHT, key="1").json
    wiring.schedules().put(told["message_id"], at=NOW + timedelta(days=3))
    wiring.schedules().remove(told["message_id"])
    assert aws.schedules() == {}
