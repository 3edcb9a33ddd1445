"""Every two faults of a send: what the first left half done, the second meets."""

import pytest

from tests.simulation.enumerating import survived
from tests.simulation.playing import play, seconds, singles
from tests.simulation.scenarios import SCENARIOS

_SEND = SCENARIOS["send"]


def pairs_are_survived(*, of_the_api: bool, request: pytest.FixtureRequest) -> None:
    """All pairs of which the first fault is met by the API, or all others. Raises BrokenPromiseError."""
    known: set[bytes] = set()
    calls = play(_SEND, known=known).faults.calls
    firsts = (each for each in singles(_SEND) if calls[min(each.at)].startswith("api") is of_the_api)
    pairs = (both for first in firsts for both in seconds(_SEND, first, known=known))
    survived(_SEND, pairs, known=known, request=request)
