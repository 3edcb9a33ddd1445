"""Every two faults in one send: what the first left half done, the second meets."""

import pytest

from tests.simulation.playing import firsts, pairs, play
from tests.simulation.scenarios import SCENARIOS

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")
SEND = SCENARIOS["send"]


def test_every_two_faults_of_a_send_are_survived() -> None:
    broken = {}
    for first in firsts(SEND):
        for both in pairs(SEND, first):
            try:
                play(SEND, both)
            except AssertionError as failure:
                broken[str(both)] = failure
    assert not broken, f"{len(broken)}: " + "\n".join(f"{at}: {failure}" for at, failure in broken.items())
