"""Everything that is stored and queued, to be compared: what was refused has changed none of it."""

import os
from typing import Any

from moto.backends import get_backend

_ACCOUNT = "123456789012"


def everything() -> dict[str, Any]:
    """The rows of each table, the keys in the bucket, the messages in each queue, and the schedules."""
    region = os.environ["AWS_REGION"]
    # Looked at where moto keeps them: to ask for it all after each example would take most of the time.
    tables, queues, groups = (_backend(service, region) for service in ("dynamodb", "sqs", "scheduler"))
    bucket = _backend("s3", "aws").buckets[os.environ["DOCUMENTS_BUCKET"]]
    return {
        **{name: sorted(str(row.to_json()) for row in table.all_items()) for name, table in tables.tables.items()},
        "bucket": sorted(bucket.keys),
        "queues": {name: [each.body for each in queue._messages] for name, queue in queues.queues.items()},
        "schedules": {name: sorted(group.schedules) for name, group in groups.schedule_groups.items()},
    }


def _backend(service: str, region: str) -> Any:
    backends: Any = get_backend(service)  # type: ignore[call-overload] # any of them
    return backends[_ACCOUNT][region]
