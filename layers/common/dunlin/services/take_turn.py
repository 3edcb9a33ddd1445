"""Take a turn: look at an invoice's dunning as it is now, decide, and send the reminder if it is due.

Nothing but ids has been decided before. One transaction writes the decision, the reminder, and when somebody looks
again; so a turn that is repeated, late, or taken twice at once is taken once.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dunlin.domain.dunning.decision import Decision, Reason, Verdict
from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.hold import PromiseState
from dunlin.domain.dunning.refresh import Facts, Note, Refreshed, refresh
from dunlin.domain.errors import AlreadyExists, StaleVersion
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import Email, Message
from dunlin.domain.timeline import Actor, ActorKind, Entry
from dunlin.services.arrange_turn import arrange_turn
from dunlin.services.facts_of import Rules, facts_of
from dunlin.services.plan_reminder import plan_reminder
from dunlin.services.plan_send import FORGOTTEN
from dunlin.services.ports.dunning import Dunnings, Turned
from dunlin.services.ports.records import NewId, Templates
from dunlin.services.ports.sending import Outbox, Schedules, SendContext, TurnDue

DUNNING = Actor(ActorKind.SYSTEM, "dunning")
_TRIES = 3

type Deliver = Callable[[Message, tuple[Email, ...], SendContext], object]
"""Sends the e-mails of a message that has just been planned; what it leaves undone, the sweep finds."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Through what a turn reaches the world."""

    new_id: NewId
    dunnings: Dunnings
    rules: Rules
    templates: Templates
    outbox: Outbox
    schedules: Schedules


def take_turn(turn: TurnDue, *, now: datetime, desk: Desk, deliver: Deliver) -> Decision:
    """What was decided. Raises StaleVersion when the invoice keeps changing, NotFound when it is gone."""
    for _ in range(_TRIES):
        context = desk.dunnings.context(turn)
        if (context.invoice.dunning or Dunning()).generation != turn.generation:
            return _stale(turn)
        facts = facts_of(context.invoice, context.customer, context.seller, rules=desk.rules)
        found = refresh(facts, now=now)
        message, emails = _reminder(facts, found, now=now, desk=desk)
        try:
            invoice = desk.dunnings.turn(_turned(context.invoice, found, message, emails, now=now, new_id=desk.new_id))
        except AlreadyExists:
            return _stale(turn)
        except StaleVersion:
            continue
        try:
            if message:
                deliver(message, emails, replace(context, invoice=invoice))
        finally:
            arrange_turn(invoice, now=now, outbox=desk.outbox, schedules=desk.schedules)
        return found.decision
    raise StaleVersion(f"the dunning of {turn.invoice_id} keeps changing: try again")


def entries_of(
    notes: tuple[Note, ...], invoice_id: str, *, actor: Actor, now: datetime, new_id: NewId
) -> tuple[Entry, ...]:
    """The timeline's entries, in the order of the notes."""
    return tuple(
        Entry(new_id("tml"), invoice_id, now + timedelta(microseconds=position), actor, note.type, note.text, note.data)
        for position, note in enumerate(notes)
    )


def _stale(turn: TurnDue) -> Decision:
    return Decision(Verdict.STALE, Reason.STALE, f"generation {turn.generation} is past", 0)


def _reminder(facts: Facts, found: Refreshed, *, now: datetime, desk: Desk) -> tuple[Message | None, tuple[Email, ...]]:
    if found.decision.verdict is not Verdict.SEND:
        return None, ()
    return plan_reminder(facts, found, now=now, wake_at=now + FORGOTTEN, templates=desk.templates)


def _turned(
    before: Invoice,
    found: Refreshed,
    message: Message | None,
    emails: tuple[Email, ...],
    *,
    now: datetime,
    new_id: NewId,
) -> Turned:
    return Turned(
        before,
        found.invoice,
        entries_of(found.notes, before.invoice_id, actor=DUNNING, now=now, new_id=new_id),
        message,
        emails,
        kept=found.judged is PromiseState.KEPT,
        broken=found.judged is PromiseState.BROKEN,
    )
