"""Many plays of one scenario, and which of them broke a promise."""

from collections.abc import Iterable, Mapping

import pytest

from tests.simulation.faults import Fault
from tests.simulation.playing import play
from tests.simulation.scenarios import Scenario


def survived(
    scenario: Scenario, faults: Iterable[Mapping[int, Fault]], *, known: set[bytes], request: pytest.FixtureRequest
) -> None:
    """All that broke one are told together; only the first, where pytest is to stop at it."""
    broken = {}
    for at in faults:
        try:
            play(scenario, at, known=known)
        except AssertionError as failure:
            if request.config.option.maxfail:
                raise
            broken[str(at)] = failure
    assert not broken, f"{len(broken)}: " + "\n".join(f"{at}: {failure}" for at, failure in broken.items())
