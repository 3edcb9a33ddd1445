"""Play a scenario under faults to its end, and hold the world against every promise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.simulation import invariants
from tests.simulation.faults import Fault, Faults
from tests.simulation.moments import Moment
from tests.simulation.scenarios import Scenario
from tests.simulation.simulated import simulated
from tests.simulation.world import JoinedError, World

_READS = ("GetItem", "Query", "TransactGetItems", "BatchGetItem", "GetObject", "GetQueueAttributes", "HeadObject")
# What a call that changes nothing can do to its caller: die, raise what botocore raises, or what AWS answers.
AT_A_READ = (Fault.KILLED_AFTER, Fault.TIMEOUT_BEFORE, Fault.THROTTLED)
# A kill before a call is one after the call before it: nothing was stored in between. Of the errors before a call took
# effect, the code looks at who raises them only: botocore, or AWS.
AT_A_WRITE = (
    Fault.KILLED_AFTER,
    Fault.UNREACHED,
    Fault.TIMEOUT_AFTER,
    Fault.REPEATED,
    Fault.THROTTLED,
    Fault.BROKEN_AFTER,
    Fault.LATE,
)
# Of each service its own: items that somebody else is at, writes that are not seen yet, and what an account may do.
_BESIDE = {
    "dynamodb.TransactGetItems": (Fault.CONFLICT, Fault.CONFLICT_AT_LAST),
    "dynamodb.TransactWriteItems": (Fault.CONFLICT, Fault.CONFLICT_AT_LAST, Fault.HIDDEN),
    **{f"dynamodb.{each}": (Fault.CONFLICT, Fault.HIDDEN) for each in ("PutItem", "UpdateItem", "DeleteItem")},
    "scheduler.CreateSchedule": (Fault.QUOTA,),
}
# Nobody asks these again for the code: there everything is tried.
_OF_ONE_SERVICE = {Fault.CONFLICT, Fault.CONFLICT_AT_LAST, Fault.HIDDEN, Fault.QUOTA, Fault.PAUSED}
_ANYWHERE = tuple(each for each in Fault if each not in _OF_ONE_SERVICE)
_ALONE = {
    "sesv2.SendEmail": (*_ANYWHERE, Fault.QUOTA, Fault.PAUSED),
    "bank.Charge": _ANYWHERE,
}


def play(
    scenario: Scenario,
    at: Mapping[int, Fault] | None = None,
    *,
    known: set[bytes] | None = None,
    since: Moment | None = None,
    moments: bool = False,
) -> World:
    """Raises BrokenPromiseError, with the trace, for a promise that was broken on the way or in the end.

    Of the worlds in `known`, which grows, it is known already what comes of them: there the play ends. It begins at the
    moment `since`, if one is given, of a play that was the same until then; with `moments` it keeps its own.
    """
    faults = Faults(at or {})
    with simulated(invariants.safe, faults=faults, start=scenario.start, since=since) as world:
        world.known = known
        try:
            if since is None:
                scenario.begin(world)
            world.moments = [] if moments else None
            if since is None:
                world.run(scenario.span)
            else:
                world.go_on()
            world.calm(scenario.rest)
            invariants.alive(world)
        except JoinedError:
            world.joined = True
    return world


@dataclass(frozen=True)
class Plan:
    """Which faults are to come, and the latest moment from which the play can go on."""

    at: Mapping[int, Fault]
    since: Moment | None


def singles(scenario: Scenario) -> Iterator[Plan]:
    """Every single fault that can make a difference, at every call of an undisturbed run; at SES every one."""
    undisturbed = play(scenario, moments=True)
    for index, call in enumerate(undisturbed.faults.calls):
        for fault in _faults_of(call):
            yield Plan({index: fault}, _before(index, undisturbed))


def seconds(scenario: Scenario, first: Plan, *, known: set[bytes]) -> Iterator[Plan]:
    """The fault and every other, at each later call until the world is one that is known: what fails after that is told
    by the faults of the other.
    """
    ((begun, _),) = first.at.items()
    once = play(scenario, first.at, known=known, since=first.since, moments=True)
    for index, call in list(enumerate(once.faults.calls))[begun + 1 :]:
        for second in _faults_of(call):
            yield Plan({**first.at, index: second}, _before(index, once) or first.since)


def _before(index: int, world: World) -> Moment | None:
    return next((each for each in reversed(world.moments or []) if len(each.calls) <= index), None)


def _faults_of(call: str) -> tuple[Fault, ...]:
    called = call.split(" ")[1]
    if called in _ALONE:
        return _ALONE[called]
    return (*(AT_A_READ if _reads(call) else AT_A_WRITE), *_BESIDE.get(called, ()))


def _reads(call: str) -> bool:
    return call.split(" ")[1].partition(".")[2] in _READS
