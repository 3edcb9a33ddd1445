"""The simulation's time, which passes only when told to, and its ids, which follow from nothing but their order."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import time_machine

from dunlin import wiring
from local import events

type Chance = tuple[int, tuple[Any, ...]]


class Clock:
    """Now, for every clock of the process: Powertools and the model of AWS see the same."""

    def __init__(self, traveller: time_machine.Traveller, ids: "Ids", tokens: "Tokens") -> None:
        self._traveller, self._ids, self._tokens = traveller, ids, tokens

    @property
    def chance(self) -> Chance:
        """What the next ids and tokens follow from."""
        return self._ids.count, self._tokens.random.getstate()

    @chance.setter
    def chance(self, chance: Chance) -> None:
        self._ids.count = chance[0]
        self._tokens.random.setstate(chance[1])

    @property
    def now(self) -> datetime:
        """In UTC."""
        return datetime.now(UTC)

    def move_to(self, instant: datetime) -> None:
        """Never back."""
        self._traveller.move_to(max(instant, self.now))


class Ids:
    """What `wiring.new_id` mints: each sorts after those before."""

    def __init__(self) -> None:
        self.count = 0

    def new(self, prefix: str) -> str:
        """The next."""
        self.count += 1
        return f"{prefix}_{self.count:026}"


class Tokens:
    """`secrets`, as far as the world uses it, from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - nothing here is secret

    def token_hex(self, size: int) -> str:
        """So many bytes."""
        return self.random.randbytes(size).hex()


@contextmanager
def stopped(start: datetime, *, seed: int) -> Iterator[Clock]:
    """Within this, time stands still until it is moved, nobody sleeps, and all that is random follows from the seed."""
    state = random.getstate()
    random.seed(seed)
    ids, tokens = Ids(), Tokens(seed)
    with (
        time_machine.travel(start, tick=False) as traveller,
        patch.object(wiring, "new_id", ids.new),
        patch.object(events, "secrets", tokens),
        patch("time.sleep", lambda seconds: traveller.shift(timedelta(seconds=seconds))),
    ):
        try:
            yield Clock(traveller, ids, tokens)
        finally:
            random.setstate(state)
