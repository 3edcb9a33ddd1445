"""Why an invoice was, or was not, reminded of: the decisions, as callers get them."""

from datetime import datetime

from pydantic import Field

from api.bodies.common import Shown, named
from dunlin.domain.timeline import Entry

_OWN = ("reason", "number", "next_at")


class DecisionShown(Shown):
    """One decision, or something that people did about reminders."""

    at: datetime
    actor: str
    type: str
    text: str
    reason: str = Field(description="the code; empty where a person needs none")
    number: int | None = Field(description="of the reminder that it is about")
    next_at: str | None = Field(description="when somebody looks again, as it was known then")
    facts: dict[str, str] = Field(description="the facts that were seen")


class DecisionList(Shown):
    """A page of them, newest first."""

    items: list[DecisionShown]
    next_cursor: str | None


def decision(of: Entry) -> DecisionShown:
    """A decision as callers get it."""
    return DecisionShown(
        at=of.at,
        actor=named(of.actor),
        type=of.type,
        text=of.text,
        reason=of.data.get("reason", ""),
        number=int(of.data["number"]) if "number" in of.data else None,
        next_at=of.data.get("next_at"),
        facts={name: each for name, each in of.data.items() if name not in _OWN},
    )
