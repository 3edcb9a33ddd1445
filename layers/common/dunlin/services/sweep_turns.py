"""Sweep: hand every invoice to the outbox whose dunning somebody should have looked at by now."""

from datetime import datetime, timedelta

from dunlin.services.ports.dunning import Dunnings
from dunlin.services.ports.sending import Outbox

# How long a schedule or the queue has before the sweep steps in.
_MISSED = timedelta(minutes=1)
# Until then the outbox has it; after that it is due again.
AGAIN = timedelta(minutes=15)


def sweep_turns(*, now: datetime, dunnings: Dunnings, outbox: Outbox, limit: int = 500) -> int:
    """How many were queued. Each is queued by one sweep only, however many run."""
    late = now - _MISSED
    due = dunnings.due(now=late, limit=limit)
    taken = [turn for turn in due if dunnings.snooze(turn, now=late, until=now + AGAIN)]
    for turn in taken:
        outbox.put_turn(turn)
    return len(taken)
