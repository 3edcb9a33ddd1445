"""Take a customer's answer: it is recorded, acts on the reminders, and the seller's people are told. Once."""

from contextlib import suppress
from datetime import timedelta

from dunlin.domain.dunning.answering import Answering, answered
from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.email import Email
from dunlin.domain.errors import AlreadyExists, Conflict, Unavailable
from dunlin.domain.message import Message
from dunlin.domain.portal.reply import Reply, check, offered
from dunlin.services.change_dunning import change_dunning
from dunlin.services.desk import Desk
from dunlin.services.look_at_dunning import look_at_dunning
from dunlin.services.plan_answer_notice import message_id_of, people_of, plan_answer_notice
from dunlin.services.plan_send import FORGOTTEN
from dunlin.services.ports.portal import Doorkeeper

# Answers to one invoice, from whomever; what is sent again does not count.
MOST, WINDOW = 10, timedelta(days=1)


def answer_invoice(invoice_id: str, reply: Reply, *, desk: Desk, doorkeeper: Doorkeeper) -> Facts:
    """The facts after it; the desk's actor is whoever answers. One transaction holds the record, what it does to the
    reminders, the timeline and the mail to the seller's people; the same again on the same day is the same answer.

    Raises InvalidInput for what cannot be taken, Conflict with the code `not_offered` or `too_many`, NotFound, and
    StaleVersion when the invoice keeps changing.
    """
    facts, _ = look_at_dunning(invoice_id, desk=desk)
    of = _answering(facts, reply, desk)
    if not _known(facts.dunning, of):
        _check(facts, reply, desk)
        answered(facts, of)  # what cannot be taken does not count
        if not doorkeeper.allows(f"answers {invoice_id}", most=MOST, window=WINDOW, now=desk.now):
            raise Conflict("too many answers to this invoice today: try again tomorrow", code="too_many")
        facts = _take(invoice_id, of, desk) or facts
    if of.message_id:
        with suppress(Unavailable):  # the sweep finds it
            desk.outbox.put(of.message_id)
    return facts


def _answering(facts: Facts, reply: Reply, desk: Desk) -> Answering:
    answer_id = reply.answer_id(facts.invoice.invoice_id, who=desk.actor.name, today=facts.today(now=desk.now))
    message_id = message_id_of(answer_id) if people_of(facts.seller) else ""
    return Answering(answer_id, reply, desk.actor, desk.now, message_id)


def _known(dunning: Dunning, of: Answering) -> bool:
    return any(each.answer_id == of.answer_id for each in dunning.answers)


def _check(facts: Facts, reply: Reply, desk: Desk) -> None:
    if reply.answer not in offered(facts.invoice, facts.seller.portal):
        raise Conflict(f"{reply.answer} is no answer to this invoice", code="not_offered")
    check(reply, issued=facts.invoice.issue_date, today=facts.today(now=desk.now))


def _take(invoice_id: str, of: Answering, desk: Desk) -> Facts | None:
    def how(facts: Facts) -> tuple[Dunning, tuple[Note, ...]]:
        if _known(facts.dunning, of):
            return facts.dunning, ()
        _check(facts, of.reply, desk)
        return answered(facts, of)

    def beside(facts: Facts, _: Refreshed) -> tuple[Message, tuple[Email, ...]] | None:
        return plan_answer_notice(facts, of, wake_at=desk.now + FORGOTTEN) if of.message_id else None

    with suppress(AlreadyExists):  # taken before, and since then forgotten among later ones
        return change_dunning(invoice_id, how, desk=desk, beside=beside)[0]
    return None
