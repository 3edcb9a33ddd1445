"""Two faults in one send: what the first left half done, the second meets. All pairs of all faults: see `EVERY`."""

import os

import pytest

from tests.simulation.enumerating import survived
from tests.simulation.playing import play, seconds, singles
from tests.simulation.scenarios import SCENARIOS

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")
SEND = SCENARIOS["send"]
EVERY = bool(os.environ.get("SIMULATE_EXAMPLES"))


def test_every_two_faults_of_a_send_are_survived(request: pytest.FixtureRequest) -> None:
    known: set[bytes] = set()
    play(SEND, known=known)
    pairs = (both for first in singles(SEND) for both in seconds(SEND, first, known=known, every=EVERY))
    survived(SEND, pairs, known=known, request=request)
