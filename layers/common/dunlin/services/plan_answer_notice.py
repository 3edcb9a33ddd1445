"""Plan the mail that tells the seller's people what a customer has answered."""

import textwrap
from collections.abc import Iterator
from datetime import datetime

from dunlin.domain.dunning.answered import SAYS
from dunlin.domain.dunning.answering import Answering
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import HoldKind
from dunlin.domain.email import Email, emails_for
from dunlin.domain.ids import derived
from dunlin.domain.message import Instructions, Message, MessageKind, Recipient
from dunlin.domain.portal.reply import told
from dunlin.domain.portal.settings import Answer
from dunlin.domain.recipients import is_address
from dunlin.domain.seller import Seller

# Markdown takes lines that begin so for what they are: nothing in them is a link, a picture or a heading.
_VERBATIM = "    "
_WIDTH = 68
_NEXT = {
    Answer.ALREADY_PAID: "Please look for the payment and record it.",
    Answer.WILL_PAY: "Reminders rest until the day after; the promise is judged by itself.",
    Answer.WRONG: "Reminders rest until you resume them.",
    Answer.NOT_ME: "No reminder of this invoice goes out until you have looked. Nobody was written to instead.",
    Answer.QUESTION: "Reminders go on as planned. Answer this mail to answer the customer.",
}


def people_of(seller: Seller) -> str:
    """Where the seller's people read: where its customers' answers go. Empty when that is no address."""
    return next((each for each in (seller.reply_to, seller.sender_address) if is_address(each)), "")


def message_id_of(answer_id: str) -> str:
    """The message that tells of this answer, once."""
    return derived("msg", answer_id, "answer")


def plan_answer_notice(facts: Facts, of: Answering, *, wake_at: datetime) -> tuple[Message, tuple[Email, ...]]:
    """One mail, whose reply goes to whoever has answered. The customer gets, and sees, none of it."""
    invoice, says = facts.invoice, SAYS[of.reply.answer]
    who = of.actor.name if is_address(of.actor.name) else ""
    message = Message(
        message_id=of.message_id,
        invoice_id=invoice.invoice_id,
        customer_id=invoice.customer_id,
        seller_id=invoice.seller_id,
        kind=MessageKind.ANSWER,
        created_at=of.now,
        actor=of.actor,
        instructions=Instructions(
            subject=f"Invoice {invoice.number}, answer of the customer: {says}",
            message="\n\n".join(
                (f"A customer answered in the portal: **{says}**.", _said(facts, of), _next(facts, of))
            ),
            attach_pdf=False,
            tracking=False,
            target="",
            reply_to=who,
        ),
    )
    return message, emails_for(message, (Recipient(people_of(facts.seller)),), wake_at=wake_at)


def _said(facts: Facts, of: Answering) -> str:
    """Everything that others wrote, word for word."""
    invoice = facts.invoice
    rows = (
        ("Invoice", invoice.number),
        ("Customer", facts.customer.party.name),
        ("From", of.actor.name),
        *told(of.reply, invoice.currency),
    )
    return "\n".join(f"{_VERBATIM}{line}" for label, value in rows for line in _lines(label, value))


def _lines(label: str, value: str) -> Iterator[str]:
    if label != "Text":
        yield f"{label + ':':<13} {' '.join(value.split())}"
        return
    yield "Text:"
    for line in value.splitlines():
        yield from textwrap.wrap(line, _WIDTH, initial_indent="  ", subsequent_indent="  ") or [""]


def _next(facts: Facts, of: Answering) -> str:
    hold = facts.dunning.held_by(HoldKind.SAID_PAID, now=of.now)
    until = f" Reminders rest until {hold.until:%Y-%m-%d %H:%M} UTC." if hold and hold.until else ""
    said = _NEXT[of.reply.answer]
    return f"{said}{until}" if of.reply.answer is Answer.ALREADY_PAID else said
