"""Lines for the person at the terminal: what the functions log, without the JSON."""

import json
import sys
import threading
from collections.abc import Callable
from typing import IO, Any

Tell = Callable[[str], None]
QUIET_KEYS = {
    "level", "message", "timestamp", "service", "location", "exception", "exception_name", "stack_trace", "cold_start",
    "function_name", "function_memory_size", "function_arn", "function_request_id", "xray_trace_id", "sampling_rate",
}  # fmt: skip


def follow(name: str, source: IO[str], tell: Tell) -> None:
    """Tell what a worker writes until it ends, each line behind its function's name."""

    def pump() -> None:
        with source:
            for line in source:
                if text := readable(line.rstrip("\n")):
                    tell(f"{name:<10} {text}")

    threading.Thread(target=pump, name=f"logs of {name}", daemon=True).start()


def say(text: str) -> None:
    """To the terminal."""
    sys.stderr.write(f"{text}\n")  # in one piece: several threads write


def readable(line: str) -> str:
    """A log line as a person reads it; metrics, which are JSON in the log too, disappear."""
    try:
        entry = json.loads(line)
    except ValueError:
        return line
    if not isinstance(entry, dict):
        return line
    if "_aws" in entry:
        return ""
    return _entry(entry)


def _entry(entry: dict[str, Any]) -> str:
    words = [str(entry.get("level", "")), str(entry.get("message", ""))]
    words += [f"{key}={value}" for key, value in entry.items() if key not in QUIET_KEYS]
    return " ".join(filter(None, words)) + "".join(f"\n{entry['exception']}" for _ in [0] if entry.get("exception"))
