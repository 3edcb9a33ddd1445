"""What a refresh answers with, and how the record stands after a decision that sends nothing."""

from dataclasses import dataclass, replace

from dunlin.domain.dunning.answered import moot
from dunlin.domain.dunning.decision import TEXTS, Decision, Reason, Verdict
from dunlin.domain.dunning.dunning import Dunning, Outcome
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import HoldKind, PromiseState
from dunlin.domain.dunning.judging import judged_at
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.telling import decision_of, note_of
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import Recipient


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The invoice as it is to be from now on, what was decided, and what the timeline tells.

    With SEND, the reminder goes to `recipients`; with ESCALATE, a notice to those of the company. `judged` is what
    became of a promise just now.
    """

    invoice: Invoice
    decision: Decision
    notes: tuple[Note, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    judged: PromiseState | None = None

    @property
    def dunning(self) -> Dunning:
        """Where it stands from now on."""
        assert self.invoice.dunning  # noqa: S101 - refreshing makes one
        return self.invoice.dunning


_TOLD = {
    Verdict.MOVE: "reminder.planned",
    Verdict.HOLD: "reminder.held",
    Verdict.STOP: "dunning.ended",
    Verdict.ESCALATE: "dunning.escalated",
}


def standing_after(facts: Facts, decision: Decision, note: Note | None = None) -> Refreshed:
    """The record after a decision that sends nothing, told by the usual note, or by another. What was decided just so
    before is not told again.
    """
    before = facts.dunning
    ended = decision.reason.value if decision.verdict in {Verdict.STOP, Verdict.ESCALATE} else ""
    after = replace(before, next_at=decision.next_at, decided=decision.reason.value, ended=ended)
    # A bank may take the money of a paid invoice back: whoever is asked to see to that is still asked.
    contested = any(each.kind is HoldKind.CHARGEBACK for each in before.holds)
    if decision.reason is Reason.VOID or (decision.reason is Reason.PAID and not contested):
        after = replace(after, attention="", attention_since=None, answers=moot(after.answers))
    notes = () if _known(before, decision) else (note or note_of(facts, decision, _TOLD[decision.verdict]),)
    return Refreshed(replace(facts.invoice, dunning=after), decision, notes)


def finished(facts: Facts) -> Refreshed:
    """No reminder is left: all have had their turn, and the escalation, if there was one."""
    escalated = any(each.outcome is Outcome.ESCALATED for each in facts.dunning.turns)
    return ended(facts, Reason.ESCALATED if escalated else Reason.FINISHED)


def ended(facts: Facts, reason: Reason) -> Refreshed:
    """There are no reminders to come; a promise is still judged."""
    decision = decision_of(facts, Verdict.STOP, reason, TEXTS[reason], facts.dunning.next_number, judged_at(facts))
    return standing_after(facts, decision)


def _known(before: Dunning, decision: Decision) -> bool:
    """Whether it stands so already. Only a plan is another one at another time; a wait is the same from day to day."""
    if decision.verdict in {Verdict.STOP, Verdict.ESCALATE}:
        return before.ended == decision.reason
    planned = decision.verdict is Verdict.MOVE and decision.reason is not Reason.MAIL_UNDER_WAY
    planned = planned or decision.reason is Reason.AUTOPAY
    return before.decided == decision.reason and (not planned or before.next_at == decision.next_at)
