"""A schedule, and what Scheduler refuses as one."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tests.simulation.aws.refusal import NotModelledError, Params, Refusal

NAME = re.compile(r"[0-9a-zA-Z\-_.]{1,64}")
_AT = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")
LARGEST_INPUT, ATTEMPTS, AGES = 256 * 1024, range(186), range(60, 86_401)
_PARAMS = {
    "Name",
    "GroupName",
    "ScheduleExpression",
    "ScheduleExpressionTimezone",
    "FlexibleTimeWindow",
    "ActionAfterCompletion",
    "State",
    "Target",
    "ClientToken",
}
_TARGET = {"Arn", "RoleArn", "Input", "DeadLetterConfig", "RetryPolicy"}


@dataclass(frozen=True, slots=True)
class Schedule:
    """`wish` is what was asked for, whole: an update leaves nothing of what was there before."""

    wish: Params
    fires_at: datetime

    @classmethod
    def of(cls, params: Params, *, late: timedelta) -> "Schedule":
        """From a request that was checked."""
        wish = {name: value for name, value in params.items() if name != "ClientToken"}
        return cls(wish, instant(params) + late)

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.wish["Name"])

    @property
    def enabled(self) -> bool:
        """Whether it fires at all."""
        return bool(self.wish.get("State", "ENABLED") == "ENABLED")

    @property
    def target(self) -> str:
        """The queue's name."""
        return _queue(self.wish["Target"]["Arn"])

    @property
    def dead_letters(self) -> str:
        """The name of the queue for what was not taken."""
        return _queue(self.wish["Target"]["DeadLetterConfig"]["Arn"])

    @property
    def told(self) -> str:
        """What it puts into the queue."""
        return str(self.wish["Target"]["Input"])


def instant(params: Params) -> datetime:
    """When it is to fire; Refusal for what is no time."""
    expression = params["ScheduleExpression"]
    match = _AT.fullmatch(expression)
    try:
        zone = ZoneInfo(params.get("ScheduleExpressionTimezone") or "UTC")
        local = datetime.fromisoformat(match[1]) if match else None
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise _invalid(f"Invalid Schedule Expression {expression}: {problem}") from problem
    if local is None:
        raise _invalid(f"Invalid Schedule Expression {expression}.")
    return local.replace(tzinfo=zone).astimezone(UTC)


def check_schedule(params: Params, *, now: datetime, queues: frozenset[str]) -> None:
    """Refusal for what AWS refuses; NotModelledError for what the code does not ask for."""
    if unknown := (params.keys() - _PARAMS) | (params["Target"].keys() - _TARGET):
        raise NotModelledError(f"a schedule with {', '.join(sorted(unknown))}")
    if not NAME.fullmatch(params["Name"]):
        raise _invalid(f"Value '{params['Name']}' at 'name' failed to satisfy constraint: {NAME.pattern}")
    if params["FlexibleTimeWindow"] != {"Mode": "OFF"}:
        raise NotModelledError("a flexible time window")
    if instant(params) <= now:
        raise _invalid(f"Invalid Schedule Expression {params['ScheduleExpression']}: it is in the past.")
    _check_target(params["Target"], queues)


def _check_target(target: dict[str, Any], queues: frozenset[str]) -> None:
    if not 1 <= len(target["Input"].encode()) <= LARGEST_INPUT:
        raise _invalid("Value at 'target.input' failed to satisfy constraint: Member must have length")
    if ":role/" not in target["RoleArn"]:
        raise _invalid("The execution role you provide must allow AWS EventBridge Scheduler to assume the role.")
    for arn in (target["Arn"], target["DeadLetterConfig"]["Arn"]):
        if ":sqs:" not in arn or _queue(arn) not in queues:
            raise _invalid(f"Provided Arn is not in correct format, or is none of a queue: {arn}")
    policy = target["RetryPolicy"]
    if policy["MaximumRetryAttempts"] not in ATTEMPTS or policy["MaximumEventAgeInSeconds"] not in AGES:
        raise _invalid("Value at 'target.retryPolicy' failed to satisfy constraint")


def _queue(arn: str) -> str:
    return str(arn).rpartition(":")[2]


def _invalid(text: str) -> Refusal:
    return Refusal("ValidationException", text)
