"""EventBridge schedules, which moto stores but never fires."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from moto.scheduler.exceptions import ValidationException
from moto.scheduler.models import EventBridgeSchedulerBackend, Schedule

from local.targets import payload

COALESCED = timedelta(hours=1)
"""A rate below this is no reason to stop the clock on its way: 7,200 sweeps in five days would tell nothing new."""


class Expression(Protocol):
    def first(self, created: datetime) -> datetime: ...
    def following(self, fired: datetime) -> datetime | None: ...


@dataclass(frozen=True)
class At:
    moment: datetime

    def first(self, created: datetime) -> datetime:  # noqa: ARG002
        return self.moment

    def following(self, fired: datetime) -> None:  # noqa: ARG002
        return None


@dataclass(frozen=True)
class Rate:
    period: timedelta

    def first(self, created: datetime) -> datetime:
        return created + self.period

    def following(self, fired: datetime) -> datetime:
        return fired + self.period


def parse(expression: str, zone: str) -> Expression:
    """`at(2027-01-31T09:00:00)` in the zone, or `rate(5 minutes)`; ValueError for anything else."""
    if match := re.fullmatch(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)", expression):
        return At(datetime.fromisoformat(match[1]).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC))
    if match := re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression):
        return Rate(timedelta(**{f"{match[2]}s": int(match[1])}))
    raise ValueError(f"The local stack fires at(…) and rate(…), not {expression}")


class Schedules:
    """Fires what is due by the stack's clock, and has moto refuse what AWS would."""

    def __init__(self, scheduler: EventBridgeSchedulerBackend, fire: Callable[[str, str], None]) -> None:
        self._scheduler, self._fire = scheduler, fire
        self._next: dict[tuple[str, float], datetime | None] = {}
        for action in ("create_schedule", "update_schedule"):
            setattr(scheduler, action, _checked(getattr(scheduler, action)))

    def listing(self) -> list[tuple[Schedule, datetime | None]]:
        """Every enabled schedule and when it fires next."""
        return [(schedule, self._due(schedule)) for schedule in self._all() if schedule.state == "ENABLED"]

    def next_due(self, after: datetime) -> datetime | None:
        """The next moment worth stopping the clock for."""
        moments = [due for schedule, due in self.listing() if due and due > after and not _coalesced(schedule)]
        return min(moments, default=None)

    def fire_due(self, now: datetime) -> None:
        """Fire every schedule whose moment has come, once, however many of its periods have passed."""
        for schedule, due in self.listing():
            if due is not None and due <= now:
                self._next[_version(schedule)] = _parsed(schedule).following(now)
                self._fire(schedule.target["Arn"], payload(schedule, due))
                if _parsed(schedule).following(now) is None:
                    self._complete(schedule)

    def _all(self) -> list[Schedule]:
        return [
            made for group in list(self._scheduler.schedule_groups.values()) for made in list(group.schedules.values())
        ]

    def _due(self, schedule: Schedule) -> datetime | None:
        created = datetime.fromtimestamp(schedule.last_modified_date, UTC)
        return self._next.setdefault(_version(schedule), _parsed(schedule).first(created))

    def _complete(self, schedule: Schedule) -> None:
        group = self._scheduler.schedule_groups.get(schedule.group_name)
        is_same = group is not None and group.schedules.get(schedule.name) is schedule
        if schedule.action_after_completion == "DELETE" and is_same:
            self._scheduler.delete_schedule(schedule.group_name, schedule.name)


def _checked(action: Callable[..., Any]) -> Callable[..., Any]:
    """`action`, but an expression that makes no sense, an unknown zone and a past moment are refused."""

    def checked(**wish: Any) -> Any:
        try:
            expression = parse(wish["schedule_expression"], wish.get("schedule_expression_timezone") or "UTC")
        except (ValueError, ZoneInfoNotFoundError) as problem:
            raise ValidationException(message=f"Invalid Schedule Expression: {problem}") from problem
        if isinstance(expression, At) and expression.moment <= datetime.now(UTC):
            raise ValidationException(
                message=f"Invalid Schedule Expression {wish['schedule_expression']}: it has passed"
            )
        return action(**wish)

    return checked


def _parsed(schedule: Schedule) -> Expression:
    return parse(schedule.schedule_expression, schedule.schedule_expression_timezone)


def _version(schedule: Schedule) -> tuple[str, float]:
    return schedule.arn, schedule.last_modified_date


def _coalesced(schedule: Schedule) -> bool:
    expression = _parsed(schedule)
    return isinstance(expression, Rate) and expression.period < COALESCED
