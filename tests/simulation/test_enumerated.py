"""Every single fault at every call of every scenario: the promises are kept, whatever fails wherever."""

import pytest

from tests.simulation.playing import play, singles
from tests.simulation.scenarios import SCENARIOS

# A real kill flushes no metrics; this one passes Powertools' `finally`.
pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_single_fault_is_survived(name: str) -> None:
    broken = {}
    for at in singles(SCENARIOS[name]):
        try:
            play(SCENARIOS[name], at)
        except AssertionError as failure:
            broken[str(at)] = failure
    assert not broken, f"{len(broken)}: " + "\n".join(f"{at}: {failure}" for at, failure in broken.items())
