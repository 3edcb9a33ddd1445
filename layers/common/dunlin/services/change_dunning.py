"""Change an invoice's dunning: assign, pause, resume, promise, dispute. One change, told, and planned anew."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import PromiseState
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.dunning.rest import rest
from dunlin.domain.email import Email
from dunlin.domain.errors import StaleVersion
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import Message
from dunlin.services.arrange_turn import arrange_turn
from dunlin.services.as_sent import as_sent
from dunlin.services.desk import DUNNING, Desk, entries_of
from dunlin.services.facts_of import facts_of
from dunlin.services.ports.dunning import Turned

_TRIES = 5

type Beside = Callable[[Facts, Refreshed], tuple[Message, tuple[Email, ...]] | None]
"""A message that is planned in the same transaction, if there is one: from the facts as they are after the change."""

type How = Callable[[Facts], tuple[Dunning, tuple[Note, ...]]]
"""The dunning as it is to be, and what the timeline tells of it. Raises Conflict or InvalidInput when it cannot be."""


def change_dunning(
    invoice_id: str, how: How, *, desk: Desk, beside: Beside = lambda _, __: None
) -> tuple[Facts, Refreshed]:
    """The facts as they are now, and what was decided. What is due at once is sent by a worker, a moment later. Where
    `how` leaves the dunning as it is, nothing is written, and the answer is what would be decided.

    Raises NotFound, what `how` raises, AlreadyExists when the message beside it is planned already, and StaleVersion
    when the invoice keeps changing.
    """
    for _ in range(_TRIES):
        parties = desk.messages.parties(invoice_id)
        before = as_sent(parties.invoice, desk.messages)
        facts = facts_of(before, parties.customer, parties.seller, rules=desk.rules)
        dunning, notes = how(facts)
        if dunning is facts.dunning:
            return facts, rest(facts, now=desk.now)
        facts = facts_of(replace(facts.invoice, dunning=dunning), parties.customer, parties.seller, rules=desk.rules)
        found = rest(facts, now=desk.now)
        try:
            invoice = desk.dunnings.turn(
                _turned(parties.invoice, found, notes, desk, beside(facts, found)), raise_version=True
            )
        except StaleVersion:
            continue
        arrange_turn(invoice, now=desk.now, outbox=desk.outbox, schedules=desk.schedules)
        return replace(facts, invoice=invoice), found
    raise StaleVersion(f"invoice {invoice_id} keeps changing: try again")


def _turned(
    before: Invoice,
    found: Refreshed,
    notes: tuple[Note, ...],
    desk: Desk,
    planned: tuple[Message, tuple[Email, ...]] | None,
) -> Turned:
    message, emails = planned or (None, ())
    told = entries_of(notes, before.invoice_id, actor=desk.actor, at=desk.now, new_id=desk.new_id)
    later = desk.now + timedelta(microseconds=len(notes))
    decided = entries_of(found.notes, before.invoice_id, actor=DUNNING, at=later, new_id=desk.new_id)
    return Turned(
        before,
        found.invoice,
        (*told, *decided),
        message,
        emails,
        kept=found.judged is PromiseState.KEPT,
        broken=found.judged is PromiseState.BROKEN,
    )
