"""Try the tests out: each mutant must be seen by one of them, and none may fail without a mutant.

    python -m tests.simulation [part of a name ...] [--timeout SECONDS] [--only-named]

Prints a table, and ends with 1 where a mutant survives, or where the source as it is does not pass.
"""

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial

from tests.simulation.mutants import INCIDENTS, Mutant, mutants
from tests.simulation.trial import Outcome, Trial, copied, try_out
from tests.simulation.verdict import Verdict, table

AT_ONCE = 2


def main() -> int:
    """The exit code."""
    asked = _asked()
    wanted = [each for each in mutants() if not asked.names or any(part in each.name for part in asked.names)]
    run = partial(_run, simulate=not asked.only_named, timeout=asked.timeout)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        sound = pool.submit(_sound, wanted, simulate=not asked.only_named, timeout=asked.timeout * 4)
        verdicts = [_told(each) for each in pool.map(run, wanted)]
    survived = [each for each in verdicts if not each.caught]
    print(f"\n{table(verdicts)}")
    print(f"{len(verdicts) - len(survived)} of {len(verdicts)} caught, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    return int(bool(survived) or not sound.result())


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description="Are the mutants caught?")
    parser.add_argument("names", nargs="*", help="parts of the names of mutants; all without")
    parser.add_argument("--timeout", type=float, default=600, help="seconds for one run of tests over one mutant")
    parser.add_argument("--only-named", action="store_true", help="only the tests of the table, no simulation")
    return parser.parse_args()


def _sound(wanted: list[Mutant], *, simulate: bool, timeout: float) -> bool:
    """Whether the source passes as it is."""
    simulated = [test for each in wanted for test in each.simulation] if simulate else []
    tests = dict.fromkeys((*simulated, INCIDENTS, *(test for each in wanted for test in each.tests)))
    with copied() as tree:
        trial = try_out(tree, tuple(tests), timeout=timeout)
    print(f"without a mutant: {trial.outcome} in {trial.seconds:.0f} s {trial.test}\n{trial.said}", flush=True)
    return trial.outcome is Outcome.PASSED


def _run(mutant: Mutant, *, simulate: bool, timeout: float) -> Verdict:
    """The simulation and its story always; the tests that are named for it when neither has seen it."""
    with copied() as tree:
        mutant.apply(tree)
        trial = partial(try_out, tree, timeout=timeout)
        simulated = trial(mutant.simulation) if simulate else None
        story = trial(mutant.story) if mutant.incident else None
        seen = any(each and each.outcome is Outcome.FAILED for each in (simulated, story))
        named: Trial | None = trial(mutant.tests) if mutant.tests and not seen else None
    return Verdict(mutant, simulated, story, named)


def _told(verdict: Verdict) -> Verdict:
    print(verdict.line, flush=True)
    return verdict


if __name__ == "__main__":
    sys.exit(main())
