"""Take an invoice off the list of those that a person is asked to look at."""

from dataclasses import replace

from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.errors import Conflict
from dunlin.services.change_dunning import change_dunning
from dunlin.services.desk import Desk


def attend_dunning(invoice_id: str, *, desk: Desk, note: str = "") -> tuple[Facts, Refreshed]:
    """Somebody has looked. Reminders go on if what kept them was mended; a text that still cannot be written is asked
    about again. Raises Conflict when nobody was asked.
    """

    def how(facts: Facts) -> tuple[Dunning, tuple[Note, ...]]:
        before = facts.dunning
        if not before.attention:
            raise Conflict(f"nobody is asked to look at {facts.invoice.number}", code="nothing_to_attend")
        said = f": {note}" if note else ""
        told = Note("dunning.attended", f"Looked at ({before.attention}){said}", {"reason": before.decided})
        return replace(before, attention="", attention_since=None), (told,)

    return change_dunning(invoice_id, how, desk=desk)
