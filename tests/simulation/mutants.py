"""Mutants: the source with one mistake in it. What the mistakes are, and who must see them, is `mutants.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("mutants.toml")
INCIDENTS = "tests/simulation/test_incidents.py"
_SINGLES = "tests/simulation/test_enumerated.py::test_every_single_fault_is_survived"
_RACES = "tests/simulation/test_races.py::test_whoever_comes_in_between_no_promise_is_broken"
# Quickest first.
_EVERYTHING = tuple(
    f"tests/simulation/test_{each}.py"
    for each in ("races", "enumerated", "pairs_after_asking", "pairs_after_delivering", "random")
)


@dataclass(frozen=True, slots=True)
class Edit:
    """`old`, which is found once in the file, becomes `new`."""

    file: str
    old: str
    new: str

    def of(self, source: str) -> str:
        """The source with the mistake. Raises ValueError where the text is not found exactly once."""
        if (times := source.count(self.old)) != 1:
            raise ValueError(f"{self.file} has this {times} times, not once: {self.old.strip()}")
        return source.replace(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Mutant:
    """`promise` is what it breaks. `scenarios` and `races` are those of the simulation that are to see it (none: all
    are played), `incident` is the story that must fail under it, where there is one; `tests` see it where the
    simulation does not.
    """

    name: str
    promise: str
    edits: tuple[Edit, ...]
    scenarios: tuple[str, ...] = ()
    races: tuple[str, ...] = ()
    incident: str = ""
    tests: tuple[str, ...] = ()

    @property
    def simulation(self) -> tuple[str, ...]:
        """What pytest is asked for to simulate it."""
        races = (f"{_RACES}[{each}]" for each in self.races)
        return (*races, *(f"{_SINGLES}[{each}]" for each in self.scenarios)) or _EVERYTHING

    @property
    def story(self) -> tuple[str, ...]:
        """What pytest is asked for to run its incident."""
        return (f"{INCIDENTS}::{self.incident}",) if self.incident else ()

    def apply(self, root: Path) -> None:
        """Make the mistake in a copy of the source."""
        for edit in self.edits:
            path = root / edit.file
            path.write_text(edit.of(path.read_text(encoding="utf-8")), encoding="utf-8")


def mutants() -> tuple[Mutant, ...]:
    """All of them, in the order of the table."""
    told = tomllib.loads(TABLE.read_text(encoding="utf-8"))["mutants"]
    return tuple(
        Mutant(
            name=each["name"],
            promise=each["promise"],
            edits=tuple(Edit(**edit) for edit in each["edits"]),
            scenarios=tuple(each.get("scenarios", ())),
            races=tuple(each.get("races", ())),
            incident=each.get("incident", ""),
            tests=tuple(each.get("tests", ())),
        )
        for each in told
    )
