"""How much of everything a workflow may have, and what is said of more."""

from collections.abc import Iterator
from dataclasses import dataclass

from dunlin.domain.errors import Problem
from dunlin.domain.money import LARGEST, Money

MOST_STEPS = 20
MOST_ACTIONS = 10
MOST_ADDRESSEES = 20
MOST_SUBJECT = 200
MOST_MESSAGE = 5_000


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from `least` to `most`, of a unit."""

    least: int
    most: int
    unit: str = "days"

    def faults(self, value: int, where: str) -> Iterator[Problem]:
        """Told where the value is outside."""
        if value not in self:
            yield Problem(where, f"{value} is not from {self.least} to {self.most} {self.unit}")

    def __contains__(self, value: int) -> bool:
        return self.least <= value <= self.most


OFFSET = Range(-365, 730)
GAP = Range(0, 90)
EVERY = Range(1, 365)
TIMES = Range(1, 24, "times")
AFTER = Range(1, 365)
GRACE = Range(0, 365)


def money_faults(amounts: tuple[Money, ...], where: str) -> Iterator[Problem]:
    """Amounts are more than nothing, no more than anybody owes, and one per currency."""
    seen: set[str] = set()
    for number, each in enumerate(amounts):
        if not 0 < each.amount <= LARGEST:
            yield Problem(f"{where}/{number}/amount", f"an amount is from 1 to {LARGEST} minor units")
        if each.currency in seen:
            yield Problem(f"{where}/{number}/currency", f"{each.currency} is there twice: one amount per currency")
        seen.add(each.currency)
