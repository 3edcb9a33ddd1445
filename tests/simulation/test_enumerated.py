"""Every single fault at every call of every scenario: the promises are kept, whatever fails wherever."""

import pytest

from tests.simulation.enumerating import survived
from tests.simulation.playing import singles
from tests.simulation.scenarios import SCENARIOS

# A real kill flushes no metrics; this one passes Powertools' `finally`.
pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_single_fault_is_survived(name: str, request: pytest.FixtureRequest) -> None:
    survived(SCENARIOS[name], singles(SCENARIOS[name]), known=set(), request=request)
