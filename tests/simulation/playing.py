"""Play a scenario under faults to its end, and hold the world against every promise."""

from collections.abc import Iterator, Mapping

from tests.simulation import invariants
from tests.simulation.faults import Fault, Faults
from tests.simulation.scenarios import Scenario
from tests.simulation.simulated import simulated
from tests.simulation.world import World

ALL = tuple(Fault)
# Of two faults in one run: what differs in what is stored afterwards. A kill before a call is one after the call before.
DEEPEST = (Fault.KILLED_AFTER, Fault.TIMEOUT_AFTER, Fault.THROTTLED)


def play(scenario: Scenario, at: Mapping[int, Fault] | None = None) -> World:
    """Raises BrokenPromiseError, with the trace, for a promise that was broken on the way or in the end."""
    faults = Faults(at or {})
    with simulated(invariants.safe, faults=faults, start=scenario.start) as world:
        scenario.act(world)
        world.calm(scenario.rest)
        invariants.alive(world)
    return world


def singles(scenario: Scenario) -> Iterator[Mapping[int, Fault]]:
    """Every single fault at every call of an undisturbed run."""
    for index in range(len(play(scenario).faults.calls)):
        for fault in ALL:
            yield {index: fault}


def pairs(scenario: Scenario, first: int, fault: Fault) -> Iterator[Mapping[int, Fault]]:
    """This fault, and every other at every call that comes after it."""
    for index in range(first + 1, len(play(scenario, {first: fault}).faults.calls)):
        for second in DEEPEST:
            yield {first: fault, index: second}
