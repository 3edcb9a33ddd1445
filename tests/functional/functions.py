"""The functions as Lambda has them: found by name, fed with events, and what they print is kept to be read."""

import importlib
import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from tests.context import Context

EVENTS = Path(__file__).parents[2] / "events"
LOGS = io.StringIO()
"""What CloudWatch would keep of this test."""


def invoke(function: str, event: Any) -> Any:
    """What the function returns for the event; raises what the function raises."""
    with redirect_stdout(LOGS), redirect_stderr(LOGS):
        module = importlib.import_module(f"{function}.app")
        # A logger keeps the stream of its first import, which may have been another test's.
        module.logger.registered_handler.setStream(LOGS)
        return module.handler(event, Context(function_name=function))


def event(function: str, name: str) -> Any:
    """The event of `events/<function>/<name>.json`."""
    return json.loads((EVENTS / function / f"{name}.json").read_text(encoding="utf-8"))


def names(function: str) -> list[str]:
    """The event files of a function."""
    return sorted(path.stem for path in (EVENTS / function).glob("*.json"))


def logged() -> list[dict[str, Any]]:
    """The structured lines of the log."""
    return [json.loads(line) for line in LOGS.getvalue().splitlines() if line.startswith("{")]


def forget() -> None:
    """Begin an empty log."""
    LOGS.seek(0)
    LOGS.truncate()


def routes() -> set[tuple[str, str]]:
    """Method and path of every route of the API, in OpenAPI's spelling."""
    app = importlib.import_module("api.app").app
    importlib.import_module("api.resources").include_all(app)
    known = (*app._static_routes, *app._dynamic_routes)
    return {(each.method, each.path.replace("<", "{").replace(">", "}")) for each in known}


def batch(*bodies: Any) -> dict[str, Any]:
    """An SQS batch of these bodies, as `events` has them."""
    record = event("deliver", "send")["Records"][0]
    return {
        "Records": [
            {**record, "messageId": f"record-{number}", "body": each if isinstance(each, str) else json.dumps(each)}
            for number, each in enumerate(bodies, start=1)
        ]
    }
