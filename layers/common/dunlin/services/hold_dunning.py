"""Let an invoice's dunning rest: paused until a day or until resumed, or disputed."""

from datetime import date, datetime

from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import Hold, HoldKind, ends_at
from dunlin.domain.dunning.holding import held
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.refreshed import Refreshed
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
        end = ends_at(until, facts.zone, now=desk.now)
        return held(facts, Hold(kind, desk.now, desk.actor, said, end), now=desk.now)

    return change_dunning(invoice_id, how, desk=desk)
