"""Whether SES's events reach us: seen from the queue that they come through."""

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SqsPipeline:
    """Port `Pipeline`: healthy while nothing waits in the events' queue and nothing lies in its dead letters."""

    def __init__(self, client: "SQSClient", *, queue_url: str, dead_letters_url: str) -> None:
        self._client, self._urls = client, (queue_url, dead_letters_url)

    def healthy(self) -> bool:
        """See the port. A queue that does not answer is not healthy."""
        try:
            return all(self._empty(url) for url in self._urls)
        except (BotoCoreError, ClientError):
            return False

    def _empty(self, url: str) -> bool:
        answer = self._client.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
        return int(answer["Attributes"]["ApproximateNumberOfMessages"]) == 0
