"""Take an invoice off the list of those that a person is asked to look at."""

from dataclasses import replace

from dunlin.domain.dunning.answered import attended
from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import HoldKind, without
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.errors import Conflict
from dunlin.services.change_dunning import change_dunning
from dunlin.services.desk import Desk

# What a look ends, for it is all that was waited for.
_AWAITED = HoldKind.WRONG_PERSON


def attend_dunning(invoice_id: str, *, desk: Desk, note: str = "") -> tuple[Facts, Refreshed]:
    """Somebody has looked. Reminders go on if what kept them was mended; a text that still cannot be written is asked
    about again. Whoever says that an invoice is not theirs may be written to again. Raises Conflict when nobody was
    asked.
    """

    def how(facts: Facts) -> tuple[Dunning, tuple[Note, ...]]:
        before = facts.dunning
        if not before.asks:
            raise Conflict(f"nobody is asked to look at {facts.invoice.number}", code="nothing_to_attend")
        said = f": {note}" if note else ""
        told = Note("dunning.attended", f"Looked at ({before.asks}){said}", {"reason": before.decided})
        looked = replace(before, attention="", attention_since=None, answers=attended(before.answers))
        if not looked.held_by(_AWAITED, now=desk.now):
            return looked, (told,)
        ended = Note("hold.ended", "Reminders go on: somebody has looked who is to be written to", {"kind": _AWAITED})
        return replace(looked, holds=without(looked.holds, _AWAITED)), (told, ended)

    return change_dunning(invoice_id, how, desk=desk)
