import os
from datetime import UTC, datetime
from typing import Any

import boto3


def handler(_event: dict[str, Any], _context: object) -> None:
    note = f"swept at {datetime.now(UTC):%d %H:%M}"
    boto3.client("dynamodb").put_item(TableName=os.environ["SEEN_TABLE"], Item={"id": {"S": note}})
