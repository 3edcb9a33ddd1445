"""What is decided when somebody changes a dunning at a desk: never to send, for that is a worker's business."""

from dataclasses import replace
from datetime import datetime

from dunlin.domain.dunning.decision import Reason, Verdict
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.refresh import refresh
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.payments.tries import open_try

_OF_A_WORKER = (Verdict.SEND, Verdict.ESCALATE, Verdict.COLLECT)


def rest(facts: Facts, *, now: datetime) -> Refreshed:
    """As `refresh` decides; what is due at once is left for a worker, who looks again."""
    found = refresh(facts, now=now)
    if found.decision.verdict not in _OF_A_WORKER:
        return found
    generation = facts.dunning.generation + 1
    decision = replace(found.decision, verdict=Verdict.MOVE, next_at=now)
    if found.decision.verdict is Verdict.COLLECT:
        # The worker tells of it. A try that is being made already was told.
        reason = Reason.AUTOPAY_DUE if open_try(facts.dunning.tries) else Reason.AUTOPAY
        dunning = replace(facts.dunning, generation=generation, next_at=now, decided=reason.value, ended="")
        return Refreshed(replace(facts.invoice, dunning=dunning), decision)
    dunning = replace(facts.dunning, generation=generation, next_at=now, decided=Reason.DUE.value, ended="")
    data = {"reason": Reason.DUE.value, "number": str(decision.number), **dict(decision.facts)}
    note = Note("reminder.planned", "The next reminder is due at once", data)
    return Refreshed(replace(facts.invoice, dunning=dunning), decision, (note,))
