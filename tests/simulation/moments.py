"""A world at rest, kept as it is: what may come after is played from there, and not from the start each time."""

import random
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dunlin import wiring
from tests.functional.functions import LOGS
from tests.simulation.clock import Chance, Clock

if TYPE_CHECKING:
    from tests.simulation.world import World

type Warm = tuple[dict[Any, Any], ...]


@dataclass(frozen=True)
class Moment:
    """After these `calls` by as many workers as had `begun`; beside the world, what of its process goes on."""

    calls: tuple[str, ...]
    begun: int
    at: datetime
    world: "World"
    chance: Chance
    drawn: tuple[Any, ...]
    warm: Warm
    log: str


def kept(world: "World") -> Moment:
    """Of a world in which nobody is at work."""
    assert not world.workers.at_work
    drawn, warm = random.getstate(), tuple(dict(each) for each in _warm())
    calls, now = tuple(world.faults.calls), world.clock.now
    return Moment(calls, world.workers.begun, now, _copied(world), world.clock.chance, drawn, warm, LOGS.getvalue())


def again(moment: Moment, clock: Clock) -> "World":
    """The world as it was, and its process: who is at work in it, and what fails, is for the caller to say."""
    world = _copied(moment.world)
    world.clock = clock
    clock.chance = moment.chance
    random.setstate(moment.drawn)
    for each, remembered in zip(_warm(), moment.warm, strict=True):
        each.clear()
        each.update(remembered)
    LOGS.write(moment.log)
    return world


def _copied(world: "World") -> "World":
    memo: dict[int, Any] = {id(each): each for each in _lasting(world)}
    memo |= {id(world.workers): None, id(world.faults): None, id(world.clock): None}
    return deepcopy(world, memo)


def _lasting(world: "World") -> Iterator[object]:
    """What is never changed."""
    yield from (world.known, world.moments, *world.history.writes)
    for table in world.aws.dynamodb.tables.values():
        yield from (table.schema, *table.records, *(index.schema for index in table.indexes.values()))
    yield from world.aws.dynamodb.requests
    yield from world.aws.scheduler.schedules.values()
    yield from world.aws.scheduler.requests
    yield from (queue.schema for queue in world.aws.sqs.queues.values())
    yield from (stored for each in world.aws.s3.objects.values() for stored in each)


def _warm() -> Warm:
    """What a warm function remembers."""
    return wiring.workflows()._kept, wiring.templates()._kept, wiring.messages()._parties._known
