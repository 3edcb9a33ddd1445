"""EventBridge Pipes: from a table's stream, through a function, to a bus: in order, at least once.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes.html
"""

import json
from typing import Any

from moto.events.models import EventPattern
from moto.sqs.models import SQSBackend

from local import logs
from local.activity import Activity
from local.bus import Bus
from local.cloudformation import Resource
from local.loop import IDLE_SECONDS, Loop
from local.queues import Invoke
from local.streams import Stream

RETRY_SECONDS = 0.05
"""AWS takes its time; a test that waits for a hundred attempts should not."""


class Pipe:
    """Moves what a stream brings to its bus, one batch at a time. A batch that fails is halved and tried again.

    A record that fails alone, more often than the template allows, is put aside: its place, not its content.
    """

    def __init__(
        self,
        made: Resource,
        *,
        stream: Stream,
        bus: Bus,
        queues: SQSBackend,
        invoke: Invoke,
        activity: Activity,
        tell: logs.Tell,
    ) -> None:
        self._made, self._stream, self._bus, self._queues = made, stream, bus, queues
        self._invoke, self._activity, self._tell = invoke, activity, tell
        source = made.properties["SourceParameters"]
        filters = source.get("FilterCriteria", {}).get("Filters", [])
        self._patterns = [EventPattern.load(each["Pattern"]) for each in filters]
        self._settings = source["DynamoDBStreamParameters"]
        self._size, self._position, self._attempts = int(self._settings["BatchSize"]), 0, 0
        self.loop = Loop(f"pipe {made.physical_resource_id}", self._turn)

    def waiting(self) -> bool:
        return self._position < len(self._stream)

    def _turn(self) -> float:
        if not self.waiting():
            return IDLE_SECONDS
        with self._activity.under_way():
            return 0.0 if self._move_batch() else RETRY_SECONDS

    def _move_batch(self) -> bool:
        records = self._stream.read(self._position, self._size)
        try:
            self._publish([record for record in records if self._wants(record)])
        except Exception as problem:  # noqa: BLE001 the function or a target may fail in any way, and the pipe goes on
            self._tell(f"{'pipe':<10} {self._made.physical_resource_id} failed: {problem}")
            self._fail(records)
            return False
        self._pass(len(records))
        return True

    def _wants(self, record: dict[str, Any]) -> bool:
        return not self._patterns or any(pattern.matches_event(record) for pattern in self._patterns)  # type: ignore[arg-type]

    def _publish(self, records: list[dict[str, Any]]) -> None:
        """Raises when anything on the way refuses."""
        if not records:
            return
        payload, failed = self._invoke(self._made.properties["Enrichment"], records)
        if failed:
            raise ValueError(payload[:300])
        events = json.loads(payload)
        said = self._made.properties["TargetParameters"]["EventBridgeEventBusParameters"]
        entries = [
            {name: _resolved(value, event) for name, value in said.items()} | {"Detail": json.dumps(event)}
            for event in events
        ]
        self._bus.put(self._made.properties["Target"], entries)

    def _fail(self, records: list[dict[str, Any]]) -> None:
        if self._size > 1:
            self._size //= 2
            return
        self._attempts += 1
        if self._attempts > int(self._settings["MaximumRetryAttempts"]):
            queue = self._settings["DeadLetterConfig"]["Arn"].rpartition(":")[2]
            self._queues.send_message(queue, json.dumps(_put_aside(self._made.arn, self._stream.arn, records[0])))
            self._pass(1)

    def _pass(self, count: int) -> None:
        self._position += count
        self._attempts, self._size = 0, int(self._settings["BatchSize"])


def _resolved(value: str, event: dict[str, Any]) -> Any:
    """The value itself, or what is at its path in the event: `$.detail.at`."""
    if not value.startswith("$."):
        return value
    found: Any = event
    for name in value.removeprefix("$.").split("."):
        found = found[name]
    return found


def _put_aside(pipe: str, stream: str, record: dict[str, Any]) -> dict[str, Any]:
    number = record["dynamodb"]["SequenceNumber"]
    return {
        "context": {"partnerResourceArn": pipe, "condition": "RetryAttemptsExhausted"},
        "version": "1.0",
        "DDBStreamBatchInfo": {
            "startSequenceNumber": number,
            "endSequenceNumber": number,
            "batchSize": 1,
            "streamArn": stream,
        },
    }
