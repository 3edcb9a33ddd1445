"""The queues' ends: what SQS hands over is handed to a worker, what it could not do comes again, and then is dead."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

type Call = Callable[[str, str, dict[str, Any]], Any]


@dataclass(frozen=True)
class Source:
    """An event source: a queue by its variable, the function that it fills, as the template has it."""

    function: str
    queue: str
    dead: str
    visibility: timedelta


MOST = 5
SOURCES = (
    Source("deliver", "OUTBOX_QUEUE_URL", "OUTBOX_DEAD_LETTERS_URL", timedelta(seconds=360)),
    Source("collect", "COLLECT_QUEUE_URL", "OUTBOX_DEAD_LETTERS_URL", timedelta(seconds=720)),
    Source("engage", "ENGAGEMENT_QUEUE_URL", "ENGAGEMENT_DEAD_LETTERS_URL", timedelta(seconds=180)),
)


def receive(source: Source, call: Call) -> list[dict[str, Any]]:
    """What waits now, at most ten, without what has come too often: that goes to the dead letters."""
    asked = {
        "QueueUrl": os.environ[source.queue],
        "MaxNumberOfMessages": 10,
        "VisibilityTimeout": int(source.visibility.total_seconds()),
        "AttributeNames": ["All"],
    }
    return [each for each in call("sqs", "ReceiveMessage", asked).get("Messages", []) if not _dead(each, source, call)]


def _dead(message: dict[str, Any], source: Source, call: Call) -> bool:
    if int(message["Attributes"]["ApproximateReceiveCount"]) <= MOST:
        return False
    put(source.dead, message["Body"], call)
    delete(source, [message], call)
    return True


def delete(source: Source, messages: list[dict[str, Any]], call: Call) -> None:
    """They are done."""
    for each in messages:
        told = {"QueueUrl": os.environ[source.queue], "ReceiptHandle": each["ReceiptHandle"]}
        call("sqs", "DeleteMessage", told)


def put(queue: str, body: str, call: Call, *, delay: int = 0) -> None:
    """Into a queue, by its variable."""
    call("sqs", "SendMessage", {"QueueUrl": os.environ[queue], "MessageBody": body, "DelaySeconds": delay})


def event_of(source: Source, messages: list[dict[str, Any]]) -> dict[str, Any]:
    """As Lambda hands them over."""
    return {
        "Records": [
            {
                "messageId": each["MessageId"],
                "receiptHandle": each["ReceiptHandle"],
                "body": each["Body"],
                "attributes": {"ApproximateReceiveCount": each["Attributes"]["ApproximateReceiveCount"]},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:{source.function}",
                "awsRegion": "us-east-1",
            }
            for each in messages
        ]
    }


def due_schedules(call: Call, *, now: datetime) -> Iterator[tuple[str, str]]:
    """Names and inputs of the schedules whose time has come; each fires once here, and is gone."""
    group = os.environ["SCHEDULE_GROUP"]
    for listed in call("scheduler", "ListSchedules", {"GroupName": group})["Schedules"]:
        schedule = call("scheduler", "GetSchedule", {"GroupName": group, "Name": listed["Name"]})
        if instant_of(schedule) <= now:
            yield listed["Name"], schedule["Target"]["Input"]


def instant_of(schedule: dict[str, Any]) -> datetime:
    """When it fires."""
    return datetime.fromisoformat(f"{schedule['ScheduleExpression'][3:-1]}+00:00")


def done(answer: Any, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Which of a batch the function has done, by its answer; none where it gave none."""
    if answer is None:
        return []
    failed = {each["itemIdentifier"] for each in answer["batchItemFailures"]}
    return [each for each in messages if each["MessageId"] not in failed]


def dead_letters(call: Call, queue: str) -> int:
    """How many lie there."""
    asked = {"QueueUrl": os.environ[queue], "AttributeNames": ["ApproximateNumberOfMessages"]}
    return int(call("sqs", "GetQueueAttributes", asked)["Attributes"]["ApproximateNumberOfMessages"])


def told(body: str) -> Any:
    """What a body says."""
    return json.loads(body)
