"""The event buses: moto's, with its rules and targets, and a list of what was published."""

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from moto.events.models import EventsBackend

LARGEST_BATCH = 10


class Bus:
    """`published` holds the events of all buses as a target receives them, oldest first."""

    def __init__(self, events: EventsBackend) -> None:
        self.published: list[dict[str, Any]] = []
        self._events = events

    def put(self, arn: str, entries: Sequence[dict[str, Any]]) -> None:
        """As PutEvents does it. ValueError for what EventBridge refuses, and then nothing is published."""
        if len(entries) > LARGEST_BATCH:
            raise ValueError(f"A bus takes {LARGEST_BATCH} events at once, not {len(entries)}")
        told = [_envelope(entry, arn) for entry in entries]
        moved = zip(entries, map(_instant, entries), strict=True)
        # moto takes instants as numbers only
        answers = self._events.put_events([{**each, "EventBusName": arn, "Time": at.timestamp()} for each, at in moved])
        if refused := [answer["ErrorMessage"] for answer in answers if "ErrorCode" in answer]:
            raise ValueError("; ".join(refused))
        self.published.extend(told)


def _envelope(entry: dict[str, Any], arn: str) -> dict[str, Any]:
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html."""
    _, _, _, region, account, _ = arn.split(":", 5)
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": entry["DetailType"],
        "source": entry["Source"],
        "account": account,
        "time": _instant(entry).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": [],
        "detail": json.loads(entry["Detail"]),
    }


def _instant(entry: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(entry["Time"]).astimezone(UTC) if "Time" in entry else datetime.now(UTC)
