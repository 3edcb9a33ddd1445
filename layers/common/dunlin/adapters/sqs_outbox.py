"""The outbox queue in SQS."""

import json
import math
from datetime import timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from dunlin.domain.errors import Unavailable

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
        seconds = math.ceil(min(delay, LONGEST_DELAY).total_seconds())
        body = json.dumps({"message_id": message_id})
        try:
            self._client.send_message(QueueUrl=self._queue_url, MessageBody=body, DelaySeconds=seconds)
        except (BotoCoreError, ClientError) as failure:
            raise Unavailable("the outbox did not take the message; the sweep will find it") from failure
