"""Why reminders rest, as callers say it and get it: of one invoice, or of a whole customer."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from api.bodies.common import Day, Given, Shown, Text, named
from dunlin.domain.dunning.hold import Hold, HoldKind

_DAY = len("2026-12-01")


def _until(value: Any) -> Any:
    """A day or an instant by its form: pydantic would read the one as the other."""
    if value is None:
        return None
    try:
        until = date.fromisoformat(value) if len(value) == _DAY else datetime.fromisoformat(value)
    except (TypeError, ValueError) as odd:
        raise ValueError(_FORMS) from odd
    if isinstance(until, datetime) and until.tzinfo is None:
        raise ValueError(_FORMS)
    return until


_FORMS = "must be a day such as 2026-12-01, or an instant such as 2026-12-01T09:00:00+01:00"
Until = Annotated[
    datetime | date | None,
    BeforeValidator(_until),
    Field(description="a day is its beginning by the customer's clock; left out: until somebody resumes"),
]
Why = Annotated[str, Field(min_length=1, max_length=500)]


class HoldBody(Given):
    """Why no reminder is to go out."""

    until: Until = None
    reason: Why


class CustomerHoldBody(HoldBody):
    """Why nobody at the customer is to be reminded, of any invoice."""

    kind: Literal[HoldKind.PAUSED, HoldKind.DISPUTE] = HoldKind.PAUSED


class DisputeBody(Given):
    """What the customer objects to."""

    reason: Why
    who: Text = Field("", description="the person at the customer who said so")


class PromiseBody(Given):
    """What the customer has promised."""

    on: Day
    amount: int | None = Field(None, ge=1, description="minor units of the invoice's currency; left out: all")
    resume_at: int | None = Field(
        None, ge=1, description="the reminder to go on with when the promise is broken; left out: the next"
    )
    who: Text = Field("", description="the person at the customer who said so")


class CustomerResumeBody(Given):
    """What ends."""

    kinds: Annotated[list[HoldKind], Field(max_length=len(HoldKind), description="empty: all of them")] = []


class ResumeBody(CustomerResumeBody):
    """What ends, and why."""

    reason: Text = ""


class HoldShown(Shown):
    """One reason to rest."""

    kind: HoldKind
    reason: str
    since: datetime
    until: datetime | None = Field(description="null: until somebody resumes")
    actor: str


def holds(of: tuple[Hold, ...], *, now: datetime) -> list[HoldShown]:
    """Those that hold now."""
    return [
        HoldShown(kind=each.kind, reason=each.reason, since=each.since, until=each.until, actor=named(each.actor))
        for each in of
        if each.lasts(now=now)
    ]
