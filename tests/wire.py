"""The wire between the functions and AWS: every call is seen, and the function can be killed before or after any."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from botocore.hooks import HierarchicalEmitter

from local.mail import Mail


class KilledError(BaseException):
    """Lambda's end: no handler catches it."""


@dataclass
class Wire:
    """`calls` are `service.Operation`; `mails` what SES has accepted. Dies before or after call number `at`, or the
    first of that name; with `then`, that happens there instead: somebody else acts, or the answer is lost.
    """

    at: int | str | None = None
    when: str = "before"
    then: Callable[[], object] | None = None
    calls: list[str] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    _body: dict[str, Any] = field(default_factory=dict)

    def asked(self, event: str, params: dict[str, Any]) -> None:
        """A request is about to leave."""
        call = event.removeprefix("before-call.")
        if self.when == "before" and self.at in {len(self.calls), call}:
            self._end(call)
        self.calls.append(call)
        if call == "sesv2.SendEmail":
            self._body = json.loads(params["body"])

    def answered(self, event: str, parsed: dict[str, Any]) -> None:
        """AWS has done it, and its answer is on the way."""
        call = event.removeprefix("after-call.")
        if call == "sesv2.SendEmail" and "MessageId" in parsed:
            self.mails.append(self._accepted(parsed["MessageId"]))
        if self.when == "after" and self.at in {len(self.calls) - 1, call}:
            self._end(call)

    def _end(self, call: str) -> None:
        self.at = None
        if self.then is None:
            raise KilledError(call)
        self.then()

    def _accepted(self, message_id: str) -> Mail:
        body = self._body
        return Mail(
            message_id=message_id,
            source=body["FromEmailAddress"],
            recipients=tuple(body["Destination"]["ToAddresses"]),
            tags={tag["Name"]: tag["Value"] for tag in body["EmailTags"]},
            configuration_set=body["ConfigurationSetName"],
            raw=base64.b64decode(body["Content"]["Raw"]["Data"]),
            sent_at=datetime.now(UTC),
        )


@contextmanager
def tapped(
    *, at: int | str | None = None, when: str = "before", then: Callable[[], object] | None = None
) -> Iterator[Wire]:
    """See every AWS call made inside: of whatever client, PynamoDB's among them."""
    wire = Wire(at, when, then)
    with watched(wire):
        yield wire


class Watcher(Protocol):
    """Who is told of each request that is about to leave, and of each answer."""

    def asked(self, event: str, params: dict[str, Any]) -> None:
        """`before-call.service.Operation`, and the request."""
        ...

    def answered(self, event: str, parsed: dict[str, Any]) -> None:
        """`after-call.service.Operation`, and the answer."""
        ...


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Every AWS call made inside is told; one watcher may stand behind another."""
    until, emit = HierarchicalEmitter.emit_until_response, HierarchicalEmitter.emit

    def ask(self: HierarchicalEmitter, event_name: str, **kwargs: Any) -> Any:
        if event_name.startswith("before-call."):
            watcher.asked(event_name, kwargs["params"])
        return until(self, event_name, **kwargs)

    def answer(self: HierarchicalEmitter, event_name: str, **kwargs: Any) -> Any:
        answers = emit(self, event_name, **kwargs)
        if event_name.startswith("after-call."):
            watcher.answered(event_name, kwargs.get("parsed") or {})
        return answers

    HierarchicalEmitter.emit_until_response = ask  # type: ignore[method-assign]
    HierarchicalEmitter.emit = answer  # type: ignore[method-assign]
    try:
        yield
    finally:
        HierarchicalEmitter.emit_until_response = until  # type: ignore[method-assign]
        HierarchicalEmitter.emit = emit  # type: ignore[method-assign]
