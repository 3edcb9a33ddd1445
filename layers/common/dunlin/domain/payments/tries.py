"""The tries to charge an invoice automatically, as they are kept with its dunning."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class TryState(StrEnum):
    """What has become of it."""

    ASKED = "asked"  # decided; the provider is being asked, or has the money under way
    FAILED = "failed"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Try:
    """Try `number` of an invoice, counted over all agreements, decided at `at`. `code` says why it has failed."""

    number: int
    agreement_id: str
    at: datetime
    state: TryState = TryState.ASKED
    ended_at: datetime | None = None
    code: str = ""


def open_try(tries: tuple[Try, ...]) -> Try | None:
    """The one that is not over; None where none is."""
    return tries[-1] if tries and tries[-1].state is TryState.ASKED else None


def concluded(tries: tuple[Try, ...], ended: Try) -> tuple[Try, ...]:
    """With that try as it ended. One that ended before stays as it was; one that was given up is there again."""
    there = next((each for each in tries if each.number == ended.number), None)
    if there and there.state is not TryState.ASKED:
        return tries
    ended = replace(ended, at=there.at) if there else ended
    others = [each for each in tries if each.number != ended.number]
    return tuple(sorted((*others, ended), key=lambda each: each.number))
