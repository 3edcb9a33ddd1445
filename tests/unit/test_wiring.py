"""Every factory that type checkers know is found at run time, in its own lane, and lanes are imported when asked."""

import ast
import subprocess
import sys
from pathlib import Path

from dunlin import wiring

SOURCE = Path(wiring.__file__)


def test_what_is_told_to_type_checkers_is_what_can_be_asked_for() -> None:
    block = next(each for each in ast.parse(SOURCE.read_text()).body if isinstance(each, ast.If))
    told = {
        each.name: taken.module for taken in block.body if isinstance(taken, ast.ImportFrom) for each in taken.names
    }

    assert {name: f"dunlin.wiring.{lane}" for name, lane in wiring._LANE_OF.items()} == told
    assert all(callable(getattr(wiring, name)) for name in told)


def test_no_lane_is_named_like_what_can_be_asked_for() -> None:
    assert not set(wiring._LANES) & set(wiring._LANE_OF)  # the module would take its place


def test_a_lane_is_imported_when_it_is_asked_for() -> None:
    asked = "import sys; from dunlin import wiring; wiring.now(); print([m for m in sys.modules if '.adapters' in m])"
    environment = {"PYTHONPATH": str(SOURCE.parents[2])}
    command = [sys.executable, "-c", asked]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.strip() == "[]"
