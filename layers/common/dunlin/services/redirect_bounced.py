"""A reminder that bounced for good goes to somebody else at the customer; if nobody is there, a person decides."""

from contextlib import suppress
from dataclasses import replace

from dunlin.domain.dunning.addressees import next_contact
from dunlin.domain.email import Email, emails_for
from dunlin.domain.errors import ClaimLost
from dunlin.domain.message import Recipient
from dunlin.services.plan_send import FORGOTTEN
from dunlin.services.ports.sending import Change
from dunlin.services.sending import Sending


def redirect_bounced(email: Email, sending: Sending) -> str:
    """What became of it. The new e-mail takes the place of the bounced one, and is sent from the outbox."""
    tried = [each.recipient.address for each in sending.emails]
    contact = next_contact(sending.context.customer, *tried)
    with suppress(ClaimLost):
        if contact is None:
            return _left(email, sending)
        recipient = Recipient(contact.email, contact.name, email.recipient.header, contact.contact_id)
        first = len(sending.emails) + 1
        (another,) = emails_for(sending.message, (recipient,), wake_at=sending.ports.now + FORGOTTEN, first=first)
        text = f"The reminder to {email.recipient.address} bounced: it goes to {contact.email}, the next contact"
        after = replace(email, superseded_by=another.email_id, wake_at=None)
        entry = sending.entry(email, "email.superseded", text)
        sending.ports.messages.add_email(another, superseding=Change(email, after, entry))
        sending.ports.outbox.put(email.message_id)
        return "redirected"
    return "settled_by_evidence"


def _left(email: Email, sending: Sending) -> str:
    """Nobody else is there: the light is red, and the next reminder waits for an address."""
    text = f"The reminder to {email.recipient.address} bounced, and nobody else at the customer can be written to"
    sending.ports.messages.change(
        Change(email, replace(email, wake_at=None), sending.entry(email, "email.undeliverable", text))
    )
    return "nobody_left"
