"""The queue in front of `collect`, in SQS."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from dunlin.domain.errors import Unavailable
from dunlin.services.ports.sending import TurnDue

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SqsCollector:
    """Port `Collector`."""

    def __init__(self, client: "SQSClient", *, queue_url: str) -> None:
        self._client, self._queue_url = client, queue_url

    def put(self, turn: TurnDue) -> None:
        """See the port. What fails for good lies with the dead letters of the outbox, and reads like them."""
        try:
            self._client.send_message(QueueUrl=self._queue_url, MessageBody=json.dumps({"turn": asdict(turn)}))
        except (BotoCoreError, ClientError) as failure:
            raise Unavailable("the queue of charges did not take the invoice; the sweep will find it") from failure
