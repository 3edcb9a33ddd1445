"""What goes on by itself: a thread that does one thing again and again, until it is stopped."""

import threading
from collections.abc import Callable

IDLE_SECONDS = 0.01


class Loop:
    """`turn` does the thing once, and answers with the seconds until it is to be done again."""

    def __init__(self, name: str, turn: Callable[[], float]) -> None:
        self._turn = turn
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Return when the turn that is under way has ended."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        pause = IDLE_SECONDS
        while not self._stopping.wait(pause):
            pause = self._turn()
