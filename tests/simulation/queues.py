"""The queues' ends: what SQS hands over is handed to a worker, what it could not do comes again, and then is dead."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.simulation.aws import Aws


@dataclass(frozen=True)
class Source:
    """An event source: a queue, and the function that it fills, as the template has it."""

    function: str
    queue: str

    @property
    def url(self) -> str:
        """Of the queue."""
        return os.environ[f"{self.queue.upper()}_QUEUE_URL"]


SOURCES = (Source("deliver", "outbox"), Source("collect", "collect"), Source("engage", "engagement"))


def receive(source: Source, aws: Aws, *, most: int) -> list[dict[str, Any]]:
    """What waits now."""
    if not aws.sqs.queues[source.queue].letters:
        return []
    asked = {"QueueUrl": source.url, "MaxNumberOfMessages": most, "AttributeNames": ["All"]}
    return list(aws.call("sqs", "ReceiveMessage", asked).get("Messages", []))


def delete(source: Source, messages: list[dict[str, Any]], aws: Aws) -> None:
    """They are done."""
    for each in messages:
        aws.call("sqs", "DeleteMessage", {"QueueUrl": source.url, "ReceiptHandle": each["ReceiptHandle"]})


def event_of(source: Source, messages: list[dict[str, Any]]) -> dict[str, Any]:
    """As Lambda hands them over."""
    return {
        "Records": [
            {
                "messageId": each["MessageId"],
                "receiptHandle": each["ReceiptHandle"],
                "body": each["Body"],
                "attributes": each["Attributes"],
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:{source.queue}",
                "awsRegion": "us-east-1",
            }
            for each in messages
        ]
    }


def done(answer: Any, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Which of a batch the function has done, by its answer; none where it gave none."""
    if answer is None:
        return []
    failed = {each["itemIdentifier"] for each in answer["batchItemFailures"]}
    return [each for each in messages if each["MessageId"] not in failed]


def looks(aws: Aws) -> Iterator[datetime]:
    """When something in a queue, or a schedule, is due."""
    for source in SOURCES:
        yield from (letter.visible_at for letter in aws.sqs.queues[source.queue].letters.values())
    yield from (each.fires_at for each in aws.scheduler.schedules.values())


def dead_letters(aws: Aws) -> int:
    """How many lie in the outbox's."""
    return len(aws.sqs.queues["outbox-dead"].letters)
