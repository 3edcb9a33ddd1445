"""Asking the function that renders PDFs: so that the API can show one without being able to send it."""

import json
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from dunlin.domain.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


class LambdaPdfs:
    """Port `Pdfs`."""

    def __init__(self, client: "LambdaClient", *, function: str) -> None:
        self._client, self._function = client, function

    def render(self, invoice_id: str) -> str:
        """See the port."""
        try:
            answer = self._client.invoke(
                FunctionName=self._function, Payload=json.dumps({"invoice_id": invoice_id}).encode()
            )
            told = json.loads(answer["Payload"].read())
        except (BotoCoreError, ClientError) as failure:
            raise Unavailable("the PDF could not be asked for") from failure
        if answer.get("FunctionError") or "sha256" not in told:
            raise Unavailable("the PDF could not be rendered")
        return str(told["sha256"])
