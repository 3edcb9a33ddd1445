"""Whether anything is going on: `settled` means that nothing runs and nothing waits."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Activity:
    """Counts what is under way. Whoever takes work out of a queue enters first, so work is never seen nowhere."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running = 0
        self._begun = 0

    @contextmanager
    def under_way(self) -> Iterator[None]:
        with self._lock:
            self._running += 1
            self._begun += 1
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1

    def settled(self, waiting: Callable[[], bool]) -> bool:
        """Nothing runs, nothing waits, and nothing began while we looked."""
        with self._lock:
            running, begun = self._running, self._begun
        if running or waiting():
            return False
        with self._lock:
            return (self._running, self._begun) == (0, begun)

    def settle(self, waiting: Callable[[], bool], *, seconds: float = 120) -> None:
        """Return once settled; TimeoutError if it does not come to rest in real `seconds`."""
        end = time.monotonic() + seconds
        while not self.settled(waiting):
            if time.monotonic() > end:
                raise TimeoutError(f"Work is still going on after {seconds} s")
            time.sleep(0.005)
