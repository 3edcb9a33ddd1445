"""Let an invoice's dunning rest: paused until a day or until resumed, or disputed."""

from dataclasses import replace
from datetime import datetime

from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.hold import Hold, HoldKind, with_hold
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.refresh import Facts, Refreshed
from dunlin.domain.errors import InvalidInput, Problem
from dunlin.services.change_dunning import change_dunning
from dunlin.services.desk import Desk


def hold_dunning(
    invoice_id: str, kind: HoldKind, *, reason: str, desk: Desk, until: datetime | None = None, who: str = ""
) -> tuple[Facts, Refreshed]:
    """Of each kind there is one hold: another takes its place. `who` is the person at the customer who said so.

    Raises InvalidInput for a time that has passed.
    """
    if until and until <= desk.now:
        message = f"{until:%Y-%m-%d %H:%M} UTC has passed"
        raise InvalidInput(message, Problem("/until", message))
    said = f"{reason} ({who})" if who and reason else reason or who
    hold = Hold(kind, desk.now, desk.actor, said, until)

    def how(facts: Facts) -> tuple[Dunning, tuple[Note, ...]]:
        after = replace(facts.dunning, holds=with_hold(facts.dunning.holds, hold))
        return after, (_note(hold),)

    return change_dunning(invoice_id, how, desk=desk)


def _note(hold: Hold) -> Note:
    until = f" until {hold.until:%Y-%m-%d %H:%M} UTC" if hold.until else ""
    reason = f": {hold.reason}" if hold.reason else ""
    data = {"kind": hold.kind.value, **({"until": hold.until.isoformat()} if hold.until else {})}
    return Note("hold.placed", f"Reminders rest{until} ({hold.kind}){reason}", data)
