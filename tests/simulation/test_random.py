"""Users, faults and time at random: short here, as long as SIMULATE_EXAMPLES says. What fails is shrunk, and printed
with its seed; it is worth a plain test of its own.
"""

import os

import pytest
from hypothesis import HealthCheck, Verbosity, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.simulation.users import Users

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics")
SHORT = 25
EXAMPLES = int(os.environ.get("SIMULATE_EXAMPLES", SHORT))


def test_whatever_people_do_and_whatever_fails_the_promises_are_kept() -> None:
    run_state_machine_as_test(
        Users,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            derandomize=EXAMPLES == SHORT,  # a long run is to find what no run has found before
            print_blob=True,
            verbosity=Verbosity.normal,
            suppress_health_check=list(HealthCheck),
        ),
    )
