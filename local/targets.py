"""What a schedule hands to its target: a message for a queue, an event for a function.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
"""

import json
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from moto.scheduler.models import Schedule
from moto.sqs.models import SQSBackend

from local import logs


def payload(schedule: Schedule, due: datetime) -> str:
    """The target's input with the words that EventBridge fills in, or the event it makes up where there is none."""
    moment = due.strftime("%Y-%m-%dT%H:%M:%SZ")
    text = schedule.target.get("Input") or json.dumps(_default(schedule, moment))
    words = {
        "<aws.scheduler.schedule-arn>": schedule.arn,
        "<aws.scheduler.scheduled-time>": moment,
        "<aws.scheduler.execution-id>": str(uuid.uuid4()),
        "<aws.scheduler.attempt-number>": "1",
    }
    for word, value in words.items():
        text = text.replace(word, value)
    return str(text)


def deliver(
    arn: str, text: str, *, queues: SQSBackend, invoke: Callable[[str, Any], tuple[str, bool]], tell: logs.Tell
) -> None:
    """ValueError for a target that this stack does not play."""
    service, name = arn.split(":")[2], arn.rpartition(":")[2]
    if service == "sqs":
        queues.send_message(name, text)
    elif service == "lambda":
        answer, failed = invoke(arn, json.loads(text))
        if failed:
            tell(f"{'schedule':<10} {name} failed: {answer[:300]}")
    else:
        raise ValueError(f"The local stack has no schedule target {arn}")


def _default(schedule: Schedule, moment: str) -> dict[str, Any]:
    _, _, _, region, account, *_ = schedule.arn.split(":")
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": account,
        "time": moment,
        "region": region,
        "resources": [schedule.arn],
        "detail": "{}",
    }
