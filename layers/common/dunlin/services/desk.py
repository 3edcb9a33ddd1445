"""Where an invoice's dunning is decided: who decides, when, and through what they reach the world."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dunlin.domain.dunning.note import Note
from dunlin.domain.timeline import Actor, ActorKind, Entry
from dunlin.services.facts_of import Rules
from dunlin.services.ports.dunning import Dunnings
from dunlin.services.ports.records import NewId, Templates
from dunlin.services.ports.sending import Messages, Outbox, Schedules

DUNNING = Actor(ActorKind.SYSTEM, "dunning")


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sits there, and what is on it."""

    actor: Actor
    now: datetime
    new_id: NewId
    messages: Messages
    dunnings: Dunnings
    rules: Rules
    templates: Templates
    outbox: Outbox
    schedules: Schedules


def entries_of(
    notes: tuple[Note, ...], invoice_id: str, *, actor: Actor, at: datetime, new_id: NewId
) -> tuple[Entry, ...]:
    """The timeline's entries, in the order of the notes."""
    return tuple(
        Entry(new_id("tml"), invoice_id, at + timedelta(microseconds=position), actor, note.type, note.text, note.data)
        for position, note in enumerate(notes)
    )
