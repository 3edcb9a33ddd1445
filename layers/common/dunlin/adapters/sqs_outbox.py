"""The outbox queue in SQS."""

import json
import math
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from dunlin.domain.errors import Unavailable
from dunlin.services.ports.sending import TurnDue

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# SQS delays no longer than this; whoever wants more waits for the sweep.
LONGEST_DELAY = timedelta(seconds=900)


class SqsOutbox:
    """Port `Outbox`."""

    def __init__(self, client: "SQSClient", *, queue_url: str) -> None:
        self._client, self._queue_url = client, queue_url

    def put(self, message_id: str, *, delay: timedelta = timedelta(0)) -> None:
        """See the port."""
        self._send({"message_id": message_id}, delay)

    def put_turn(self, turn: TurnDue, *, delay: timedelta = timedelta(0)) -> None:
        """See the port."""
        self._send({"turn": asdict(turn)}, delay)

    def put_customer(self, customer_id: str) -> None:
        """See the port."""
        self._send({"customer_id": customer_id}, timedelta(0))

    def _send(self, told: dict[str, Any], delay: timedelta) -> None:
        seconds = math.ceil(min(delay, LONGEST_DELAY).total_seconds())
        try:
            self._client.send_message(QueueUrl=self._queue_url, MessageBody=json.dumps(told), DelaySeconds=seconds)
        except (BotoCoreError, ClientError) as failure:
            raise Unavailable("the outbox did not take the message; the sweep will find it") from failure
