"""Let an invoice's reminders rest while a payment of it is disputed at the bank, and have a person look at it.

Of a paid invoice, too: nobody is reminded of it now, but the bank may take the money back at any moment.
"""

from dataclasses import replace

from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import Hold, HoldKind, with_hold, without
from dunlin.domain.dunning.note import Note
from dunlin.domain.errors import Conflict
from dunlin.domain.invoice import Status
from dunlin.services.change_dunning import change_dunning
from dunlin.services.desk import Desk


def rest_disputed(invoice_id: str, *, reason: str, desk: Desk) -> None:
    """For this reason, or with an empty one no longer. The same again changes nothing."""

    def how(facts: Facts) -> tuple[Dunning, tuple[Note, ...]]:
        before = facts.dunning
        held = before.held_by(HoldKind.CHARGEBACK, now=desk.now)
        if (held.reason if held else "") == reason:
            return before, ()
        if not reason:
            return _over(before)
        if facts.invoice.status is Status.VOID:
            raise Conflict(f"{facts.invoice.number} is VOID: nobody is reminded of it", code="wrong_status")
        hold = Hold(HoldKind.CHARGEBACK, desk.now, desk.actor, reason)
        since = before.attention_since if before.attention else desk.now
        after = replace(
            before, holds=with_hold(before.holds, hold), attention=_asked(reason), attention_since=since, ended=""
        )
        return after, (Note("hold.placed", f"Reminders rest (chargeback): {reason}", {"kind": HoldKind.CHARGEBACK}),)

    change_dunning(invoice_id, how, desk=desk)


def _over(before: Dunning) -> tuple[Dunning, tuple[Note, ...]]:
    asked = any(_asked(each.reason) == before.attention for each in before.holds)
    after = replace(before, holds=without(before.holds, HoldKind.CHARGEBACK))
    after = replace(after, attention="", attention_since=None) if asked else after
    return after, (Note("hold.ended", "The dispute at the bank is over", {"kind": HoldKind.CHARGEBACK}),)


def _asked(reason: str) -> str:
    return f"{reason}: see to it at the payment provider; POST …/dunning/resume lets reminders go on"
