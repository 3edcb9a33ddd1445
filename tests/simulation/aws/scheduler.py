"""EventBridge Scheduler: one-time schedules that fill a queue, at least once and within their minute.

https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from tests.simulation.aws.refusal import Answer, NotModelledError, Params, Refusal
from tests.simulation.aws.schedules import Schedule, check_schedule


class Scheduler:
    """`schedules` by name, in the one group. `late` says how much later than asked a schedule fires: below a minute.
    There may be `most` at once; None is no limit.
    """

    def __init__(
        self,
        group: str,
        *,
        put: Callable[[str, str], object],
        queues: frozenset[str],
        clock: Callable[[], datetime],
    ) -> None:
        self.schedules: dict[str, Schedule] = {}
        self.late: Callable[[], timedelta] = lambda: timedelta(0)
        self.most: int | None = None
        self._group, self._put, self._queues, self._clock = group, put, queues, clock
        self._tokens: dict[str, Params] = {}
        self._operations: dict[str, Callable[[Params], Answer]] = {
            "CreateSchedule": self._create,
            "UpdateSchedule": self._update,
            "DeleteSchedule": self._delete,
            "GetSchedule": self._get,
            "ListSchedules": self._list,
        }

    def call(self, operation: str, params: Params) -> Answer:
        """What the operation answers."""
        if operation not in self._operations:
            raise NotModelledError(f"scheduler.{operation}")
        group = params.get("GroupName", "default")
        if group != self._group:
            raise Refusal("ResourceNotFoundException", f"Schedule group {group} does not exist.", 404)
        return self._operations[operation](params)

    @property
    def requests(self) -> Iterable[object]:
        """What was asked for under a token."""
        return self._tokens.values()

    def due(self) -> list[str]:
        """Names of the schedules whose time has come, the earliest first."""
        coming = sorted((each.fires_at, name) for name, each in self.schedules.items() if each.enabled)
        return [name for fires_at, name in coming if fires_at <= self._clock()]

    def fire(self, name: str, *, completes: bool = True) -> None:
        """Put its input into the queue; unless it is to fire once more, it has done its work and is gone."""
        schedule = self.schedules[name]
        self._put(schedule.target, schedule.told)
        if completes and schedule.wish.get("ActionAfterCompletion") == "DELETE":
            del self.schedules[name]

    def fail(self, name: str) -> None:
        """As after its last attempt: its input goes to its dead letters, and it is gone all the same."""
        schedule = self.schedules.pop(name)
        self._put(schedule.dead_letters, schedule.told)

    def _create(self, params: Params) -> Answer:
        if self._is_repeated(params):
            return self._arn(params["Name"])
        check_schedule(params, now=self._clock(), queues=self._queues)
        if params["Name"] in self.schedules:
            raise Refusal("ConflictException", f"Schedule {params['Name']} already exists.", 409)
        if self.most is not None and len(self.schedules) >= self.most:
            raise Refusal("ServiceQuotaExceededException", "The maximum number of schedules is reached.", 402)
        return self._keep(params)

    def _update(self, params: Params) -> Answer:
        if self._is_repeated(params):
            return self._arn(params["Name"])
        check_schedule(params, now=self._clock(), queues=self._queues)
        self._find(params)
        return self._keep(params)

    def _delete(self, params: Params) -> Answer:
        _knows("DeleteSchedule", params, {"Name", "GroupName", "ClientToken"})
        if not self._is_repeated(params):
            del self.schedules[self._find(params).name]
            self._remember(params)
        return {}

    def _get(self, params: Params) -> Answer:
        _knows("GetSchedule", params, {"Name", "GroupName"})
        return {**self._find(params).wish, **self._arn(params["Name"], "Arn")}

    def _list(self, params: Params) -> Answer:
        _knows("ListSchedules", params, {"GroupName"})
        names = sorted(self.schedules)
        return {"Schedules": [{"Name": name, "GroupName": self._group, "State": "ENABLED"} for name in names]}

    def _keep(self, params: Params) -> Answer:
        self.schedules[params["Name"]] = Schedule.of(params, late=self.late())
        self._remember(params)
        return self._arn(params["Name"])

    def _find(self, params: Params) -> Schedule:
        if params["Name"] not in self.schedules:
            raise Refusal("ResourceNotFoundException", f"Schedule {params['Name']} does not exist.", 404)
        return self.schedules[params["Name"]]

    def _is_repeated(self, params: Params) -> bool:
        """Whether the same was done by the same token: the SDK's own retry, whose first answer was lost."""
        return bool(params.get("ClientToken")) and self._tokens.get(params["ClientToken"]) == params

    def _remember(self, params: Params) -> None:
        if params.get("ClientToken"):
            self._tokens[params["ClientToken"]] = params

    def _arn(self, name: str, key: str = "ScheduleArn") -> dict[str, Any]:
        return {key: f"arn:aws:scheduler:us-east-1:123456789012:schedule/{self._group}/{name}"}


def _knows(operation: str, params: Params, known: set[str]) -> None:
    if unknown := params.keys() - known:
        raise NotModelledError(f"scheduler.{operation} with {', '.join(sorted(unknown))}")
