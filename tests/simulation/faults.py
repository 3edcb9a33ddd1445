"""What may go wrong with a call to AWS, and what the caller then sees: after the SDK's own repetitions, if any."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from itertools import count
from typing import Any

from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

from tests.simulation.aws import Aws
from tests.wire import KilledError

type Do = Callable[[], Any]
URL = "https://aws.invalid"
# Indexes follow within a second, as a rule; of a longer time nothing is promised.
HIDDEN_FOR = timedelta(minutes=3)


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
    CONFLICT = "conflict at the first item"
    CONFLICT_AT_LAST = "conflict at the last item"
    HIDDEN = "seen late"
    QUOTA = "quota"
    PAUSED = "paused"


# SES has no idempotency key, so its client never repeats; everybody else's does (see `ses_mailer.CONFIG` and `meta`).
NEVER_REPEATED = frozenset({"sesv2", "bank"})
_THROTTLED = {
    "sesv2": ("TooManyRequestsException", 429),
    "dynamodb": ("ProvisionedThroughputExceededException", 400),
    "s3": ("SlowDown", 503),
}


@dataclass(frozen=True)
class Call:
    """One to AWS, with so many items of a transaction: `do` makes it, `wait` returns after the others have run."""

    aws: Aws
    service: str
    operation: str
    do: Do
    wait: Do
    items: int = 0

    @property
    def name(self) -> str:
        """As the trace has it."""
        return f"{self.service}.{self.operation}"


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

    def act(self, worker: str, call: Call) -> Any:
        """Make the call, or whatever comes of it."""
        fault = self.at.get(len(self.calls)) if self.active else None
        told = f" ({fault})" if fault else ""
        if self.active:
            self.calls.append(f"{worker} {call.name}{told}")
        return _ACTS[fault](call) if fault else call.do()


def _killed_before(call: Call) -> Any:
    raise KilledError(call.name)


def _killed_after(call: Call) -> Any:
    call.do()
    raise KilledError(call.name)


def _unreached(call: Call) -> Any:
    raise ConnectTimeoutError(endpoint_url=URL)


def _timeout_before(call: Call) -> Any:
    raise ReadTimeoutError(endpoint_url=URL)


def _timeout_after(call: Call) -> Any:
    """No answer, however often the SDK asks."""
    call.do()
    if call.service not in NEVER_REPEATED:
        _ignoring_refusal(call.do)
    raise ReadTimeoutError(endpoint_url=URL)


def _repeated(call: Call) -> Any:
    """The first answer is lost; who repeats gets the second, which may be a refusal by what the first has done."""
    answer = call.do()
    if call.service in NEVER_REPEATED:
        raise ReadTimeoutError(endpoint_url=URL)
    call.wait()
    return call.do() if call.operation != "ReceiveMessage" else answer


def _throttled(call: Call) -> Any:
    raise failure(call.operation, *_THROTTLED.get(call.service, ("ThrottlingException", 400)))


def _broken_before(call: Call) -> Any:
    raise failure(call.operation, "InternalServerError", 500)


def _broken_after(call: Call) -> Any:
    call.do()
    raise failure(call.operation, "InternalServerError", 500)


def _late(call: Call) -> Any:
    answer = call.do()
    call.wait()
    return answer


def _conflict(call: Call) -> Any:
    return _conflicting(call, 0)


def _conflict_at_last(call: Call) -> Any:
    return _conflicting(call, call.items - 1)


def _conflicting(call: Call, which: int) -> Any:
    """Somebody else's transaction is at one of the items."""
    numbers = count()
    with _having(call.aws.dynamodb.whims, busy=lambda _table, _place: next(numbers) == which):
        return call.do()


def _hidden(call: Call) -> Any:
    """Indexes, and readers without consistency, do not see it for a while."""
    with _having(call.aws.dynamodb.whims, lag=lambda _table, _index: HIDDEN_FOR):
        return call.do()


def _quota(call: Call) -> Any:
    scheduler, ses = call.aws.scheduler, call.aws.ses.limits
    with _having(scheduler, most=len(scheduler.schedules)), _having(ses, per_day=0):
        return call.do()


def _paused(call: Call) -> Any:
    with _having(call.aws.ses.limits, paused=True):
        return call.do()


@contextmanager
def _having(part: Any, **what: Any) -> Iterator[None]:
    """While the call happens, that part of AWS is so."""
    before = {name: getattr(part, name) for name in what}
    for name, value in what.items():
        setattr(part, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(part, name, value)


def _ignoring_refusal(do: Do) -> None:
    try:
        do()
    except ClientError:
        return


_ACTS: dict[Fault, Callable[[Call], Any]] = {
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
    Fault.CONFLICT: _conflict,
    Fault.CONFLICT_AT_LAST: _conflict_at_last,
    Fault.HIDDEN: _hidden,
    Fault.QUOTA: _quota,
    Fault.PAUSED: _paused,
}


def failure(operation: str, code: str, status: int) -> ClientError:
    """As botocore raises what AWS has refused."""
    told: Any = {"Error": {"Code": code, "Message": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(told, operation)


def shown(calls: Iterable[str]) -> str:
    """The trace, one call a line, as a failed run prints it."""
    return "\n".join(f"{at:4} {call}" for at, call in enumerate(calls))
