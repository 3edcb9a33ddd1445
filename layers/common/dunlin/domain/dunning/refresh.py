"""Refresh: the facts about an invoice and the clock, made into what is decided about its next reminder.

The same function answers when a schedule fires, when the sweep finds something forgotten, and when somebody pays,
holds, resumes or moves the due date: it computes where the dunning stands and what is to be done. It changes nothing.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from dunlin.domain.delivery import Bucket
from dunlin.domain.dunning.collected import collected, told_left
from dunlin.domain.dunning.decision import TEXTS, Decision, Reason, Verdict, objection
from dunlin.domain.dunning.dunning import Outcome, Turn
from dunlin.domain.dunning.facts import Facts, steps_of
from dunlin.domain.dunning.freshness import LOOKED_AGAIN, stale_payments
from dunlin.domain.dunning.judging import judged_at, lapsed
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.refreshed import Refreshed, ended, finished, standing_after
from dunlin.domain.dunning.steps import Cause, PlannedStep
from dunlin.domain.dunning.taking_turn import take_turn, turned
from dunlin.domain.dunning.telling import called, decision_of, note_of
from dunlin.domain.dunning.workflow import Workflow, amount_in
from dunlin.domain.money import Money

_UNDER_WAY = timedelta(hours=1)
_CAUSES = {
    Cause.GAP_TOO_SMALL: Reason.GAP_TOO_SMALL,
    Cause.NOT_A_BUSINESS_DAY: Reason.NOT_A_BUSINESS_DAY,
    Cause.OUTSIDE_WINDOW: Reason.OUTSIDE_WINDOW,
}


def refresh(facts: Facts, *, now: datetime) -> Refreshed:
    """What is decided about the next reminder. The dunning's generation is one more than before."""
    dunning, notes, judged = lapsed(facts, now=now)
    found = _decided(facts.with_dunning(replace(dunning, generation=dunning.generation + 1)), now=now)
    found = told_left(found, facts, now=now)
    return replace(found, notes=(*notes, *found.notes), judged=judged)


def _decided(facts: Facts, *, now: datetime) -> Refreshed:
    """What has ended, or not begun, comes first: it does not wait for anything else."""
    against = objection(facts.invoice, facts.customer, now=now)
    if against and (against.verdict is Verdict.STOP or against.reason is Reason.NOT_OPEN):
        decision = decision_of(facts, against.verdict, against.reason, against.text, facts.dunning.next_number)
        return standing_after(facts, decision)
    # Also of an invoice that nobody is reminded of, or whose reminders have all had their turn.
    if charged := collected(facts, against, now=now):
        return charged
    if facts.workflow is None:
        return ended(facts, Reason.NO_WORKFLOW)
    if not steps_of(facts, now=now):
        return finished(facts)
    if against:
        until = _soonest(against.until, judged_at(facts))
        decision = decision_of(facts, against.verdict, against.reason, against.text, facts.dunning.next_number, until)
        return standing_after(facts, decision)
    return _taking_turns(facts, facts.workflow, now=now)


def _soonest(*instants: datetime | None) -> datetime | None:
    return min((each for each in instants if each), default=None)


def _taking_turns(facts: Facts, workflow: Workflow, *, now: datetime) -> Refreshed:
    """Pass over the reminders that are not sent, down to the first that is, or will be."""
    notes: list[Note] = []
    while True:
        steps = steps_of(facts, now=now)
        if not steps:
            found = finished(facts)
            return replace(found, notes=(*notes, *found.notes))
        step = steps[0]
        if refused := _refused(step, facts, workflow, now=now):
            facts = turned(facts, Turn(step.number, Outcome.SKIPPED, now, refused.reason))
            notes.append(note_of(facts, refused, "reminder.skipped"))
            continue
        waiting = _later(step, facts, now=now) or _unknowing(step, facts, now=now)
        found = waiting or take_turn(step, facts, workflow, now=now)
        return replace(found, notes=(*notes, *found.notes))


def _refused(step: PlannedStep, facts: Facts, workflow: Workflow, *, now: datetime) -> Decision | None:
    """Why this reminder is passed over, if it is."""
    if step.skip:
        return decision_of(facts, Verdict.SKIP, Reason(step.skip.cause), step.skip.text, step.number)
    if any(each.number >= step.number for each in facts.dunning.turns):
        return decision_of(facts, Verdict.SKIP, Reason.STEP_DONE, TEXTS[Reason.STEP_DONE], step.number)
    invoice = facts.invoice
    # The escalation has no minimum of its own: what is too little for the last reminder is too little for it.
    least = amount_in(invoice.currency, workflow.step(step.number).minimums)
    if step.at <= now and least is not None and invoice.balance.amount < least:
        text = f"{invoice.balance} is owed; it is for {Money(least, invoice.currency)} or more"
        return decision_of(facts, Verdict.SKIP, Reason.BELOW_MINIMUM, text, step.number)
    return None


def _later(step: PlannedStep, facts: Facts, *, now: datetime) -> Refreshed | None:
    """Its time has not come, or the mail before it has not left yet."""
    if step.at > now:
        when = f"{called(facts, step.number)} is planned for {step.local:%Y-%m-%d %H:%M} in {step.zone}"
        text = f"{when} ({'; '.join(each.text for each in step.moved)})" if step.moved else when
        return standing_after(facts, decision_of(facts, Verdict.MOVE, _why(step), text, step.number, step.at))
    last, delivery = facts.dunning.last_sent, facts.invoice.delivery
    if last and delivery.message_id == last.message_id and delivery.of(Bucket.QUEUED):
        text = TEXTS[Reason.MAIL_UNDER_WAY]
        return standing_after(
            facts, decision_of(facts, Verdict.MOVE, Reason.MAIL_UNDER_WAY, text, step.number, now + _UNDER_WAY)
        )
    return None


def _unknowing(step: PlannedStep, facts: Facts, *, now: datetime) -> Refreshed | None:
    """Whether it was paid is not known."""
    text = stale_payments(facts.seller, now=now)
    stale = decision_of(facts, Verdict.HOLD, Reason.PAYMENTS_STALE, text, step.number, now + LOOKED_AGAIN)
    return standing_after(facts, stale) if text else None


def _why(step: PlannedStep) -> Reason:
    """The code of the last thing that moved it."""
    return next((_CAUSES[each.cause] for each in reversed(step.moved) if each.cause in _CAUSES), Reason.NOT_YET)
