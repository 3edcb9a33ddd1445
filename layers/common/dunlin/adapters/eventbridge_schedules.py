"""One-time schedules in EventBridge Scheduler, each of which puts one message's id, or one turn, into the outbox.

https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from dunlin.domain.errors import Unavailable
from dunlin.services.ports.sending import TurnDue

if TYPE_CHECKING:
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_scheduler.type_defs import CreateScheduleInputTypeDef

# After that the sweep has long found the message.
_OLDEST, _ATTEMPTS = 3600, 10


@dataclass(frozen=True, slots=True)
class Target:
    """Where schedules are kept, what they fill as whom, and where what they could not hand over goes."""

    group: str
    queue_arn: str
    dead_letters_arn: str
    role_arn: str


class EventBridgeSchedules:
    """Port `Schedules`."""

    def __init__(self, client: "EventBridgeSchedulerClient", *, target: Target) -> None:
        self._client, self._target = client, target

    def put(self, message_id: str, *, at: datetime) -> None:
        """See the port."""
        self._put(self._schedule(message_id, {"message_id": message_id}, at))

    def put_turn(self, turn: TurnDue, *, at: datetime) -> None:
        """See the port. A name of its own for each generation: one that fires just now is not written over."""
        self._put(self._schedule(f"{turn.invoice_id}-g{turn.generation}", {"turn": asdict(turn)}, at))

    def _put(self, wish: "CreateScheduleInputTypeDef") -> None:
        try:
            self._client.create_schedule(**wish)
        except ClientError as failure:
            if _code(failure) != "ConflictException":
                raise Unavailable("the scheduler did not take the schedule; the sweep will send it") from failure
            self._replace(wish)
        except BotoCoreError as failure:
            raise Unavailable("the scheduler did not answer; the sweep will send it") from failure

    def remove(self, message_id: str) -> None:
        """See the port."""
        try:
            self._client.delete_schedule(Name=message_id, GroupName=self._target.group)
        except ClientError as failure:
            if _code(failure) != "ResourceNotFoundException":
                raise Unavailable("the scheduler did not remove the schedule") from failure
        except BotoCoreError as failure:
            raise Unavailable("the scheduler did not answer") from failure

    def _replace(self, wish: "CreateScheduleInputTypeDef") -> None:
        """The name is taken, by an earlier try or by another time: an update replaces every field."""
        try:
            self._client.update_schedule(**wish)
        except (BotoCoreError, ClientError) as failure:
            raise Unavailable("the scheduler did not change the schedule; the sweep will send it") from failure

    def _schedule(self, name: str, told: dict[str, Any], at: datetime) -> "CreateScheduleInputTypeDef":
        target = self._target
        return {
            "Name": name,
            "GroupName": target.group,
            "ScheduleExpression": f"at({_second(at):%Y-%m-%dT%H:%M:%S})",
            "ScheduleExpressionTimezone": "UTC",
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "ActionAfterCompletion": "DELETE",
            "State": "ENABLED",
            "Target": {
                "Arn": target.queue_arn,
                "RoleArn": target.role_arn,
                "Input": json.dumps(told),
                "DeadLetterConfig": {"Arn": target.dead_letters_arn},
                "RetryPolicy": {"MaximumEventAgeInSeconds": _OLDEST, "MaximumRetryAttempts": _ATTEMPTS},
            },
        }


def _second(at: datetime) -> datetime:
    """Schedules know whole seconds; never earlier than asked."""
    at = at.astimezone(UTC)
    return at.replace(microsecond=0) + timedelta(seconds=1 if at.microsecond else 0)


def _code(failure: ClientError) -> str:
    return str(failure.response.get("Error", {}).get("Code", ""))
