"""Asking the function that draws PDFs: so that others can show one without being able to send it."""

import json
from base64 import b64decode
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from dunlin.adapters.codec import to_plain
from dunlin.domain.errors import NotFound, TooLarge, Unavailable
from dunlin.domain.period import Period
from dunlin.domain.statement import Account

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


class LambdaPdfs:
    """Port `Pdfs`. What is kept is answered by its hash, what is not by its bytes, of which Lambda carries 6 MB."""

    def __init__(self, client: "LambdaClient", *, function: str) -> None:
        self._client, self._function = client, function

    def render(self, invoice_id: str) -> str:
        """See the port."""
        return self._ask({"invoice_id": invoice_id}, "sha256")

    def receipt(self, invoice_id: str, payment_id: str) -> bytes:
        """See the port."""
        return b64decode(self._ask({"receipt": {"invoice_id": invoice_id, "payment_id": payment_id}}, "pdf"))

    def statement(self, account: Account, period: Period) -> bytes:
        """See the port."""
        return b64decode(self._ask({"statement": {"account": to_plain(account), "period": to_plain(period)}}, "pdf"))

    def _ask(self, asked: dict[str, Any], wanted: str) -> str:
        try:
            answer = self._client.invoke(FunctionName=self._function, Payload=json.dumps(asked).encode())
            told = json.loads(answer["Payload"].read())
        except (BotoCoreError, ClientError) as failure:
            raise Unavailable("the PDF could not be asked for") from failure
        if too_large := told.get("too_large"):
            raise TooLarge(too_large)
        if missing := told.get("missing"):
            raise NotFound(missing)
        if answer.get("FunctionError") or wanted not in told:
            raise Unavailable("the PDF could not be rendered")
        return str(told[wanted])
