"""End what lets an invoice's dunning rest: a pause, a dispute, a promise that is withdrawn."""

from dataclasses import replace

from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import HoldKind, PromiseState, without
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.errors import Conflict
from dunlin.services.change_dunning import change_dunning
from dunlin.services.desk import Desk


def resume_dunning(
    invoice_id: str, *, desk: Desk, kinds: tuple[HoldKind, ...] = (), reason: str = ""
) -> tuple[Facts, Refreshed]:
    """End the holds of these kinds; all of the invoice's own without any. Raises Conflict when there is none."""

    def how(facts: Facts) -> tuple[Dunning, tuple[Note, ...]]:
        before = facts.dunning
        ended = [each.kind for each in before.holds if not kinds or each.kind in kinds]
        if not ended:
            raise Conflict(_nothing(facts, desk), code="not_held")
        holds, promise = before.holds, before.promise
        for kind in ended:
            holds = without(holds, kind)
        if promise and HoldKind.PROMISE in ended:
            promise = replace(promise, state=PromiseState.WITHDRAWN)
        said = f": {reason}" if reason else ""
        notes = tuple(Note("hold.ended", f"Reminders go on ({kind} ended){said}", {"kind": kind}) for kind in ended)
        return replace(before, holds=holds, promise=promise), notes

    return change_dunning(invoice_id, how, desk=desk)


def _nothing(facts: Facts, desk: Desk) -> str:
    if any(each.lasts(now=desk.now) for each in facts.customer.holds):
        return "the reminders of the whole customer rest: resume them there"
    return "nothing of that kind lets the reminders of this invoice rest"
