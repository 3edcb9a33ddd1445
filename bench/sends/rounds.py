"""Rounds in which every stack sends the same invoice in turn, so that noise hits all alike."""

import gc
from statistics import median
from typing import Protocol

from bench.sends.fields import check
from bench.sends.sample import Sample
from bench.sends.stopwatch import PARTS, Stopwatch
from bench.sends.wire import Wire

type Spent = dict[str, float]
"""Milliseconds of CPU by part, and `all`."""


class Stack(Protocol):
    """One way to send an invoice."""

    @property
    def name(self) -> str: ...
    def prepare(self, sample: Sample) -> None: ...
    def send(self, sample: Sample, watch: Stopwatch) -> None: ...


def measure(stacks: list[Stack], sample: Sample, wire: Wire, *, rounds: int) -> dict[str, Spent]:
    """Medians by stack, after a send by each that is checked and not counted. Raises MissingFieldsError."""
    for stack in stacks:
        stack.prepare(sample)
        wire.sent()
        stack.send(sample, Stopwatch())
        check(stack.name, sample, wire.sent())
    taken: dict[str, list[Spent]] = {stack.name: [] for stack in stacks}
    for _ in range(rounds):
        for stack in stacks:
            stack.prepare(sample)
            gc.collect()  # nobody clears up after another
            watch = Stopwatch()
            stack.send(sample, watch)
            wire.sent()
            taken[stack.name].append({**watch.spent, "all": sum(watch.spent.values())})
    return {name: _medians(each) for name, each in taken.items()}


def _medians(rounds: list[Spent]) -> Spent:
    return {part: median(each.get(part, 0) for each in rounds) for part in (*PARTS, "all")}
