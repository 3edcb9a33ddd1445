"""Take a turn: look at an invoice's dunning as it is now, decide, and send the reminder if it is due.

Nothing but ids has been decided before. One transaction writes the decision, the reminder, and when somebody looks
again; so a turn that is repeated, late, or taken twice at once is taken once.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dunlin.domain.dunning.decision import Decision, Reason, Verdict
from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import PromiseState
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.refresh import refresh
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.dunning.unwritable import unwritable
from dunlin.domain.email import Email
from dunlin.domain.errors import AlreadyExists, InvalidInput, NotFound, StaleVersion
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import Message
from dunlin.services.arrange_turn import arrange_turn, turn_of
from dunlin.services.as_sent import as_sent
from dunlin.services.desk import Desk, entries_of
from dunlin.services.facts_of import facts_of
from dunlin.services.plan_notice import plan_notice
from dunlin.services.plan_reminder import plan_reminder
from dunlin.services.plan_send import FORGOTTEN
from dunlin.services.ports.dunning import Turned
from dunlin.services.ports.providers import Collector
from dunlin.services.ports.sending import SendContext, TurnDue

_TRIES = 3
# Schedules are precise to the minute, and the sweep comes a minute after them.
LATE = timedelta(minutes=5)

type Deliver = Callable[[Message, tuple[Email, ...], SendContext], object]
"""Sends the e-mails of a message that has just been planned; what it leaves undone, the sweep finds."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was decided, and whether that was late."""

    decision: Decision
    late: bool = False


@dataclass(frozen=True, slots=True)
class _Turn:
    """What was decided, and the reminder that came of it."""

    found: Refreshed
    message: Message | None = None
    emails: tuple[Email, ...] = ()


def take_turn(turn: TurnDue, *, desk: Desk, deliver: Deliver, collector: Collector) -> Taken:
    """What was decided. Raises StaleVersion when the invoice keeps changing, NotFound when it is gone."""
    for _ in range(_TRIES):
        context = desk.dunnings.context(turn)
        if (context.invoice.dunning or Dunning()).generation != turn.generation:
            return _stale(turn)
        facts = facts_of(as_sent(context.invoice, desk.messages), context.customer, context.seller, rules=desk.rules)
        taken = _decide(facts, desk)
        raises = taken.found.invoice.charges != context.invoice.charges  # what is owed has changed
        try:
            invoice = desk.dunnings.turn(_turned(context.invoice, taken, desk), raise_version=raises)
        except AlreadyExists:
            return _stale(turn)
        except StaleVersion:
            continue
        try:
            if taken.message:
                deliver(taken.message, taken.emails, replace(context, invoice=invoice))
            if taken.found.decision.verdict is Verdict.COLLECT:
                collector.put(turn_of(invoice))
        finally:
            arrange_turn(invoice, now=desk.now, outbox=desk.outbox, schedules=desk.schedules)
        return Taken(taken.found.decision, late=late(context.invoice, now=desk.now) is not None)
    raise StaleVersion(f"the dunning of {turn.invoice_id} keeps changing: try again")


def _stale(turn: TurnDue) -> Taken:
    return Taken(Decision(Verdict.STALE, Reason.STALE, f"generation {turn.generation} is past", 0))


def _decide(facts: Facts, desk: Desk) -> _Turn:
    found, wake_at = refresh(facts, now=desk.now), desk.now + FORGOTTEN
    if found.decision.verdict is Verdict.ESCALATE and found.recipients:
        return _Turn(found, *plan_notice(facts, found, now=desk.now, wake_at=wake_at))
    if found.decision.verdict is not Verdict.SEND:
        return _Turn(found)
    try:
        return _Turn(found, *plan_reminder(facts, found, now=desk.now, wake_at=wake_at, templates=desk.templates))
    except (NotFound, InvalidInput) as broken:
        return _Turn(unwritable(facts, found.decision, str(broken), now=desk.now))


def _turned(before: Invoice, taken: _Turn, desk: Desk) -> Turned:
    found = taken.found
    notes = (*_late(before, desk), *found.notes)
    return Turned(
        before,
        found.invoice,
        entries_of(notes, before.invoice_id, actor=desk.actor, at=desk.now, new_id=desk.new_id),
        taken.message,
        taken.emails,
        kept=found.judged is PromiseState.KEPT,
        broken=found.judged is PromiseState.BROKEN,
    )


def late(invoice: Invoice, *, now: datetime) -> timedelta | None:
    """By how much somebody should have looked before, where that is worth telling."""
    at = invoice.dunning.next_at if invoice.dunning else None
    return now - at if at and now - at > LATE else None


def _late(before: Invoice, desk: Desk) -> tuple[Note, ...]:
    by = late(before, now=desk.now)
    text = f"The reminders were looked at {by} late: their schedule did not fire, or the queue was long"
    return (Note("dunning.repaired", text),) if by else ()
