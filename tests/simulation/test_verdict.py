"""What counts as caught."""

import pytest

from tests.simulation.mutants import Mutant
from tests.simulation.trial import Outcome, Trial
from tests.simulation.verdict import Verdict, table

MUTANT = Mutant("no claim", "S1", ())
PASSED, FAILED, BROKEN, TIMEOUT = (Trial(each, 1, "tests/a.py::test_b") for each in Outcome)


@pytest.mark.parametrize(
    ("verdict", "caught"),
    [
        (Verdict(MUTANT, FAILED, None, None), True),
        (Verdict(MUTANT, PASSED, None, FAILED), True),
        (Verdict(MUTANT, PASSED, FAILED, None), True),
        (Verdict(MUTANT, FAILED, PASSED, None), False),  # its own story must see it, whatever else does
        (Verdict(MUTANT, PASSED, None, PASSED), False),
        (Verdict(MUTANT, None, None, None), False),
        (Verdict(MUTANT, BROKEN, None, None), False),
        (Verdict(MUTANT, TIMEOUT, TIMEOUT, TIMEOUT), False),
    ],
)
def test_only_a_failed_test_catches(verdict: Verdict, *, caught: bool) -> None:
    assert verdict.caught is caught
    assert ("SURVIVED" in table([verdict])) is not caught


def test_the_table_says_who_saw_it_and_in_how_many_seconds() -> None:
    assert table([Verdict(MUTANT, PASSED, FAILED, None)]).splitlines()[-1] == (
        "| no claim | S1 | no | `a.py::test_b` | 2 |"
    )
