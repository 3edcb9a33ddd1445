"""Holds: why dunning rests, on one invoice or for a whole customer, and promises to pay."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dunlin.domain.timeline import Actor


class HoldKind(StrEnum):
    """Why no reminder goes out."""

    PAUSED = "paused"
    PROMISE = "promise"
    DISPUTE = "dispute"
    PROCESSING = "processing"  # a payment is under way
    AUTOPAY = "autopay"
    UNDELIVERABLE = "undeliverable"


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason to rest; of each kind there is one at most. `until` None means until somebody ends it."""

    kind: HoldKind
    since: datetime
    actor: Actor
    reason: str = ""
    until: datetime | None = None

    def lasts(self, *, now: datetime) -> bool:
        """Whether it still holds."""
        return self.until is None or now < self.until


class PromiseState(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise to pay `amount` minor units by the end of `on`. `paid_before` had come in when it was made.

    It is judged at `judged_at`; when it was broken, reminders go on with number `resume_at`.
    """

    amount: int
    on: date
    made_at: datetime
    actor: Actor
    paid_before: int
    judged_at: datetime
    resume_at: int
    state: PromiseState = PromiseState.OPEN

    def kept(self, paid: int) -> bool:
        """Whether what was promised has come in."""
        return paid - self.paid_before >= self.amount


def with_hold(holds: tuple[Hold, ...], hold: Hold) -> tuple[Hold, ...]:
    """The holds with this one, in place of another of its kind."""
    return (*without(holds, hold.kind), hold)


def without(holds: tuple[Hold, ...], kind: HoldKind) -> tuple[Hold, ...]:
    """The holds without that kind."""
    return tuple(each for each in holds if each.kind is not kind)
