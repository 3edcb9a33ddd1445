"""Two faults in one send, of which the first is met by whoever delivers it, counts its events, or sweeps."""

import pytest

from tests.simulation.pairing import pairs_are_survived

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")


def test_every_two_faults_are_survived(request: pytest.FixtureRequest) -> None:
    pairs_are_survived(of_the_api=False, request=request)
