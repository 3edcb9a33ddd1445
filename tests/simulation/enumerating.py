"""Many plays of one scenario, and which of them broke a promise."""

from collections.abc import Iterable

import pytest

from tests.simulation.playing import Plan, play
from tests.simulation.scenarios import Scenario


def survived(scenario: Scenario, plans: Iterable[Plan], *, known: set[bytes], request: pytest.FixtureRequest) -> None:
    """All that broke one are told together; only the first, where pytest is to stop at it."""
    broken = {}
    for plan in plans:
        try:
            play(scenario, plan.at, known=known, since=plan.since)
        except AssertionError as failure:
            if request.config.option.maxfail:
                raise
            broken[str(plan.at)] = failure
    assert not broken, f"{len(broken)}: " + "\n".join(f"{at}: {failure}" for at, failure in broken.items())
