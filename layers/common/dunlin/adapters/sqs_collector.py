"""The queue in front of `collect`, in SQS."""

import json
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from dunlin.domain.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SqsCollector:
    """Port `Collector`."""

    def __init__(self, client: "SQSClient", *, queue_url: str) -> None:
        self._client, self._queue_url = client, queue_url

    def put(self, invoice_id: str) -> None:
        """See the port."""
        try:
            self._client.send_message(QueueUrl=self._queue_url, MessageBody=json.dumps({"invoice_id": invoice_id}))
        except (BotoCoreError, ClientError) as failure:
            raise Unavailable("the queue of charges did not take the invoice; the sweep will find it") from failure
