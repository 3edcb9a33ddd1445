"""A promise to pay: how the dunning stands with it, and its limits."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import Hold, HoldKind, Promise, PromiseState, with_hold
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.open_hours import open_day
from dunlin.domain.dunning.workflow import Step
from dunlin.domain.errors import Conflict, InvalidInput, Problem
from dunlin.domain.invoice import OWED
from dunlin.domain.local_time import resolve
from dunlin.domain.money import Money
from dunlin.domain.timeline import Actor

_DAY = timedelta(days=1)
FURTHEST = timedelta(days=180)


def promised(
    facts: Facts,
    *,
    on: date,
    amount: int | None,
    resume_at: int | None,
    who: str,
    actor: Actor,
    now: datetime,
    furthest: timedelta = FURTHEST,
) -> tuple[Dunning, tuple[Note, ...]]:
    """`amount` in minor units, all that is owed if left out; see the service `promise_to_pay`, which says what is
    raised. The dunning itself where it stands so already.
    """
    owed = facts.invoice.balance
    if facts.invoice.status not in OWED:
        raise Conflict(f"{facts.invoice.number} is {facts.invoice.status}: nothing is owed", code="wrong_status")
    sum_ = owed.amount if amount is None else amount
    _check(facts, on, sum_, now, furthest)
    _check_number(facts, resume_at)
    number = resume_at or facts.dunning.next_number
    promise = Promise(sum_, on, now, actor, facts.invoice.paid, _judged_at(facts, on, number), number)
    if _same(facts.dunning.promise, promise):
        return facts.dunning, ()
    hold = Hold(HoldKind.PROMISE, now, actor, who)
    after = replace(facts.dunning, promise=promise, holds=with_hold(facts.dunning.holds, hold))
    said = f" ({who})" if who else ""
    data = {"amount": str(sum_), "currency": owed.currency, "on": on.isoformat()}
    text = f"The customer promises to pay {Money(sum_, owed.currency)} by {on}{said}"
    return after, (Note("promise.made", text, data),)


def _same(before: Promise | None, promise: Promise) -> bool:
    if before is None or before.state is not PromiseState.OPEN:
        return False
    return (before.amount, before.on, before.resume_at) == (promise.amount, promise.on, promise.resume_at)


def _check(facts: Facts, on: date, amount: int, now: datetime, furthest: timedelta) -> None:
    today, owed = facts.today(now=now), facts.invoice.balance
    if on < today or on > today + furthest:
        message = f"give a day from {today} to {today + furthest}"
        raise InvalidInput(message, Problem("/on", message))
    if not 0 < amount <= owed.amount:
        message = f"give an amount up to the {owed} that are owed"
        raise InvalidInput(message, Problem("/amount", message))


def _check_number(facts: Facts, resume_at: int | None) -> None:
    first, last = facts.dunning.next_number, facts.workflow.reminders if facts.workflow else 0
    if resume_at is None or first <= resume_at <= last:
        return
    rest = f"give a reminder from {first} to {last}" if first <= last else "no reminder is to come"
    message = f"reminders cannot go on with number {resume_at}: {rest}, or leave it out"
    raise InvalidInput(message, Problem("/resume_at", message))


def _judged_at(facts: Facts, on: date, number: int) -> datetime:
    """The next working day after it, at the hour of the reminder that would go on: the money may come in until then."""
    day, _ = open_day(on + _DAY, _DAY, facts.closed)
    step = facts.workflow.step(number) if facts.workflow else Step(0)
    return resolve(datetime.combine(day, step.at), facts.zone).at
