"""A person decides to send again what may have left, or could not. The new e-mail takes the place of the old."""

from dataclasses import replace
from datetime import datetime

from dunlin.domain.email import Email, about, emails_for
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.review import check_open, email_of
from dunlin.domain.timeline import Actor, Entry
from dunlin.services.plan_send import FORGOTTEN
from dunlin.services.ports.batches import Batches
from dunlin.services.ports.records import NewId
from dunlin.services.ports.sending import Change, Messages, Outbox
from dunlin.services.settle_message import settle_message

# What the caller is told, by what is known of the old e-mail.
WARNINGS = {
    EmailStatus.NEEDS_REVIEW: "it is not known whether the first mail left: the recipient may get it twice",
    EmailStatus.FAILED: "the first mail was refused: if that has not been mended, this one is refused too",
    EmailStatus.SUPPRESSED: "the address was suppressed: if that has not been mended, this one is suppressed too",
}


def retry_email(
    message_id: str,
    email_id: str,
    *,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    messages: Messages,
    outbox: Outbox,
    batches: Batches,
) -> tuple[Email, str]:
    """The new e-mail and a warning. Never the same e-mail again: each is accepted by the provider once at most.

    Raises NotFound, Conflict when there is nothing to retry, InvalidInput while the address is undeliverable.
    """
    message, emails = messages.get(message_id)
    email = email_of(emails, email_id)
    check_open(email, tuple(WARNINGS))
    customer = messages.parties(message.invoice_id).customer
    if dead := customer.dead(email.recipient.address):
        text = f"the address is undeliverable ({dead.reason}): correct the contact and resend, or clear the mark"
        raise InvalidInput(text, Problem("/email_id", text))
    first = len(emails) + 1
    (another,) = emails_for(message, (email.recipient,), wake_at=now + FORGOTTEN, first=first)
    told = f"{actor.name} has the mail to {email.recipient.address} sent again: {WARNINGS[email.status]}"
    after = replace(email, superseded_by=another.email_id)
    entry = Entry(new_id("tml"), email.invoice_id, now, actor, "email.superseded", told, about(after))
    messages.add_email(another, superseding=Change(email, after, entry))
    outbox.put(message_id)
    settle_message(message, batches=batches, messages=messages)
    return another, WARNINGS[email.status]
