"""What became of a mutant, and the table of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.simulation.mutants import Mutant
from tests.simulation.trial import Outcome, Trial


@dataclass(frozen=True, slots=True)
class Verdict:
    """Each trial is None where it was not needed."""

    mutant: Mutant
    simulated: Trial | None
    story: Trial | None
    named: Trial | None

    @property
    def caught(self) -> bool:
        """By any; and by its own story, if it has one."""
        told = self.story is None or self.story.outcome is Outcome.FAILED
        return told and any(each.outcome is Outcome.FAILED for each in self._trials)

    @property
    def line(self) -> str:
        """For somebody who waits."""
        unclear = [each.said for each in self._trials if each.outcome in {Outcome.BROKEN, Outcome.TIMEOUT}]
        by = ", ".join(each.test for each in self._trials if each.test)
        return "\n".join((f"{'caught' if self.caught else 'SURVIVED'}: {self.mutant.name} ({by})", *unclear))

    @property
    def row(self) -> tuple[str, ...]:
        """Of the table."""
        seconds = sum(each.seconds for each in self._trials)
        return (self.mutant.name, self.mutant.promise, _by(self.simulated), self._beside, f"{seconds:.0f}")

    @property
    def _trials(self) -> tuple[Trial, ...]:
        return tuple(each for each in (self.simulated, self.story, self.named) if each)

    @property
    def _beside(self) -> str:
        found = " and ".join(_by(each) for each in (self.story, self.named) if each)
        return found if self.caught else f"{found} **SURVIVED**"


def table(verdicts: Sequence[Verdict]) -> str:
    """In Markdown."""
    head = ("mutant", "promise", "seen by the simulation", "seen by", "seconds")
    rows = (head, ("---",) * len(head), *(each.row for each in verdicts))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _by(trial: Trial | None) -> str:
    if trial is None or trial.outcome is Outcome.PASSED:
        return "" if trial is None else "no"
    if trial.outcome is not Outcome.FAILED:
        return trial.outcome.value
    path, _, test = trial.test.partition("::")
    return f"`{path.removeprefix('tests/').removeprefix('simulation/')}::{test}`"
