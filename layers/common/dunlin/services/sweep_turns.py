"""Sweep: hand every invoice to the outbox whose dunning somebody should have looked at by now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dunlin.domain.timeline import Actor, ActorKind, Entry
from dunlin.services.ports.dunning import Dunnings
from dunlin.services.ports.records import NewId, Timeline
from dunlin.services.ports.sending import Outbox, TurnDue

SWEEP = Actor(ActorKind.SYSTEM, "sweep")
# How long a schedule or the queue has before the sweep steps in.
_MISSED = timedelta(minutes=1)
# Until then the outbox has it; after that it is due again.
AGAIN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Swept:
    """How many were queued, and how many of them because nobody came at the time that was set."""

    queued: int
    late: int


def sweep_turns(
    *, now: datetime, new_id: NewId, dunnings: Dunnings, timeline: Timeline, outbox: Outbox, limit: int = 500
) -> Swept:
    """Each is queued by one sweep only, however many run. That a schedule was lost stands in the timeline."""
    late = now - _MISSED
    due = dunnings.due(now=late, limit=limit)
    taken = [turn for turn in due if dunnings.snooze(turn, now=late, until=now + AGAIN)]
    missed = [turn for turn in taken if turn.generation]
    for turn in missed:
        timeline.add(_entry(turn, now, new_id))
    for turn in taken:
        outbox.put_turn(turn)
    return Swept(len(taken), len(missed))


def _entry(turn: TurnDue, now: datetime, new_id: NewId) -> Entry:
    """An invoice that was just opened has generation 0: that the sweep has its reminders planned is no repair."""
    text = "Nobody looked at the reminders at the time that was set: the sweep has it done"
    return Entry(new_id("tml"), turn.invoice_id, now, SWEEP, "dunning.repaired", text)
