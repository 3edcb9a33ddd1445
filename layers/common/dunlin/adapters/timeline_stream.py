"""The timeline's stream, as an EventBridge Pipe hands it over: from its records to entries, from announcements to JSON.

Shape: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-dynamodb.html
"""

from typing import Any

from dunlin.adapters.codec import from_json, to_plain
from dunlin.domain.announcement.announcement import Announcement
from dunlin.domain.errors import InvalidInput
from dunlin.domain.timeline import Entry


def entry_of(record: dict[str, Any]) -> Entry:
    """The entry that was written. Raises InvalidInput, which names the record and nothing of what is in it."""
    try:
        return from_json(record["dynamodb"]["NewImage"]["data"]["S"], Entry)
    except Exception:  # noqa: BLE001 - a dozen kinds, and each of them may quote what it could not read
        raise InvalidInput(f"record {record.get('eventID')} of the stream is no timeline entry") from None


def to_event(announcement: Announcement) -> dict[str, Any]:
    """The detail of the event."""
    plain: dict[str, Any] = to_plain(announcement)
    return plain
