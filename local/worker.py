"""One function in a process of its own: JSON lines in on standard input, JSON lines out on standard output.

Started by `local/workers.py` with the environment of the function and nothing else. What the handler prints goes to
standard error, like a log.
"""

import importlib
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

MAX_RESPONSE = 6_291_556  # what Lambda takes from a function
Handler = Callable[[Any, "Context"], Any]


@dataclass
class Context:
    """The second argument of a Lambda handler."""

    aws_request_id: str
    invoked_function_arn: str
    deadline: float  # of time.monotonic(), which a moved clock leaves alone
    function_name: str = os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "")
    function_version: str = "$LATEST"
    memory_limit_in_mb: str = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "")
    log_group_name: str = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME", "")
    log_stream_name: str = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME", "")
    identity: None = None
    client_context: None = None

    def get_remaining_time_in_millis(self) -> int:
        return max(0, round((self.deadline - time.monotonic()) * 1000))


class Clock:
    """Moves this process's time by the offset that comes with each invocation."""

    def __init__(self) -> None:
        self.offset = 0.0
        self.traveller: Any = None

    def follow(self, offset: float) -> None:
        if offset == self.offset:
            return
        import time_machine  # only here: it costs a tenth of a second and most runs never move the clock

        if self.traveller is None:
            self.traveller = time_machine.travel(timedelta(0), tick=True).start()
        self.traveller.shift(timedelta(seconds=offset - self.offset))
        self.offset = offset


def load(path: str) -> Handler:
    module, _, name = path.rpartition(".")
    handler: Handler = getattr(importlib.import_module(module), name)
    return handler


def error(problem: BaseException) -> dict[str, Any]:
    """What Lambda answers instead of a result."""
    traceback.print_exception(problem)
    stack = traceback.format_exception(problem)
    return {"errorMessage": str(problem), "errorType": type(problem).__name__, "stackTrace": stack}


def answer(handler: Handler, request: dict[str, Any]) -> dict[str, Any]:
    context = Context(request["id"], request["arn"], time.monotonic() + request["timeout"])
    try:
        return {"payload": _marshalled(handler(request["event"], context)), "error": False}
    except Exception as problem:  # noqa: BLE001 the edge: a handler may raise anything
        return {"payload": json.dumps(error(problem)), "error": True}


def _marshalled(result: Any) -> str:
    payload = json.dumps(result)
    if len(payload) > MAX_RESPONSE:
        raise ValueError(f"Response payload size exceeded maximum allowed payload size ({MAX_RESPONSE} bytes).")
    return payload


def main() -> None:
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as problem:  # noqa: BLE001 the edge again: an import may raise anything
        print(json.dumps({"payload": json.dumps(error(problem)), "error": True}), file=replies)
        sys.exit(1)
    print(json.dumps({"ready": True}), file=replies)
    clock = Clock()
    for line in requests:
        request = json.loads(line)
        clock.follow(request["offset"])
        print(json.dumps(answer(handler, request)), file=replies)


if __name__ == "__main__":
    main()
