"""Resolve an e-mail that may or may not have left: wait for evidence, then hand it to a person (or try anew)."""

from dataclasses import replace
from datetime import timedelta

from dunlin.domain.email import Email, emails_for
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import ClaimLost
from dunlin.domain.seller import UnconfirmedPolicy
from dunlin.services.ports.sending import Change
from dunlin.services.send_email import GRACE
from dunlin.services.sending import Sending

# How long to wait when the events themselves are late: then silence proves nothing.
POSTPONE = timedelta(minutes=10)


def resolve_unconfirmed(email: Email, sending: Sending) -> str:
    """Move a DISPATCHING or AMBIGUOUS e-mail on, once its time has come. Never posts anything itself."""
    if email.wake_at is not None and sending.ports.now < email.wake_at:
        return "waiting"
    try:
        if email.status is EmailStatus.DISPATCHING:
            return _give_up_on_worker(email, sending)
        if not sending.ports.pipeline.healthy():
            sending.ports.messages.snooze(email, now=sending.ports.now, until=sending.ports.now + POSTPONE)
            return "waiting"
        if sending.context.seller.unconfirmed_policy is UnconfirmedPolicy.RETRY:
            return _mint_another(email, sending)
        return _ask_a_person(email, sending)
    except ClaimLost:
        return "settled_by_evidence"


def _give_up_on_worker(email: Email, sending: Sending) -> str:
    after = replace(email, status=EmailStatus.AMBIGUOUS, wake_at=sending.ports.now + GRACE)
    text = f"The worker that was sending to {email.recipient.address} went silent; waiting for evidence that it left"
    sending.ports.messages.change(Change(email, after, sending.entry(after, "email.ambiguous", text)))
    return EmailStatus.AMBIGUOUS


def _ask_a_person(email: Email, sending: Sending) -> str:
    text = f"There is no evidence that the mail to {email.recipient.address} left: a person must decide"
    after = _reviewed(email)
    sending.ports.messages.change(Change(email, after, sending.entry(after, "email.needs_review", text)))
    return EmailStatus.NEEDS_REVIEW


def _mint_another(email: Email, sending: Sending) -> str:
    """The seller would rather send twice than not at all. A new e-mail, so that each is still accepted once at most."""
    number = len(sending.emails) + 1
    (another,) = emails_for(sending.message, (email.recipient,), wake_at=sending.ports.now, first=number)
    after = replace(_reviewed(email), superseded_by=another.email_id)
    text = f"There is no evidence that the mail to {email.recipient.address} left: sending another"
    change = Change(email, after, sending.entry(after, "email.superseded", text))
    sending.ports.messages.add_email(another, superseding=change)
    sending.ports.outbox.put(email.message_id)
    return "superseded"


def _reviewed(email: Email) -> Email:
    return replace(
        email,
        status=EmailStatus.NEEDS_REVIEW,
        status_code="no_evidence",
        status_reason="it is not known whether it left",
        owner="",
        wake_at=None,
    )
