"""A reminder whose text cannot be written: it waits for a person to mend it, and for nobody else."""

from dataclasses import replace
from datetime import datetime, timedelta

from dunlin.domain.dunning.decision import TEXTS, Decision, Reason, Verdict
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.refreshed import Refreshed

AGAIN = timedelta(days=1)


def unwritable(facts: Facts, due: Decision, why: str, *, now: datetime) -> Refreshed:
    """As if it had not been its turn; it is tried again the next day. Told once."""
    before, number, text = facts.dunning, due.number, f"{TEXTS[Reason.UNWRITABLE]}: {why}"
    decision = replace(due, verdict=Verdict.HOLD, reason=Reason.UNWRITABLE, text=text, next_at=now + AGAIN)
    dunning = replace(
        before,
        generation=before.generation + 1,
        next_number=number,
        next_at=decision.next_at,
        decided=Reason.UNWRITABLE.value,
        attention=text,
        attention_since=before.attention_since or now,
    )
    data = {"reason": Reason.UNWRITABLE.value, "number": str(number), **dict(due.facts)}
    note = Note("reminder.held", f"Reminder {number} waits: {text}", data)
    told = () if before.decided == Reason.UNWRITABLE else (note,)
    return Refreshed(replace(facts.invoice, dunning=dunning), decision, told)
