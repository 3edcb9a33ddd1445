"""Announcements: what other systems are told of a timeline entry."""

from dataclasses import dataclass, replace
from datetime import datetime

from dunlin.domain.announcement.fields import FACTS
from dunlin.domain.announcement.kinds import KINDS
from dunlin.domain.timeline import Actor, Entry

VERSION = "1"


@dataclass(frozen=True, slots=True)
class Announcement:
    """The detail of an event. `id` is the entry's: whoever has seen it has seen this event, however often it comes.

    `invoice_id` is empty for money of no invoice that is known.
    """

    version: str
    id: str
    type: str
    at: datetime
    actor: Actor
    data: dict[str, str | int]
    invoice_id: str = ""


def announcement(entry: Entry) -> Announcement:
    """What is told of an entry; of one whose type is not in the table, no facts. Texts stay here: they name people."""
    return Announcement(
        VERSION,
        entry.entry_id,
        entry.type,
        entry.at,
        _nameless(entry.actor),
        _facts(entry),
        "" if entry.about_money else entry.invoice_id,
    )


def _nameless(actor: Actor) -> Actor:
    """Some identity providers have addresses for names."""
    return replace(actor, name="") if "@" in actor.name else actor


def _facts(entry: Entry) -> dict[str, str | int]:
    kind = KINDS.get(entry.type)
    names = (*kind.always, *kind.sometimes) if kind else ()
    told = {name: FACTS[name].read(entry.data.get(name, "")) for name in names}
    return {name: value for name, value in told.items() if value is not None}
