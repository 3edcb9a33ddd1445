import json
import os
from typing import Any

import boto3


def handler(event: dict[str, Any], _context: object) -> None:
    for record in event["Records"]:
        _write_down(record["body"])


def _write_down(body: str) -> None:
    if body.startswith("Successfully validated"):
        note = "topic validated"
    else:
        told = json.loads(body)
        note = f"{told['mail']['tags']['email_id'][0]} {told['eventType']}"
    boto3.client("dynamodb").put_item(TableName=os.environ["SEEN_TABLE"], Item={"id": {"S": note}})
