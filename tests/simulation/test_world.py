"""The simulation itself: the same seed is the same run, and what is kept of drawing changes nothing."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from unittest.mock import patch

import pytest

from tests.functional import outbound
from tests.simulation import actions, invariants, memo, simulated
from tests.simulation.faults import Fault, Faults
from tests.simulation.playing import play, singles
from tests.simulation.scenarios import SCENARIOS
from tests.simulation.workers import by_chance
from tests.simulation.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")


def crowd(seed: int) -> World:
    """Several workers at once, in an order that follows from the seed, one of which gets a late answer."""
    choose = by_chance(random.Random(seed))  # noqa: S311 - no secret
    faults = Faults({7: Fault.LATE, 20: Fault.REPEATED})
    with simulated.simulated(invariants.safe, faults=faults, seed=seed, choose=choose) as world:
        world.most = 1
        for number in range(3):
            actions.send(world, outbound.store(number=f"2026-{number:03}"))
        world.run(simulated.HOUR)
    return world


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_is_the_same_trace_and_the_same_mails(seed: int) -> None:
    one, other = crowd(seed), crowd(seed)
    assert one.faults.calls == other.faults.calls
    assert [mail.raw for mail in one.accepted] == [mail.raw for mail in other.accepted]
    assert one.aws.dynamodb.tables.keys() == other.aws.dynamodb.tables.keys()
    for name in one.aws.dynamodb.tables:
        assert one.aws.dynamodb.items(name) == other.aws.dynamodb.items(name)


def test_another_seed_is_another_trace() -> None:
    assert crowd(1).faults.calls != crowd(2).faults.calls


def test_workers_take_turns_within_their_work() -> None:
    """Else nothing would ever interleave, and every race would be missed."""
    workers = [call.split(" ")[0] for call in crowd(1).faults.calls]
    changes = sum(one != other for one, other in pairwise(workers))
    assert changes > 1.5 * len(set(workers))


def test_what_was_drawn_before_is_what_would_be_drawn_now() -> None:
    @contextmanager
    def drawing_anew() -> Iterator[None]:
        yield

    kept = play(SCENARIOS["reminder"])
    with patch.object(memo, "drawing_once", drawing_anew):
        anew = play(SCENARIOS["reminder"])
    assert [mail.raw for mail in kept.accepted] == [mail.raw for mail in anew.accepted]
    assert kept.faults.calls == anew.faults.calls
    assert kept.state == anew.state


@pytest.mark.parametrize("name", ["send", "reminder", "autopay"])
def test_what_is_played_from_a_moment_is_what_is_played_from_the_start(name: str) -> None:
    later = [plan for plan in singles(SCENARIOS[name]) if plan.since]
    assert len({plan.since.calls for plan in later if plan.since}) > 2
    for plan in later[:: len(later) // 6]:
        started, went_on = play(SCENARIOS[name], plan.at), play(SCENARIOS[name], plan.at, since=plan.since)
        assert started.faults.calls == went_on.faults.calls
        assert started.history.mark == went_on.history.mark
        assert [mail.raw for mail in started.accepted] == [mail.raw for mail in went_on.accepted]
        assert started.state == went_on.state


def test_a_play_ends_where_it_becomes_one_that_is_known() -> None:
    """An answer that is late, at a call whose answer nobody waits for, changes nothing; a kill does."""
    known: set[bytes] = set()
    send = SCENARIOS["send"]
    calls = play(send, known=known).faults.calls
    posted = next(at for at, call in enumerate(calls) if "SendEmail" in call)
    assert play(send, {posted: Fault.LATE}, known=known).joined
    assert not play(send, {posted: Fault.KILLED_AFTER}, known=known).joined
    assert play(send, {posted: Fault.KILLED_AFTER}, known=known).joined


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_comes_to_what_it_is_about(name: str) -> None:
    """Undisturbed: else its faults would be faults of nothing."""
    kinds = [mail.tags["kind"] for mail in play(SCENARIOS[name]).accepted]
    assert (
        kinds
        == {
            "send": ["invoice"],
            "scheduled_send": ["invoice"],
            "reminder": ["reminder"],
            "batch_item": ["invoice"],
            "payment": ["receipt"],
            "engagement": ["invoice"],
            "autopay": ["receipt"],
            "escalation": ["reminder", "notice"],
        }[name]
    )
