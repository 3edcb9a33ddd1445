"""CPU time of this process, by part of a send."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

STORING = "S3, DynamoDB"
PARTS = ("PDF", "template", "MIME", "SES", STORING, "rest")


class Stopwatch:
    """Milliseconds by part. Parts do not nest; what lies between them is the rest."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()

    @contextmanager
    def whole(self) -> Iterator[None]:
        """A send, from its beginning to its end."""
        begin = time.process_time()
        yield
        whole = (time.process_time() - begin) * 1_000
        self.spent["rest"] = whole - sum(self.spent.values())  # type: ignore[assignment] # floats do as well

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """A part of it."""
        begin = time.process_time()
        try:
            yield
        finally:
            self.spent[name] += (time.process_time() - begin) * 1_000  # type: ignore[assignment]

    def timed(self, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, whose time counts for that part."""

        def run(*args: Any, **kwargs: Any) -> Any:
            with self.part(name):
                return act(*args, **kwargs)

        return run
