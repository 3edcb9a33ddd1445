"""Holds: why dunning rests, on one invoice or for a whole customer, and promises to pay."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.local_time import resolve
from dunlin.domain.timeline import Actor

LONGEST = timedelta(days=731)


class HoldKind(StrEnum):
    """Why no reminder goes out."""

    PAUSED = "paused"
    PROMISE = "promise"
    DISPUTE = "dispute"
    PROCESSING = "processing"  # a payment is under way
    CHARGEBACK = "chargeback"  # a payment is disputed at the customer's bank
    AUTOPAY = "autopay"
    UNDELIVERABLE = "undeliverable"
    SAID_PAID = "said_paid"  # the customer says so: it is looked for
    WRONG_PERSON = "wrong_person"  # who was written to says so: until somebody has looked


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


def ends_at(until: date | datetime | None, zone: str, *, now: datetime) -> datetime | None:
    """The instant at which a hold ends: of a day, its beginning in the zone. None: when somebody ends it.

    Raises InvalidInput for what has passed, or is more than two years away: that is a slip, or no end at all.
    """
    if until is None:
        return None
    if isinstance(until, datetime):
        return _within(until, until - now).astimezone(UTC)
    today = now.astimezone(ZoneInfo(zone)).date()
    _within(until, until - today)
    return resolve(datetime.combine(until, time.min), zone).at


def _within[T](until: T, wait: timedelta) -> T:
    if not timedelta(0) < wait <= LONGEST:
        message = f"{until} has passed, or is more than two years away: give a later or an earlier day, or none"
        raise InvalidInput(message, Problem("/until", message))
    return until


def with_hold(holds: tuple[Hold, ...], hold: Hold) -> tuple[Hold, ...]:
    """The holds with this one, in place of another of its kind."""
    return (*without(holds, hold.kind), hold)


def without(holds: tuple[Hold, ...], kind: HoldKind) -> tuple[Hold, ...]:
    """The holds without that kind."""
    return tuple(each for each in holds if each.kind is not kind)
