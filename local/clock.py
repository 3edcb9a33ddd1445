"""The stack's clock: ordinary time plus an offset that only grows, in this process and in every worker."""

from datetime import UTC, datetime, timedelta
from typing import Any


class Clock:
    """Until the first move nothing is replaced; afterwards `datetime.now` and its kin tick from the moved time."""

    def __init__(self) -> None:
        self.offset = 0.0
        self._journey: Any = None
        self._traveller: Any = None

    def now(self) -> datetime:
        return datetime.now(UTC)

    def move_to(self, moment: datetime) -> None:
        """Go forward; a moment that has passed changes nothing."""
        seconds = (moment - self.now()).total_seconds()
        if seconds <= 0:
            return
        if self._traveller is None:
            import time_machine  # only when needed: it brings pytest along

            self._journey = time_machine.travel(timedelta(0), tick=True)
            self._traveller = self._journey.start()
        self._traveller.shift(timedelta(seconds=seconds))
        self.offset += seconds

    def stop(self) -> None:
        """Give this process its ordinary time back."""
        if self._journey is not None:
            self._journey.stop()
        self._journey = self._traveller = None
