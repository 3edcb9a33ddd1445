"""What a customer's answer does to the reminders of an invoice."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dunlin.domain.dunning.answered import SAYS, Answered, with_answer
from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import Hold, HoldKind, ends_at
from dunlin.domain.dunning.holding import held
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.open_hours import open_day
from dunlin.domain.dunning.promising import promised
from dunlin.domain.dunning.steps import Closed
from dunlin.domain.portal.reply import Reply, data_of, told
from dunlin.domain.portal.settings import Answer
from dunlin.domain.timeline import Actor

# A transfer takes a day, and whoever books it a few; nobody's word lets reminders rest again and again.
SEARCH_DAYS, ONCE_IN = 5, timedelta(days=30)
_SHORT = 200
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Answering:
    """An answer that is being taken: which one, whose, and when. `message_id` is the mail that tells people of it."""

    answer_id: str
    reply: Reply
    actor: Actor
    now: datetime
    message_id: str = ""


def answered(facts: Facts, of: Answering) -> tuple[Dunning, tuple[Note, ...]]:
    """The dunning with the answer and with what it does. Raises as `promised` and `held` do."""
    dunning, notes = _EFFECTS[of.reply.answer](facts, of)
    new = Answered(of.answer_id, of.reply.answer, of.now, of.actor.name, _short(of.reply, facts.invoice.currency))
    return replace(dunning, answers=with_answer(facts.dunning.answers, new)), (_note(of, facts), *notes)


def search_ends(today: date, closed: Closed) -> date:
    """The day on which a payment should have been found: after so many working days."""
    day = today
    for _ in range(SEARCH_DAYS):
        day, _why = open_day(day + _DAY, _DAY, closed)
    return day + _DAY


def _note(of: Answering, facts: Facts) -> Note:
    said = "; ".join(_lines(told(of.reply, facts.invoice.currency)))
    text = f"{of.actor.name} answered: {SAYS[of.reply.answer]}{f' ({said})' if said else ''}"
    data = {"answer_id": of.answer_id, "message_id": of.message_id, **data_of(of.reply, facts.invoice.currency)}
    return Note("customer.answered", text, {name: value for name, value in data.items() if value})


def _short(reply: Reply, currency: str) -> str:
    """The beginning of what was said, as holds and reports tell it."""
    said = "; ".join(_lines(told(reply, currency)))
    return said if len(said) <= _SHORT else said[: _SHORT - 1].rstrip() + "…"


def _lines(rows: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{label}: {' '.join(value.split())}" for label, value in rows]


def _paid(facts: Facts, of: Answering) -> tuple[Dunning, tuple[Note, ...]]:
    """Reminders rest while the payment is looked for; once, and then a person has the last word."""
    since = of.now - ONCE_IN
    if any(each.answer is Answer.ALREADY_PAID and each.at > since for each in facts.dunning.answers):
        return facts.dunning, ()
    until = ends_at(search_ends(facts.today(now=of.now), facts.closed), facts.zone, now=of.now)
    reference = f", reference {of.reply.reference}" if of.reply.reference else ""
    reason = f"the customer says that it was paid on {of.reply.on}{reference}"
    return held(facts, Hold(HoldKind.SAID_PAID, of.now, of.actor, reason, until), now=of.now)


def _will_pay(facts: Facts, of: Answering) -> tuple[Dunning, tuple[Note, ...]]:
    on = of.reply.on or facts.today(now=of.now)
    return promised(
        facts,
        on=on,
        amount=of.reply.amount,
        resume_at=None,
        who=of.actor.name,
        actor=of.actor,
        now=of.now,
        furthest=timedelta(days=facts.seller.portal.promise_days),
    )


def _wrong(facts: Facts, of: Answering) -> tuple[Dunning, tuple[Note, ...]]:
    hold = Hold(HoldKind.DISPUTE, of.now, of.actor, _short(of.reply, facts.invoice.currency))
    return held(facts, hold, now=of.now)


def _not_me(facts: Facts, of: Answering) -> tuple[Dunning, tuple[Note, ...]]:
    said = _short(of.reply, facts.invoice.currency)
    reason = f"{of.actor.name} says that it is not theirs{f' ({said})' if said else ''}"
    return held(facts, Hold(HoldKind.WRONG_PERSON, of.now, of.actor, reason), now=of.now)


def _question(facts: Facts, _: Answering) -> tuple[Dunning, tuple[Note, ...]]:
    """Reminders go on: to ask must not be a way to put them off."""
    return facts.dunning, ()


_EFFECTS: dict[Answer, Callable[[Facts, Answering], tuple[Dunning, tuple[Note, ...]]]] = {
    Answer.ALREADY_PAID: _paid,
    Answer.WILL_PAY: _will_pay,
    Answer.WRONG: _wrong,
    Answer.NOT_ME: _not_me,
    Answer.QUESTION: _question,
}
