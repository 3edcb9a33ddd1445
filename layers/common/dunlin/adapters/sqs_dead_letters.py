"""What the outbox gave up on, read from its dead-letter queue without taking anything out of it."""

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from dunlin.domain.errors import Unavailable
from dunlin.services.ports.sending import DeadLetters

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# Long enough that one reading meets no message twice, short enough that the next reader misses none.
_HIDDEN_SECONDS = 5
_AT_ONCE = 10
_MOST = 100


class SqsDeadLetters:
    """Port `DeadOutbox`."""

    def __init__(self, client: "SQSClient", *, queue_url: str) -> None:
        self._client, self._queue_url = client, queue_url

    def look(self) -> DeadLetters:
        """See the port."""
        try:
            return DeadLetters(self._count(), tuple(dict.fromkeys(self._message_ids())))
        except (BotoCoreError, ClientError) as failure:
            raise Unavailable("the dead letters could not be read") from failure

    def _count(self) -> int:
        """Also those that somebody else is looking at just now."""
        told = self._client.get_queue_attributes(
            QueueUrl=self._queue_url,
            AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        )["Attributes"]
        return int(told["ApproximateNumberOfMessages"]) + int(told["ApproximateNumberOfMessagesNotVisible"])

    def _message_ids(self) -> list[str]:
        found: list[str] = []
        while len(found) < _MOST:
            answer = self._client.receive_message(
                QueueUrl=self._queue_url, MaxNumberOfMessages=_AT_ONCE, VisibilityTimeout=_HIDDEN_SECONDS
            )
            messages = answer.get("Messages", [])
            if not messages:
                break
            found.extend(_message_id(each.get("Body", "")) for each in messages)
        return found


def _message_id(body: str) -> str:
    """Empty for what is no message of ours: it may be what has poisoned the queue."""
    try:
        told: Any = json.loads(body)
    except ValueError:
        return ""
    return str(told.get("message_id", "")) if isinstance(told, dict) else ""
