"""The functions of the template, one process each, invoked one event at a time."""

import contextlib
import json
import subprocess  # of our own interpreter # nosec B404
import sys
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from local import logs
from local.functions import Function


class Worker:
    """The process of one function; it is started again when it ended or ran out of time."""

    def __init__(
        self, function: Function, environ: Mapping[str, str], offset: Callable[[], float], tell: logs.Tell
    ) -> None:
        self.function = function
        self._environ, self._offset, self._tell = environ, offset, tell
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._ready = self._stopped = False

    def start(self) -> None:
        self._ready = False
        self._process = subprocess.Popen(  # noqa: S603 our own interpreter and our own file # nosec B603
            [sys.executable, "-P", str(Path(__file__).with_name("worker.py"))],
            env=dict(self._environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for us; a worker ends when its input does
        )
        logs.follow(self.function.label, _pipe(self._process.stderr), self._tell)

    def invoke(self, event: Any) -> tuple[str, bool]:
        """(JSON text, whether the function failed), as `lambda:Invoke` would answer."""
        with self._lock:
            failure = self._await_ready()
            if failure is not None:
                return failure
            seconds = self.function.timeout
            reply = self._exchange(
                {
                    "id": str(uuid.uuid4()),
                    "arn": self.function.arn,
                    "timeout": seconds,
                    "offset": self._offset(),
                    "event": event,
                }
            )
            if reply is not None:
                return str(reply["payload"]), bool(reply["error"])
            text = f"The worker of {self.function.label} ended, or took longer than the {seconds} s of its timeout"
            return json.dumps({"errorMessage": text, "errorType": "Runtime.ExitError"}), True

    def warm(self) -> tuple[str, bool] | None:
        """Wait until the handler is imported; the failure, if that failed."""
        with self._lock:
            return self._await_ready()

    def stop(self) -> None:
        """For good, and at once: an invocation that runs fails."""
        self._stopped = True
        self._end()

    def _end(self) -> None:
        process = self._process
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(BrokenPipeError):
                    _pipe(pipe).close()

    def _await_ready(self) -> tuple[str, bool] | None:
        if self._stopped:
            return json.dumps({"errorMessage": "The stack is stopping", "errorType": "Stopped"}), True
        if self._process is None or self._process.poll() is not None:
            self._end()
            self.start()
        if self._ready:
            return None
        first = self._read()
        self._ready = bool(first.get("ready"))
        return None if self._ready else (str(first.get("payload", "null")), True)

    def _exchange(self, request: dict[str, Any]) -> dict[str, Any] | None:
        process = self._process
        assert process is not None  # noqa: S101 for the type checker
        overdue = threading.Timer(self.function.timeout + 0.5, process.kill)
        overdue.start()
        try:
            pipe = _pipe(process.stdin)
            pipe.write(json.dumps(request) + "\n")
            pipe.flush()
            return self._read() or None
        except BrokenPipeError:
            return None
        finally:
            overdue.cancel()

    def _read(self) -> dict[str, Any]:
        assert self._process is not None  # noqa: S101 for the type checker
        line = _pipe(self._process.stdout).readline()
        if not line:
            self._process.wait()
        reply: dict[str, Any] = json.loads(line or "{}")
        return reply


class Workers:
    """Every function's worker, found by the function's name or ARN."""

    def __init__(self, workers: Iterable[Worker], tell: logs.Tell) -> None:
        self.by_name = {worker.function.name: worker for worker in workers}
        self._tell = tell

    def start(self) -> None:
        """Start all at once and wait for each."""
        for worker in self.by_name.values():
            worker.start()
        for worker in self.by_name.values():
            if worker.warm() is not None:
                self._tell(f"{worker.function.label} cannot be imported; its next invocation tries again")

    def invoke(self, name_or_arn: str, event: Any) -> tuple[str, bool]:
        return self.by_name[name_or_arn.rpartition(":")[2]].invoke(event)

    def stop(self) -> None:
        for worker in self.by_name.values():
            worker.stop()


def _pipe(pipe: Any) -> Any:
    assert pipe is not None  # noqa: S101 asked for with PIPE
    return pipe
