"""What ends by itself: holds that have passed, and promises that are kept, broken, or have become pointless."""

from dataclasses import replace
from datetime import date, datetime

from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import HoldKind, Promise, PromiseState, without
from dunlin.domain.dunning.note import Note
from dunlin.domain.invoice import Status
from dunlin.domain.money import Money

_TEXTS = {
    HoldKind.PAUSED: "The pause",
    HoldKind.PROMISE: "The promise to pay",
    HoldKind.DISPUTE: "The dispute",
    HoldKind.PROCESSING: "The wait for a payment",
    HoldKind.CHARGEBACK: "The dispute at the bank",
    HoldKind.AUTOPAY: "The automatic payment",
    HoldKind.UNDELIVERABLE: "The wait for an address",
    HoldKind.SAID_PAID: "The search for a payment",
    HoldKind.WRONG_PERSON: "The wait for the right person",
}


def lapsed(facts: Facts, *, now: datetime) -> tuple[Dunning, tuple[Note, ...], PromiseState | None]:
    """Holds that have passed end; a promise whose day has passed, or that is kept, is judged."""
    dunning, promise = facts.dunning, facts.dunning.promise
    state = _judged(facts, promise, now)
    pending = promise is not None and promise.state is PromiseState.OPEN
    # An open promise is told when it is judged, and holds until then.
    over = [
        each for each in dunning.holds if not each.lasts(now=now) and not (pending and each.kind is HoldKind.PROMISE)
    ]
    notes = [
        Note("hold.ended", f"{_TEXTS[each.kind]} ended: its time has passed", {"kind": each.kind}) for each in over
    ]
    dunning = replace(dunning, holds=tuple(each for each in dunning.holds if each not in over))
    if promise is None or state is None:
        return dunning, tuple(notes), None
    owed = Money(promise.amount, facts.invoice.currency)
    text = f"The promise to pay {owed} by {promise.on} was {state}"
    notes.append(Note(f"promise.{state}", text, _promised(owed, promise.on)))
    number = dunning.next_number
    if state is PromiseState.BROKEN:
        number = max(number, promise.resume_at)
    # Which reminder it goes on with is kept, also where that is a later one than was chosen.
    promise = replace(promise, state=state, resume_at=number)
    holds = without(dunning.holds, HoldKind.PROMISE)
    return replace(dunning, holds=holds, promise=promise, next_number=number), tuple(notes), state


def judged_at(facts: Facts) -> datetime | None:
    """When somebody has to look whether a promise was kept."""
    promise = facts.dunning.promise
    return promise.judged_at if promise and promise.state is PromiseState.OPEN else None


def _judged(facts: Facts, promise: Promise | None, now: datetime) -> PromiseState | None:
    """What becomes of an open promise now. Nobody breaks one when nothing is owed any more."""
    if promise is None or promise.state is not PromiseState.OPEN:
        return None
    if facts.invoice.status is Status.VOID:
        return PromiseState.WITHDRAWN
    if facts.invoice.balance.amount <= 0 or promise.kept(facts.invoice.paid):
        return PromiseState.KEPT
    return PromiseState.BROKEN if now >= promise.judged_at else None


def _promised(owed: Money, on: date) -> dict[str, str]:
    return {"amount": str(owed.amount), "currency": owed.currency, "on": on.isoformat()}
