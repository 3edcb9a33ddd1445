"""A hold on an invoice: how the dunning stands with it."""

from dataclasses import replace
from datetime import datetime

from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import Hold, with_hold
from dunlin.domain.dunning.note import Note
from dunlin.domain.errors import Conflict
from dunlin.domain.invoice import OVER


def held(facts: Facts, hold: Hold, *, now: datetime) -> tuple[Dunning, tuple[Note, ...]]:
    """In place of another of its kind; the dunning itself where it is held so already. Raises Conflict when nothing is
    owed any more.
    """
    invoice, before = facts.invoice, facts.dunning
    if invoice.status in OVER:
        raise Conflict(f"{invoice.number} is {invoice.status}: nobody is reminded of it", code="wrong_status")
    there = before.held_by(hold.kind, now=now)
    if there and (there.reason, there.until) == (hold.reason, hold.until):
        return before, ()
    return replace(before, holds=with_hold(before.holds, hold)), (_note(hold),)


def _note(hold: Hold) -> Note:
    until = f" until {hold.until:%Y-%m-%d %H:%M} UTC" if hold.until else ""
    reason = f": {hold.reason}" if hold.reason else ""
    data = {"kind": hold.kind.value, **({"until": hold.until.isoformat()} if hold.until else {})}
    return Note("hold.placed", f"Reminders rest{until} ({hold.kind}){reason}", data)
