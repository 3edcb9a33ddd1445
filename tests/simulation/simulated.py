"""One run of the simulation: a fresh AWS, a stopped clock, and a world between them and the functions."""

import importlib
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from dunlin import wiring
from tests.builders import NOW
from tests.functional import functions
from tests.simulation import memo
from tests.simulation.aws import Aws
from tests.simulation.clock import stopped
from tests.simulation.faults import Faults, shown
from tests.simulation.install import installed
from tests.simulation.moments import Moment, again
from tests.simulation.workers import Choose, Workers, in_turn
from tests.simulation.world import World

FUNCTIONS = ("api", "portal", "deliver", "engage", "sweep", "batch", "collect")
HOUR = timedelta(hours=1)
# What a warm function remembers of what is stored.
_WARM = (wiring.messages, wiring.templates, wiring.workflows)


@contextmanager
def simulated(
    check: Callable[[World], object],
    *,
    faults: Faults | None = None,
    seed: int = 0,
    start: datetime = NOW,
    choose: Choose = in_turn,
    since: Moment | None = None,
) -> Iterator[World]:
    """A failure within tells the trace of all calls, and the seed. `since` is a moment of a run, to go on from."""
    faults = faults or Faults()
    _containers()
    functions.forget()
    with stopped(since.at if since else start, seed=seed) as clock, memo.drawing_once():
        if since:
            world = again(since, clock)
            faults.calls[:] = since.calls
            world.faults, world.workers = faults, Workers(choose, begun=since.begun)
        else:
            chance = random.Random(seed)  # noqa: S311 - no secret
            aws = Aws(clock=lambda: clock.now, random=chance)
            world = World(aws, clock, faults, Workers(choose), chance, check)
        with installed(world.aws, world.passage), patch.object(wiring, "payment_provider", lambda: world.bank):
            wiring.signing_key()  # asked for once by a process
            try:
                yield world
            except BaseException as failure:
                failure.add_note(f"seed {seed}, faults {dict(faults.at)}, calls:\n{shown(faults.calls)}")
                raise
            finally:
                world.workers.stop()


def _containers() -> None:
    for each in _WARM:
        each.cache_clear()
    for name in FUNCTIONS:
        importlib.import_module(f"{name}.app").logger.registered_handler.setStream(functions.LOGS)
