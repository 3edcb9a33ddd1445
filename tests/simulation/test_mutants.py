"""The table of mutants is of today's source: every mistake can be made, and everything that it names is there."""

import ast
from pathlib import Path

import pytest

from tests.simulation.mutants import INCIDENTS, Edit, Mutant, mutants
from tests.simulation.scenarios import SCENARIOS
from tests.simulation.test_races import RACES
from tests.simulation.trial import ROOT, Outcome, _judged

PROMISES = {*(f"S{number}" for number in range(1, 11)), *(f"L{number}" for number in range(1, 6))}
MUTANTS = mutants()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_mistake_can_be_made(mutant: Mutant, tmp_path: Path) -> None:
    for edit in mutant.edits:
        copy = tmp_path / edit.file
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text((ROOT / edit.file).read_text(encoding="utf-8"), encoding="utf-8")
    mutant.apply(tmp_path)

    for edit in mutant.edits:
        before, after = (ast.parse((root / edit.file).read_text(encoding="utf-8")) for root in (ROOT, tmp_path))
        assert ast.dump(before) != ast.dump(after)


def test_a_text_that_is_gone_or_there_twice_is_no_mistake() -> None:
    for source in ("", "a = 1; a = 1"):
        with pytest.raises(ValueError, match="not once"):
            Edit("a.py", "a = 1", "a = 2").of(source)


def test_every_promise_is_broken_by_a_mutant() -> None:
    assert {each.promise for each in MUTANTS} == PROMISES
    assert len({each.name for each in MUTANTS}) == len(MUTANTS) >= 18


def test_every_story_and_test_that_is_named_is_there() -> None:
    told = ast.parse((ROOT / INCIDENTS).read_text(encoding="utf-8")).body
    functions = {each.name for each in told if isinstance(each, ast.FunctionDef)}
    stories = {each for each in functions if each.startswith("test_")}
    named = {each.incident for each in MUTANTS if each.incident}
    assert named == stories
    assert {scenario for each in MUTANTS for scenario in each.scenarios} <= set(SCENARIOS)
    assert {race for each in MUTANTS for race in each.races} <= set(RACES)
    for path, _, name in (test.partition("::") for each in MUTANTS for test in each.tests):
        assert f"def {name}" in (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "said", "outcome", "test"),
    [
        (0, "1 passed", Outcome.PASSED, ""),
        (1, "FAILED tests/a.py::test_b - assert 1", Outcome.FAILED, "tests/a.py::test_b"),
        (1, "ERROR tests/a.py::test_b[two words] - at teardown", Outcome.FAILED, "tests/a.py::test_b[two words]"),
        (1, "FAILED tests/a.py::test_b\nFAILED tests/a.py::test_c", Outcome.FAILED, "tests/a.py::test_b"),
        (1, "ERROR tests/a.py - SyntaxError", Outcome.BROKEN, ""),
        (4, "no such file", Outcome.BROKEN, ""),
        (-9, "", Outcome.BROKEN, ""),
    ],
)
def test_only_a_test_that_failed_has_seen_something(code: int, said: str, outcome: Outcome, test: str) -> None:
    judged = _judged(code, said, 0)
    assert (judged.outcome, judged.test) == (outcome, test)
