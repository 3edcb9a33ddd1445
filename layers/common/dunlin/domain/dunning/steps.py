"""The reminders to come: what they are planned from, when each goes out, and what kept it from its moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

type Closed = Callable[[date], str]
"""Why nobody works on that day at the customer's (`Saturday`, `Christmas Day`); empty for a working day."""


class Cause(StrEnum):
    """What kept a reminder from the moment that the workflow names."""

    NOT_A_BUSINESS_DAY = "not_a_business_day"
    OUTSIDE_WINDOW = "outside_window"
    GAP_TOO_SMALL = "gap_too_small"
    CAUGHT_UP = "caught_up"
    CLOCKS_CHANGE = "clocks_change"
    # Of these it is not sent at all.
    BEFORE_INVOICE = "before_invoice"
    TOO_LATE = "too_late"
    MISSED = "missed"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Moved:
    """Why a reminder is not when the workflow has it: for programs and for people."""

    cause: Cause
    text: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What an invoice's reminders are planned from.

    `begun_at` is when the invoice was first sent, `mailed_at` the last mail about it. `spacing_days` lie between
    reminders that are caught up. `last_at` is when the last reminder went out, from which the escalation counts.
    `resumed` is the reminder that a broken promise goes on with: it is sent whatever becomes of others that are late.
    """

    due_date: date
    zone: str
    closed: Closed
    begun_at: datetime
    mailed_at: datetime | None = None
    last_at: datetime | None = None
    spacing_days: int = 3
    resumed: int = 0


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One reminder to come. `local` is the customer's clock, `at` the same in UTC; `moved` says, in the order in which
    it came about, why that is not the moment that the workflow names. With `skip` it will not be sent.
    """

    number: int
    local: datetime
    zone: str
    at: datetime
    moved: tuple[Moved, ...] = ()
    skip: Moved | None = None
    escalation: bool = False
