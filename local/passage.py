"""The passage of time: what becomes due is fired, whether time ticks by or is moved on."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from local.activity import Activity
from local.clock import Clock
from local.loop import Loop
from local.queues import Pump
from local.schedules import Schedules

TICK_SECONDS = 0.25
_A_MINUTE = timedelta(minutes=1)


class Passage:
    """On its way forward the clock stops wherever something is due, and goes on once all that follows has settled.

    Schedules of a short rate are no reason to stop; they fire at each stop and at the end, if their time has come.
    """

    def __init__(
        self, clock: Clock, schedules: Schedules, pumps: Sequence[Pump], activity: Activity, settle: Callable[[], None]
    ) -> None:
        self._clock, self._schedules, self._pumps = clock, schedules, pumps
        self._activity, self._settle = activity, settle
        self._one_at_a_time = threading.Lock()
        self.loop = Loop("clock", self._tick)

    def advance(self, span: timedelta) -> None:
        """Return when everything that became due within `span` has settled."""
        with self._one_at_a_time:
            end = self._clock.now() + span
            self._settle()
            # What a sweep plans may be due on the way: it comes first, as it would have within a minute.
            self._stop_at(min(self._clock.now() + _A_MINUTE, end))
            while (moment := min(self._due_until(end), default=None)) is not None:
                self._stop_at(moment)
            self._stop_at(end)

    def _due_until(self, end: datetime) -> Iterator[datetime]:
        now = self._clock.now()
        moments = [self._schedules.next_due(now), *(pump.next_due(now) for pump in self._pumps)]
        for moment in moments:
            if moment is not None and moment <= end:
                yield moment

    def _stop_at(self, moment: datetime) -> None:
        self._clock.move_to(moment)
        self._schedules.fire_due(self._clock.now())
        self._settle()

    def _tick(self) -> float:
        with self._one_at_a_time, self._activity.under_way():
            self._schedules.fire_due(self._clock.now())
        return TICK_SECONDS
