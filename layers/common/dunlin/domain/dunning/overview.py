"""Where an invoice's reminders stand, for people: what is so, why, and what is to come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dunlin.domain.dunning.decision import Decision, Reason, Verdict
from dunlin.domain.dunning.doubt import doubt
from dunlin.domain.dunning.facts import Facts, steps_of
from dunlin.domain.dunning.steps import PlannedStep


class State(StrEnum):
    """In a word."""

    NOT_BEGUN = "not_begun"  # the invoice has not been sent
    RUNNING = "running"
    HELD = "held"
    FINISHED = "finished"  # every reminder has had its turn
    ENDED = "ended"  # paid, void, or without a workflow


@dataclass(frozen=True, slots=True)
class Coming:
    """A reminder to come, and what speaks against it as things are (empty: nothing)."""

    step: PlannedStep
    doubt: str


@dataclass(frozen=True, slots=True)
class Overview:
    """`decision` is what becomes of the next reminder as things are now, and when somebody looks again."""

    facts: Facts
    decision: Decision
    state: State
    coming: tuple[Coming, ...]
    next_at: datetime | None


def overview(facts: Facts, decision: Decision, *, now: datetime) -> Overview:
    """Of an invoice that nobody has decided about yet, as it would be decided."""
    nothing = decision.verdict is Verdict.STOP or decision.reason is Reason.NOT_OPEN
    steps = () if nothing else steps_of(facts, now=now)
    coming = tuple(Coming(each, "" if each.skip else doubt(facts, each, now=now)) for each in steps)
    looked_at = facts.dunning.generation > 0
    return Overview(facts, decision, _state(decision), coming, facts.dunning.next_at if looked_at else decision.next_at)


def _state(decision: Decision) -> State:
    usual = {Verdict.STOP: State.ENDED, Verdict.HOLD: State.HELD}.get(decision.verdict, State.RUNNING)
    return _OF_REASONS.get(decision.reason, usual)


_OF_REASONS = {
    Reason.NOT_OPEN: State.NOT_BEGUN,
    Reason.FINISHED: State.FINISHED,
    Reason.ESCALATED: State.FINISHED,
    Reason.AUTOPAY_DUE: State.HELD,
}
