"""A reminder's turn has come: it goes out, the escalation begins, or nobody can be written to."""

from dataclasses import replace
from datetime import datetime, timedelta

from dunlin.domain.dunning import escalation
from dunlin.domain.dunning.addressees import addressees
from dunlin.domain.dunning.decision import TEXTS, Decision, Reason, Verdict
from dunlin.domain.dunning.dunning import Outcome, Turn, reminder_id
from dunlin.domain.dunning.facts import Facts, steps_of
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.open_hours import allowed
from dunlin.domain.dunning.refreshed import Refreshed, finished, standing_after
from dunlin.domain.dunning.steps import PlannedStep
from dunlin.domain.dunning.telling import decision_of, note_of_charge, note_of_due
from dunlin.domain.dunning.workflow import Workflow
from dunlin.domain.local_time import resolve


def take_turn(step: PlannedStep, facts: Facts, workflow: Workflow, *, now: datetime) -> Refreshed:
    """Its turn has come."""
    if step.escalation:
        decision = decision_of(facts, Verdict.ESCALATE, Reason.ESCALATED, TEXTS[Reason.ESCALATED], step.number)
        facts, notes = _charged(facts, workflow, step.number, now)
        facts = turned(facts, Turn(step.number, Outcome.ESCALATED, now))
        return _escalated(facts, workflow, decision, notes, now=now)
    whom = addressees(workflow.step(step.number), facts.customer)
    if not whom.recipients:
        return _nobody(step, facts, workflow, whom.why, now=now)
    facts, booked = _charged(facts, workflow, step.number, now)
    decision = decision_of(facts, Verdict.SEND, Reason.DUE, TEXTS[Reason.DUE], step.number)
    notes = (*booked, note_of_due(facts, decision, whom.recipients))
    sent = reminder_id(facts.invoice.invoice_id, facts.dunning, step.number)
    facts = turned(facts, Turn(step.number, Outcome.SENT, now, message_id=sent))
    dunning = replace(facts.dunning, decided=Reason.DUE.value, ended="", attention="", attention_since=None)
    if not (coming := steps_of(facts, now=now)):
        found = finished(facts.with_dunning(dunning))
        ended = replace(dunning, next_at=None, ended=found.dunning.ended)
        return Refreshed(replace(found.invoice, dunning=ended), decision, (*notes, *found.notes), whom.recipients)
    # Where nothing follows but what is passed over, that is told at once.
    following = next((each.at for each in coming if not each.skip), now)
    dunning = replace(dunning, next_at=following)
    return Refreshed(replace(facts.invoice, dunning=dunning), decision, notes, whom.recipients)


def _escalated(
    facts: Facts, workflow: Workflow, decision: Decision, charged: tuple[Note, ...], *, now: datetime
) -> Refreshed:
    assert workflow.escalation  # noqa: S101 - the planner has seen it
    if escalation.wants_review(workflow.escalation):
        facts = _attended(facts, "the reminders have not helped: decide what is to be done", now)
    found = standing_after(facts, decision)
    told = [note for each in found.notes for note in escalation.published(each, workflow.escalation)]
    return replace(found, notes=(*charged, *told), recipients=escalation.notified(workflow.escalation))


def _nobody(step: PlannedStep, facts: Facts, workflow: Workflow, why: tuple[str, ...], *, now: datetime) -> Refreshed:
    """Nobody can be written to: it waits, and a person is asked to look."""
    text = "; ".join((TEXTS[Reason.UNDELIVERABLE], *why)) + ": correct a contact; somebody looks again every day"
    tomorrow, _ = allowed(facts.here(now=now) + timedelta(days=1), workflow, facts.closed)
    next_at = resolve(tomorrow, facts.zone).at
    decision = decision_of(facts, Verdict.HOLD, Reason.UNDELIVERABLE, text, step.number, next_at)
    # A person is asked once: who has said that they know is not asked again every day.
    known = facts.dunning.decided == Reason.UNDELIVERABLE and not facts.dunning.attention
    return standing_after(facts if known else _attended(facts, text, now), decision)


def _charged(facts: Facts, workflow: Workflow, number: int, now: datetime) -> tuple[Facts, tuple[Note, ...]]:
    """The fees and the interest of its turn, on the invoice and told."""
    invoice = facts.invoice
    charges = facts.charges_due(invoice, workflow, number, facts.today(now=now), facts.customer)
    charged = replace(facts, invoice=replace(invoice, charges=(*invoice.charges, *charges)))
    return charged, tuple(note_of_charge(each, invoice.currency) for each in charges)


def turned(facts: Facts, turn: Turn) -> Facts:
    """With that turn done; the next one comes."""
    dunning = facts.dunning
    turns = dunning.turns if dunning.turn(turn.number) else (*dunning.turns, turn)
    return facts.with_dunning(replace(dunning, turns=turns, next_number=turn.number + 1))


def _attended(facts: Facts, what: str, now: datetime) -> Facts:
    dunning = facts.dunning
    since = dunning.attention_since if dunning.attention else now
    return facts.with_dunning(replace(dunning, attention=what, attention_since=since))
