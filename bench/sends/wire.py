"""AWS at the end of the wire: requests are serialised and signed as ever, and answered where they would leave."""

import base64
import json
import os
from collections.abc import Callable
from typing import Any

from botocore import handlers
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders

ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "AWS_EC2_METADATA_DISABLED": "true",
    "DOCUMENTS_BUCKET": "dunlin-documents",
    "CONFIGURATION_SET": "dunlin",
    "PORTAL_URL": "https://portal.nordlicht.example",
    "INDEX_SHARDS": "2",
    "SIGNING_SECRET_ARN": "signing",
    **{
        f"{name}_URL": f"https://sqs.eu-central-1.amazonaws.com/123456789012/{name.lower()}"
        for name in ("OUTBOX_QUEUE", "ENGAGEMENT_QUEUE", "ENGAGEMENT_DEAD_LETTERS")
    },
    **{
        f"{name}_TABLE": name.lower()
        for name in (
            "SELLERS",
            "CUSTOMERS",
            "INVOICES",
            "MESSAGES",
            "TIMELINE",
            "IDENTIFIERS",
            "TEMPLATES",
            "WORKFLOWS",
            "PAYMENTS",
            "BATCHES",
            "ATTEMPTS",
            "PORTAL",
        )
    },
}
type Answers = dict[str, bytes]
"""What DynamoDB answers, by operation; everything else is told that it was done."""


class _Body:
    """What `AWSResponse` reads."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, **_: Any) -> list[bytes]:
        return [self._content]


class Wire:
    """Keeps the mails that SES was asked to send."""

    def __init__(self) -> None:
        self.answers: Answers = {}
        self.mails: list[bytes] = []
        os.environ.update(ENVIRONMENT)
        os.environ.pop("AWS_PROFILE", None)
        handlers.BUILTIN_HANDLERS.append(("before-send", self._answer))

    def sent(self) -> list[bytes]:
        """The mails since the last question, as they would leave."""
        bodies, self.mails = self.mails, []
        return [base64.b64decode(json.loads(body)["Content"]["Raw"]["Data"]) for body in bodies]

    def _answer(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        url = str(request.url)
        host = url.split("/")[2]
        if host.startswith("email."):
            self.mails.append(_bytes(request.body))
            content = b'{"MessageId": "0100019a-0000"}'
        elif host.startswith("dynamodb."):
            operation = _text(request.headers["X-Amz-Target"]).rpartition(".")[2]
            content = self.answers.get(operation, b"{}")
        else:
            content = b""
        headers = HTTPHeaders.from_dict({"Content-Type": "application/x-amz-json-1.0", "ETag": '"0"'})
        return AWSResponse(url, 200, headers, _Body(content))


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)


def as_answer(content: dict[str, Any]) -> bytes:
    """DynamoDB's JSON of rows as PynamoDB writes them."""
    encode: Callable[[Any], str] = lambda value: base64.b64encode(value).decode()  # noqa: E731
    return json.dumps(content, default=encode).encode()
