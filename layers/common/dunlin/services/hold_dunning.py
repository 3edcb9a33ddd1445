"""Let an invoice's dunning rest: paused until a day or until resumed, or disputed."""

from dataclasses import replace
from datetime import date, datetime

from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import Hold, HoldKind, ends_at, with_hold
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.errors import Conflict
from dunlin.domain.invoice import OVER
from dunlin.services.change_dunning import change_dunning
from dunlin.services.desk import Desk


def hold_dunning(
    invoice_id: str, kind: HoldKind, *, reason: str, desk: Desk, until: date | datetime | None = None, who: str = ""
) -> tuple[Facts, Refreshed]:
    """Of each kind there is one hold: another takes its place, and the same again changes nothing. A day `until` is its
    beginning by the customer's clock; `who` is the person at the customer who said so.

    Raises InvalidInput as `ends_at` does, Conflict when nothing is owed any more.
    """
    said = f"{reason} ({who})" if who and reason else reason or who

    def how(facts: Facts) -> tuple[Dunning, tuple[Note, ...]]:
        invoice, before = facts.invoice, facts.dunning
        if invoice.status in OVER:
            raise Conflict(f"{invoice.number} is {invoice.status}: nobody is reminded of it", code="wrong_status")
        hold = Hold(kind, desk.now, desk.actor, said, ends_at(until, facts.zone, now=desk.now))
        there = before.held_by(kind, now=desk.now)
        if there and (there.reason, there.until) == (hold.reason, hold.until):
            return before, ()
        return replace(before, holds=with_hold(before.holds, hold)), (_note(hold),)

    return change_dunning(invoice_id, how, desk=desk)


def _note(hold: Hold) -> Note:
    until = f" until {hold.until:%Y-%m-%d %H:%M} UTC" if hold.until else ""
    reason = f": {hold.reason}" if hold.reason else ""
    data = {"kind": hold.kind.value, **({"until": hold.until.isoformat()} if hold.until else {})}
    return Note("hold.placed", f"Reminders rest{until} ({hold.kind}){reason}", data)
