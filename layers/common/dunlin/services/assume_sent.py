"""A person decides that a mail of which nobody knows has left."""

from dataclasses import replace
from datetime import datetime

from dunlin.domain.email import Email, about
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.message import MessageKind
from dunlin.domain.review import check_open, email_of
from dunlin.domain.timeline import Actor, Entry
from dunlin.services.ports.batches import Batches
from dunlin.services.ports.records import NewId
from dunlin.services.ports.sending import Change, Messages
from dunlin.services.settle_message import settle_message

CODE = "assumed"


def assume_sent(
    message_id: str,
    email_id: str,
    *,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    messages: Messages,
    batches: Batches,
) -> Email:
    """The e-mail, SENT from now on; evidence may still move it further. May be repeated.

    Raises NotFound, Conflict when it does not wait for this decision, ClaimLost when evidence came first.
    """
    message, emails = messages.get(message_id)
    email = email_of(emails, email_id)
    if (email.status, email.status_code) == (EmailStatus.SENT, CODE):
        settle_message(message, batches=batches, messages=messages)
        return email
    check_open(email, (EmailStatus.NEEDS_REVIEW,))
    said = f"assumed by {actor.name} to have left"
    after = replace(email, status=EmailStatus.SENT, status_code=CODE, status_reason=said, sent_at=now, wake_at=None)
    text = f"The mail to {email.recipient.address} is {said}"
    entry = Entry(new_id("tml"), email.invoice_id, now, actor, "email.assumed_sent", text, about(after))
    messages.change(Change(email, after, entry, opens_invoice=email.kind is MessageKind.INVOICE))
    settle_message(message, batches=batches, messages=messages)
    return after
