"""Queues as the template defines them, and the messages in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from local.template import translate

# What the functions call them, by what the template does.
NAMES = {
    "OutboxQueue": "outbox",
    "OutboxDeadLetters": "outbox-dead",
    "CollectQueue": "collect",
    "EngagementQueue": "engagement",
    "EngagementDeadLetters": "engagement-dead",
}
_VISIBILITY, _RETENTION, _SENDER = 30, 345_600, "AIDAEXAMPLE"


@dataclass(frozen=True, slots=True)
class QueueSchema:
    """A queue; without `dead_letters` what is handed over comes again for ever."""

    name: str
    visibility: timedelta
    retention: timedelta
    dead_letters: str = ""
    most: int = 0


@dataclass(slots=True)
class Letter:
    """A message: hidden until `visible_at`, from the beginning or since it was handed over so many times."""

    message_id: str
    body: str
    sent_at: datetime
    visible_at: datetime
    receives: int = 0
    received_at: datetime | None = None

    @property
    def receipt(self) -> str:
        """Of when it was handed over last."""
        return f"{self.message_id}#{self.receives}"

    def hand_over(self, now: datetime, *, until: datetime) -> None:
        """Once more; nobody else sees it until then."""
        self.receives += 1
        self.received_at, self.visible_at = self.received_at or now, until

    def attributes(self) -> dict[str, str]:
        """As SQS tells them."""
        first = self.received_at or datetime.fromtimestamp(0, UTC)
        return {
            "SenderId": _SENDER,
            "SentTimestamp": _millis(self.sent_at),
            "ApproximateReceiveCount": str(self.receives),
            "ApproximateFirstReceiveTimestamp": _millis(first),
        }


class Queue:
    """`letters` in order of arrival, by message id."""

    def __init__(self, schema: QueueSchema) -> None:
        self.schema = schema
        self.letters: dict[str, Letter] = {}
        self._gone: set[str] = set()

    def put(self, message_id: str, body: str, now: datetime, delay: timedelta) -> Letter:
        """A new one."""
        self.letters[message_id] = Letter(message_id, body, now, now + delay)
        return self.letters[message_id]

    def take_over(self, letter: Letter, now: datetime) -> None:
        """One that another queue gave up: it keeps its age."""
        self.letters[letter.message_id] = Letter(letter.message_id, letter.body, letter.sent_at, now)

    def visible(self, now: datetime) -> list[Letter]:
        """What may be handed over now."""
        return [letter for letter in self.letters.values() if letter.visible_at <= now]

    def too_often(self, now: datetime) -> list[Letter]:
        """Take out what has been handed over as often as it may be, and has come back."""
        schema = self.schema
        over = [each for each in self.visible(now) if schema.dead_letters and each.receives >= schema.most]
        for letter in over:
            self._forget(letter)
        return over

    def delete(self, receipt: str) -> bool:
        """Done with it. An old receipt deletes nothing, which SQS does not tell; False for one that never was."""
        message_id = receipt.partition("#")[0]
        letter = self.letters.get(message_id)
        if letter is None:
            return message_id in self._gone
        if letter.receipt == receipt:
            self._forget(letter)
        return True

    def counts(self, now: datetime) -> tuple[int, int, int]:
        """How many are visible, handed over, and delayed."""
        hidden = [letter for letter in self.letters.values() if letter.visible_at > now]
        delayed = sum(letter.receives == 0 for letter in hidden)
        return len(self.letters) - len(hidden), len(hidden) - delayed, delayed

    def forget_old(self, now: datetime) -> None:
        """What lies here longer than the queue keeps it is lost."""
        for letter in [each for each in self.letters.values() if now - each.sent_at > self.schema.retention]:
            self._forget(letter)

    def _forget(self, letter: Letter) -> None:
        del self.letters[letter.message_id]
        self._gone.add(letter.message_id)


@cache
def queue_schemas(template: Path) -> tuple[QueueSchema, ...]:
    """The queues that functions know."""
    resources = translate(template)["Resources"]
    return tuple(_schemas({name: resources[name].get("Properties", {}) for name in NAMES}))


def _schemas(found: Mapping[str, dict[str, Any]]) -> Iterator[QueueSchema]:
    for name, properties in found.items():
        redrive = properties.get("RedrivePolicy")
        yield QueueSchema(
            name=NAMES[name],
            visibility=timedelta(seconds=properties.get("VisibilityTimeout", _VISIBILITY)),
            retention=timedelta(seconds=properties.get("MessageRetentionPeriod", _RETENTION)),
            dead_letters=NAMES[redrive["deadLetterTargetArn"]["Fn::GetAtt"][0]] if redrive else "",
            most=redrive["maxReceiveCount"] if redrive else 0,
        )


def _millis(moment: datetime) -> str:
    return str(round(moment.timestamp() * 1000))
