"""SQS event source mappings: queues polled as Lambda polls them, one batch at a time per mapping."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from moto.awslambda.models import EventSourceMapping
from moto.sqs.models import Message, Queue, SQSBackend

from local.activity import Activity
from local.loop import IDLE_SECONDS, Loop

Invoke = Callable[[str, Any], tuple[str, bool]]


class Pump:
    """Moves messages of one queue to its function.

    A function has one worker process, so no mapping ever exceeds its maximum concurrency. What fails stays invisible
    until the queue's visibility timeout has passed, and moto redrives it to the dead-letter queue.
    """

    def __init__(self, mapping: EventSourceMapping, queues: SQSBackend, invoke: Invoke, activity: Activity) -> None:
        if ":sqs:" not in mapping.event_source_arn:
            raise ValueError(f"The local stack does not poll {mapping.event_source_arn}")
        self.queue: Queue = queues.get_queue(mapping.event_source_arn.rpartition(":")[2])
        self._mapping, self._queues, self._invoke, self._activity = mapping, queues, invoke, activity
        self.loop = Loop(f"pump of {self.queue.name}", self._turn)

    def waiting(self) -> bool:
        return bool(self.queue.messages)

    def next_due(self, after: datetime) -> datetime | None:
        """When the next delayed or failed message shows again."""
        moments = [max(message.visible_at, message.delayed_until) for message in list(self.queue._messages)]  # noqa: SLF001
        later = [moment for moment in moments if moment > after.timestamp() * 1000]
        return datetime.fromtimestamp(min(later) / 1000 + 0.001, UTC) if later else None

    def _turn(self) -> float:
        if not self.waiting():
            return IDLE_SECONDS
        with self._activity.under_way():
            self._move_batch()
        return 0.0

    def _move_batch(self) -> None:
        timeout = int(self.queue.visibility_timeout)  # type: ignore[attr-defined]
        batch = self._queues.receive_message(self.queue.name, self._mapping.batch_size, 0, timeout, ["All"])
        if not batch:
            return
        records = [record(message, self.queue) for message in batch]
        payload, failed = self._invoke(self._mapping.function_arn, {"Records": records})
        if failed:
            return
        kept = unprocessed(payload, batch) if self._reports_failures() else set()
        for message in batch:
            if message.id not in kept:
                self.queue.delete_message(str(message.receipt_handle))

    def _reports_failures(self) -> bool:
        return "ReportBatchItemFailures" in (self._mapping.function_response_types or [])


def record(message: Message, queue: Queue) -> dict[str, Any]:
    """A message as a function receives it.

    https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
    """
    return {
        "messageId": message.id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": {
            "ApproximateReceiveCount": str(message.approximate_receive_count),
            "SentTimestamp": str(message.sent_timestamp),
            "SenderId": message.sender_id,
            "ApproximateFirstReceiveTimestamp": str(message.approximate_first_receive_timestamp),
        },
        "messageAttributes": {name: _attribute(value) for name, value in message.message_attributes.items()},
        "md5OfBody": message.body_md5,
        "eventSource": "aws:sqs",
        "eventSourceARN": queue.queue_arn,
        "awsRegion": queue.region,
    }


def _attribute(value: dict[str, Any]) -> dict[str, Any]:
    shape: dict[str, Any] = {"stringListValues": [], "binaryListValues": [], "dataType": value["DataType"]}
    if "StringValue" in value:
        shape["stringValue"] = value["StringValue"]
    return shape


def unprocessed(payload: str, batch: Iterable[Message]) -> set[str]:
    """The ids that a partial batch response names. One that Lambda cannot read means: the whole batch failed."""
    everything = {message.id for message in batch}
    try:
        answer = json.loads(payload) or {}
        named = {failure["itemIdentifier"] for failure in answer.get("batchItemFailures") or []}
    except (ValueError, AttributeError, KeyError, TypeError):
        return everything
    return everything if named - everything else named
