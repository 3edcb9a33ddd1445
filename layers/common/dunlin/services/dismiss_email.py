"""A person decides that nothing more is to be done about a mail that was not let through, or did not arrive."""

from dataclasses import replace
from datetime import datetime

from dunlin.domain.email import Email, about
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.message import MessageKind
from dunlin.domain.review import OF_REMINDERS, check_open, email_of
from dunlin.domain.timeline import Actor, Entry
from dunlin.services.ports.records import NewId
from dunlin.services.ports.sending import Change, Messages


def dismiss_email(
    message_id: str, email_id: str, *, reason: str, actor: Actor, now: datetime, new_id: NewId, messages: Messages
) -> Email:
    """The e-mail, with its status, that nobody is asked about any more. It may still be retried or sent again.

    May be repeated: the first reason stays. Raises NotFound, Conflict for one in a status that asks for another
    decision, ClaimLost when something came in between.
    """
    _, emails = messages.get(message_id)
    email = email_of(emails, email_id)
    reminder = email.kind is MessageKind.REMINDER
    check_open(email, (EmailStatus.SUPPRESSED, *(OF_REMINDERS if reminder else ())))
    if email.dismissed_at:
        return email
    after = replace(email, dismissed_at=now)
    text = f"{actor.name} has seen what became of the mail to {email.recipient.address}: {reason}"
    entry = Entry(new_id("tml"), email.invoice_id, now, actor, "email.dismissed", text, about(email))
    messages.change(Change(email, after, entry))
    return after
