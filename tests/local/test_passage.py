"""Moving the clock on stops after a minute, for the sweep, then wherever something is due, and nowhere else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from local.activity import Activity
from local.clock import Clock
from local.passage import Passage
from local.schedules import Schedules

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SWEPT = NOON + timedelta(minutes=1)


class StillClock(Clock):
    """A clock that only moves when told."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment

    def move_to(self, moment: datetime) -> None:
        self.moment = max(self.moment, moment)


class Planned(Schedules):
    """Schedules of fixed moments that write down when they were asked to fire."""

    def __init__(self, *moments: datetime) -> None:
        self.moments, self.asked = set(moments), list[datetime]()

    def next_due(self, after: datetime) -> datetime | None:
        return min((moment for moment in self.moments if moment > after), default=None)

    def fire_due(self, now: datetime) -> None:
        self.asked.append(now)


def passage(schedules: Schedules, settle: Callable[[], None] = lambda: None) -> Passage:
    return Passage(StillClock(), schedules, [], Activity(), settle)


def test_five_days_with_nothing_due_are_a_minute_for_the_sweep_and_one_step() -> None:
    schedules = Planned()

    passage(schedules).advance(5 * DAY)

    assert schedules.asked == [SWEPT, NOON + 5 * DAY]


def test_the_clock_stops_at_each_moment_in_order() -> None:
    schedules = Planned(NOON + 2 * DAY, NOON + DAY, NOON + 9 * DAY)

    passage(schedules).advance(5 * DAY)

    assert schedules.asked == [SWEPT, NOON + DAY, NOON + 2 * DAY, NOON + 5 * DAY]


def test_what_is_planned_on_the_way_is_met_on_the_same_way() -> None:
    schedules = Planned(NOON + DAY)

    def plan_the_next() -> None:
        if schedules.asked == [SWEPT, NOON + DAY]:
            schedules.moments.add(NOON + 3 * DAY)

    passage(schedules, plan_the_next).advance(5 * DAY)

    assert schedules.asked == [SWEPT, NOON + DAY, NOON + 3 * DAY, NOON + 5 * DAY]


def test_everything_settles_before_the_clock_goes_on() -> None:
    schedules, settled = Planned(NOON + DAY), list[int]()

    passage(schedules, lambda: settled.append(len(schedules.asked))).advance(2 * DAY)

    assert settled == [0, 1, 2, 3]
