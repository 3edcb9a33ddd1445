"""A pipe between a stream and a bus: nothing is lost, nothing overtakes, and what cannot be published is put aside."""

import json
import time
from collections.abc import Callable
from typing import Any, cast

import pytest
from moto.events.models import EventsBackend
from moto.sqs.models import SQSBackend

from local import cloudformation
from local.activity import Activity
from local.aws import ACCOUNT, REGION
from local.bus import Bus
from local.pipes import Pipe
from local.streams import Stream

BUS = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/default"
AT = "2026-11-22T09:30:00.250000Z"
PROPERTIES = {
    "SourceParameters": {
        "FilterCriteria": {"Filters": [{"Pattern": '{"eventName": ["INSERT"]}'}]},
        "DynamoDBStreamParameters": {
            "BatchSize": 4,
            "MaximumRetryAttempts": 2,
            "DeadLetterConfig": {"Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:aside"},
        },
    },
    "Enrichment": "announce",
    "Target": BUS,
    "TargetParameters": {"EventBridgeEventBusParameters": {"Source": "us", "DetailType": "$.type", "Time": "$.at"}},
}


class Records(list[dict[str, Any]]):
    """A stream."""

    arn = "arn:aws:dynamodb:us-east-1:123456789012:table/timeline/stream/1"

    def read(self, position: int, quantity: int) -> list[dict[str, Any]]:
        return self[position : position + quantity]


class Queues:
    """The queues, by what was sent to them."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Any]] = []

    def send_message(self, queue: str, body: str) -> None:
        self.sent.append((queue, json.loads(body)))


def a_record(number: int, kind: str = "INSERT") -> dict[str, Any]:
    return {"eventName": kind, "dynamodb": {"SequenceNumber": str(number)}}


def answer(_name: str, records: Any) -> tuple[str, bool]:
    """The function: an event for each record, named after it."""
    return json.dumps([{"type": each["dynamodb"]["SequenceNumber"], "at": AT} for each in records]), False


def run(records: Records, invoke: Callable[[str, Any], tuple[str, bool]] = answer) -> tuple[list[str], Queues]:
    """The types that were published, in order, once the pipe has come to rest."""
    resource = {"Type": "AWS::Pipes::Pipe", "Properties": PROPERTIES}
    made = cloudformation.Resource.create_from_cloudformation_json("pipe", resource, ACCOUNT, REGION)
    bus, queues = Bus(EventsBackend(REGION, ACCOUNT)), Queues()
    pipe = Pipe(
        made,
        stream=cast("Stream", records),
        bus=bus,
        queues=cast("SQSBackend", queues),
        invoke=invoke,
        activity=Activity(),
        tell=lambda _: None,
    )
    pipe.loop.start()
    end = time.monotonic() + 20
    while pipe.waiting() and time.monotonic() < end:
        time.sleep(0.005)
    pipe.loop.stop()
    return [each["detail-type"] for each in bus.published], queues


def test_what_was_inserted_is_published_in_its_order() -> None:
    records = Records(a_record(number, "MODIFY" if number % 3 == 0 else "INSERT") for number in range(1, 12))
    assert run(records)[0] == ["1", "2", "4", "5", "7", "8", "10", "11"]


def test_a_function_that_fails_is_asked_again_and_nothing_is_lost() -> None:
    failures = iter([True] * 3)

    def unsteady(name: str, records: Any) -> tuple[str, bool]:
        return ('{"errorMessage": "not now"}', True) if next(failures, False) else answer(name, records)

    published, queues = run(Records(map(a_record, range(5))), unsteady)
    assert (published, queues.sent) == (["0", "1", "2", "3", "4"], [])


def test_a_record_that_keeps_failing_is_put_aside_and_its_neighbours_are_published() -> None:
    asked: list[list[str]] = []

    def poisoned(name: str, records: Any) -> tuple[str, bool]:
        asked.append([each["dynamodb"]["SequenceNumber"] for each in records])
        return ('{"errorMessage": "never"}', True) if "2" in asked[-1] else answer(name, records)

    published, queues = run(Records(map(a_record, range(6))), poisoned)
    assert published == ["0", "1", "3", "4", "5"]
    assert asked.count(["2"]) == 3  # once, and two attempts more
    ((queue, place),) = queues.sent
    assert (queue, place["DDBStreamBatchInfo"]["startSequenceNumber"]) == ("aside", "2")


def test_an_event_has_the_envelope_of_eventbridge() -> None:
    bus = Bus(EventsBackend(REGION, ACCOUNT))
    bus.put(BUS, [{"Source": "dunlin", "DetailType": "a.b", "Detail": '{"id": "1"}', "Time": AT}])
    (event,) = bus.published
    assert event | {"id": ""} == {
        "version": "0",
        "id": "",
        "detail-type": "a.b",
        "source": "dunlin",
        "account": ACCOUNT,
        "time": "2026-11-22T09:30:00Z",
        "region": REGION,
        "resources": [],
        "detail": {"id": "1"},
    }


def test_what_eventbridge_refuses_is_not_published() -> None:
    bus = Bus(EventsBackend(REGION, ACCOUNT))
    event = {"Source": "dunlin", "DetailType": "a.b", "Detail": "{}"}
    with pytest.raises(ValueError, match="10 events at once"):
        bus.put(BUS, [event] * 11)
    with pytest.raises(ValueError, match="DetailType"):
        bus.put(BUS, [{**event, "DetailType": ""}])
    assert bus.published == []
