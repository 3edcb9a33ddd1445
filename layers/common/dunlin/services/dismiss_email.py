"""A person decides that nothing more is to be done about a mail that was not let through."""

from dataclasses import replace
from datetime import datetime

from dunlin.domain.message import Email, EmailStatus, about
from dunlin.domain.review import check_open, email_of
from dunlin.domain.timeline import Actor, Entry
from dunlin.services.ports.records import NewId
from dunlin.services.ports.sending import Change, Messages


def dismiss_email(
    message_id: str, email_id: str, *, reason: str, actor: Actor, now: datetime, new_id: NewId, messages: Messages
) -> Email:
    """The e-mail, SUPPRESSED as before, that nobody is asked about any more. It may still be retried or sent again.

    May be repeated: the first reason stays. Raises NotFound, Conflict for one that is not SUPPRESSED, ClaimLost when
    something came in between.
    """
    _, emails = messages.get(message_id)
    email = email_of(emails, email_id)
    check_open(email, (EmailStatus.SUPPRESSED,))
    if email.dismissed_at:
        return email
    after = replace(email, dismissed_at=now)
    text = f"{actor.name} has seen that the mail to {email.recipient.address} was not let through: {reason}"
    entry = Entry(new_id("tml"), email.invoice_id, now, actor, "email.dismissed", text, about(email))
    messages.change(Change(email, after, entry))
    return after
