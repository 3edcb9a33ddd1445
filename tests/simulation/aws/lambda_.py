"""Lambda's `Invoke`, of functions in this process."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

from botocore.response import StreamingBody

from tests.simulation.aws.refusal import Answer, NotModelledError, Params, Refusal

LARGEST = 6 * 1024 * 1024


class Lambda:
    """`functions` by name: what each answers to an event."""

    def __init__(self, functions: dict[str, Callable[[Any], Any]]) -> None:
        self.functions = functions

    def call(self, operation: str, params: Params) -> Answer:
        """What the operation answers."""
        if operation != "Invoke" or params.keys() != {"FunctionName", "Payload"}:
            raise NotModelledError(f"lambda.{operation} with {', '.join(params)}")
        function = self.functions.get(params["FunctionName"])
        if function is None:
            raise Refusal("ResourceNotFoundException", f"Function not found: {params['FunctionName']}", 404)
        if len(params["Payload"]) > LARGEST:
            raise Refusal("RequestTooLargeException", f"Request must be smaller than {LARGEST} bytes", 413)
        try:
            answer = json.dumps(function(json.loads(params["Payload"]))).encode()
        except Exception as failure:  # noqa: BLE001 - Lambda tells of any
            return _failed(str(failure), type(failure).__name__)
        if len(answer) > LARGEST:
            return _failed("Response payload size exceeded maximum allowed", "Function.ResponseSizeTooLarge")
        return {"StatusCode": 200, "Payload": _stream(answer)}


def _failed(text: str, kind: str) -> Answer:
    told = json.dumps({"errorMessage": text, "errorType": kind}).encode()
    return {"StatusCode": 200, "FunctionError": "Unhandled", "Payload": _stream(told)}


def _stream(content: bytes) -> StreamingBody:
    return StreamingBody(BytesIO(content), len(content))
