"""What may go wrong with a call to AWS, and what the caller then sees: after the SDK's own repetitions, if any."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

from tests.wire import KilledError

type Do = Callable[[], Any]
URL = "https://aws.invalid"


class Fault(StrEnum):
    """At which moment, and what: before it took effect, after it did, or the answer alone."""

    KILLED_BEFORE = "killed before"
    KILLED_AFTER = "killed after"
    UNREACHED = "unreached"
    TIMEOUT_BEFORE = "timeout before"
    TIMEOUT_AFTER = "timeout after"
    REPEATED = "answer lost once"
    THROTTLED = "throttled"
    BROKEN_BEFORE = "5xx before"
    BROKEN_AFTER = "5xx after"
    LATE = "late answer"


# SES has no idempotency key, so its client never repeats; everybody else's does (see `ses_mailer.CONFIG` and `meta`).
NEVER_REPEATED = frozenset({"sesv2", "bank"})
_THROTTLED = {
    "sesv2": ("TooManyRequestsException", 429),
    "dynamodb": ("ProvisionedThroughputExceededException", 400),
    "s3": ("SlowDown", 503),
}


@dataclass
class Faults:
    """Which fault comes at which call, counted over all workers; and the trace of all calls."""

    at: Mapping[int, Fault] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    active: bool = True

    @property
    def over(self) -> bool:
        """Whether none is to come."""
        return not self.active or all(at < len(self.calls) for at in self.at)

    def act(self, worker: str, service: str, operation: str, do: Do, wait: Do) -> Any:
        """Make the call, or whatever comes of it; `wait` returns after the others have run."""
        fault = self.at.get(len(self.calls)) if self.active else None
        told = f" ({fault})" if fault else ""
        if self.active:
            self.calls.append(f"{worker} {service}.{operation}{told}")
        return _ACTS[fault](service, operation, do, wait) if fault else do()


def _killed_before(service: str, operation: str, do: Do, wait: Do) -> Any:
    raise KilledError(f"{service}.{operation}")


def _killed_after(service: str, operation: str, do: Do, wait: Do) -> Any:
    do()
    raise KilledError(f"{service}.{operation}")


def _unreached(service: str, operation: str, do: Do, wait: Do) -> Any:
    raise ConnectTimeoutError(endpoint_url=URL)


def _timeout_before(service: str, operation: str, do: Do, wait: Do) -> Any:
    raise ReadTimeoutError(endpoint_url=URL)


def _timeout_after(service: str, operation: str, do: Do, wait: Do) -> Any:
    """No answer, however often the SDK asks."""
    do()
    if service not in NEVER_REPEATED:
        _ignoring_refusal(do)
    raise ReadTimeoutError(endpoint_url=URL)


def _repeated(service: str, operation: str, do: Do, wait: Do) -> Any:
    """The first answer is lost; who repeats gets the second, which may be a refusal by what the first has done."""
    answer = do()
    if service in NEVER_REPEATED:
        raise ReadTimeoutError(endpoint_url=URL)
    wait()
    return do() if operation != "ReceiveMessage" else answer


def _throttled(service: str, operation: str, do: Do, wait: Do) -> Any:
    raise failure(operation, *_THROTTLED.get(service, ("ThrottlingException", 400)))


def _broken_before(service: str, operation: str, do: Do, wait: Do) -> Any:
    raise failure(operation, "InternalServerError", 500)


def _broken_after(service: str, operation: str, do: Do, wait: Do) -> Any:
    do()
    raise failure(operation, "InternalServerError", 500)


def _late(service: str, operation: str, do: Do, wait: Do) -> Any:
    answer = do()
    wait()
    return answer


def _ignoring_refusal(do: Do) -> None:
    try:
        do()
    except ClientError:
        return


_ACTS: dict[Fault, Callable[[str, str, Do, Do], Any]] = {
    Fault.KILLED_BEFORE: _killed_before,
    Fault.KILLED_AFTER: _killed_after,
    Fault.UNREACHED: _unreached,
    Fault.TIMEOUT_BEFORE: _timeout_before,
    Fault.TIMEOUT_AFTER: _timeout_after,
    Fault.REPEATED: _repeated,
    Fault.THROTTLED: _throttled,
    Fault.BROKEN_BEFORE: _broken_before,
    Fault.BROKEN_AFTER: _broken_after,
    Fault.LATE: _late,
}


def failure(operation: str, code: str, status: int) -> ClientError:
    """As botocore raises what AWS has refused."""
    told: Any = {"Error": {"Code": code, "Message": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(told, operation)


def shown(calls: Iterable[str]) -> str:
    """The trace, one call a line, as a failed run prints it."""
    return "\n".join(f"{at:4} {call}" for at, call in enumerate(calls))
