"""What the outbox gave up on, read from its dead-letter queue, and taken out only when it is elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from dunlin.adapters.outbox_bodies import letter_of
from dunlin.domain.errors import Unavailable
from dunlin.services.ports.sending import DeadLetter, DeadLetters

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# Long enough that one reading meets no message twice, short enough that the next reader misses none.
_HIDDEN_SECONDS = 5
# Long enough to put each of them into another queue.
_HIDDEN_WHILE_MOVED = 60
_AT_ONCE = 10
_MOST = 100


class SqsDeadLetters:
    """Port `DeadOutbox`."""

    def __init__(self, client: "SQSClient", *, queue_url: str) -> None:
        self._client, self._queue_url = client, queue_url

    def look(self) -> DeadLetters:
        """See the port."""
        seen = tuple(self._receive(_MOST, hidden=_HIDDEN_SECONDS))
        messages = dict.fromkeys(each.message_id for each in seen if each.message_id)
        invoices = dict.fromkeys(each.turn.invoice_id for each in seen if each.turn)
        return DeadLetters(self.count(), tuple(messages), tuple(invoices))

    def count(self) -> int:
        """See the port. Also those that somebody else is looking at just now."""
        with _reading():
            told = self._client.get_queue_attributes(
                QueueUrl=self._queue_url,
                AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
            )["Attributes"]
        return int(told["ApproximateNumberOfMessages"]) + int(told["ApproximateNumberOfMessagesNotVisible"])

    def read(self, *, limit: int) -> Iterator[DeadLetter]:
        """See the port."""
        return self._receive(limit, hidden=_HIDDEN_WHILE_MOVED)

    def take_out(self, letter: DeadLetter) -> None:
        """See the port."""
        with _reading():
            self._client.delete_message(QueueUrl=self._queue_url, ReceiptHandle=letter.receipt)

    def _receive(self, limit: int, *, hidden: int) -> Iterator[DeadLetter]:
        left = limit
        while left > 0:
            with _reading():
                answer = self._client.receive_message(
                    QueueUrl=self._queue_url, MaxNumberOfMessages=min(left, _AT_ONCE), VisibilityTimeout=hidden
                )
            messages = answer.get("Messages", [])
            if not messages:
                return
            yield from (letter_of(each.get("Body", ""), each["ReceiptHandle"]) for each in messages)
            left -= len(messages)


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as failure:
        raise Unavailable("the dead letters could not be read") from failure
