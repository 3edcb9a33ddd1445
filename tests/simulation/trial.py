"""A trial: some tests run over a copy of the source, in a process of their own, until the first fails."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
# What tests read. The working tree itself is never changed.
_FOLDERS = ("layers", "functions", "local", "tests", "events", "statemachines", "docs")
_FILES = ("template.yaml", "pyproject.toml")
_LEFT = shutil.ignore_patterns("node_modules", ".hypothesis", ".pytest_cache")
# A test that failed, not a file that could not be read.
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+::.+?)(?: - .*)?$", re.MULTILINE)
_TESTS_FAILED = 1


class Outcome(StrEnum):
    """What became of a trial."""

    PASSED = "passed"
    FAILED = "failed"
    BROKEN = "broken"  # the tests did not run: that proves nothing
    TIMEOUT = "timeout"  # nor does this


@dataclass(frozen=True, slots=True)
class Trial:
    """`test` is the first that failed; `said` the end of what pytest had to say."""

    outcome: Outcome
    seconds: float
    test: str = ""
    said: str = ""


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of everything that tests read."""
    with TemporaryDirectory(prefix="dunlin-mutant-") as directory:
        for name in _FOLDERS:
            shutil.copytree(ROOT / name, Path(directory, name), ignore=_LEFT)
        for name in _FILES:
            shutil.copy2(ROOT / name, directory)
        yield Path(directory)


def try_out(tree: Path, tests: Sequence[str], *, timeout: float) -> Trial:
    """Run the tests over the copy."""
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "-n", "0", "-x", "--tb=line", "-rfE", *tests]
    began = time.monotonic()
    with subprocess.Popen(  # noqa: S603 - our own command
        command,
        cwd=tree,
        env=os.environ | {"PYTHONPATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return Trial(Outcome.TIMEOUT, time.monotonic() - began)
    return _judged(process.returncode, said, time.monotonic() - began)


def _judged(code: int, said: str, seconds: float) -> Trial:
    if code == 0:
        return Trial(Outcome.PASSED, seconds)
    failed = _FAILED.search(said)
    if code != _TESTS_FAILED or failed is None:
        return Trial(Outcome.BROKEN, seconds, said=said[-2_000:])
    return Trial(Outcome.FAILED, seconds, failed[1], said[-2_000:])
