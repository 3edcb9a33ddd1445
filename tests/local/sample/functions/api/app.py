import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    answers: dict[str, Callable[[dict[str, Any]], Any]] = {
        "/v1/send": _send,
        "/v1/later": _later,
        "/v1/seen": _seen,
        "/v1/echo": _echo,
        "/v1/now": _now,
        "/v1/exit": _exit,
    }
    return {"statusCode": 200, "body": json.dumps(answers[event["rawPath"]](event))}


def _send(event: dict[str, Any]) -> Any:
    """Queue each mail that the body asks for."""
    for wish in json.loads(event["body"]):
        boto3.client("sqs").send_message(
            QueueUrl=os.environ["OUTBOX_URL"], MessageBody=json.dumps(wish), DelaySeconds=wish.get("delay", 0)
        )
    return None


def _later(event: dict[str, Any]) -> Any:
    """Schedule a mail for an hour from now."""
    moment = datetime.now(UTC) + timedelta(hours=1)
    boto3.client("scheduler").create_schedule(
        Name="later",
        GroupName=os.environ["SCHEDULE_GROUP"],
        ScheduleExpression=f"at({moment:%Y-%m-%dT%H:%M:%S})",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": os.environ["OUTBOX_ARN"], "RoleArn": os.environ["ROLE_ARN"], "Input": event["body"]},
        ActionAfterCompletion="DELETE",
    )


def _seen(_event: dict[str, Any]) -> Any:
    """What engage and sweep have written down."""
    items = boto3.client("dynamodb").scan(TableName=os.environ["SEEN_TABLE"])["Items"]
    return sorted(item["id"]["S"] for item in items)


def _echo(event: dict[str, Any]) -> Any:
    """Call another function and wait for it, as the product does for its PDFs."""
    answer = boto3.client("lambda").invoke(FunctionName=os.environ["ECHO_FUNCTION"], Payload=event["body"])
    return json.load(answer["Payload"])


def _now(_event: dict[str, Any]) -> Any:
    return datetime.now(UTC).isoformat()


def _exit(_event: dict[str, Any]) -> Any:
    os._exit(1)
