"""An error answer of AWS, as botocore raises it."""

from typing import Any

from botocore.exceptions import ClientError

type Answer = dict[str, Any]
type Params = dict[str, Any]


class Refusal(Exception):
    """What a part of the model refuses: AWS's code and text, the HTTP status, and what else the answer holds."""

    def __init__(self, code: str, text: str, status: int = 400, **more: Any) -> None:
        super().__init__(f"{code}: {text}")
        self.code, self.text, self.status, self.more = code, text, status, more

    def as_error(self, operation: str) -> ClientError:
        """As botocore has it when the operation was called."""
        told: Any = {
            "Error": {"Code": self.code, "Message": self.text},
            "ResponseMetadata": {"HTTPStatusCode": self.status, "HTTPHeaders": {}, "RetryAttempts": 0},
            **self.more,
        }
        return ClientError(told, operation)


class NotModelledError(BaseException):
    """A call, or a way of calling, that the model does not know: teach it. No handler is to take it for a refusal."""
