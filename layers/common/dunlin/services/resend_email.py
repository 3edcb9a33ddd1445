"""Fix and resend: what did not arrive goes to the same person again, at the address that they have now."""

from dataclasses import replace
from datetime import datetime

from dunlin.domain.customer import Customer, normalise
from dunlin.domain.email import Email, about, email_id_of
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import ClaimLost, InvalidInput, Problem
from dunlin.domain.ids import derived
from dunlin.domain.message import Message
from dunlin.domain.review import check_open, email_of
from dunlin.domain.timeline import Actor, Entry
from dunlin.services.plan_send import SendRequest, plan_send
from dunlin.services.ports.batches import Batches
from dunlin.services.ports.records import NewId
from dunlin.services.ports.sending import Change, Messages, Outbox, Schedules
from dunlin.services.settle_message import settle_message
from dunlin.services.shelf import Shelf

_NOT_ARRIVED = (EmailStatus.BOUNCED, EmailStatus.COMPLAINED, EmailStatus.SUPPRESSED, EmailStatus.FAILED)
_TRIES = 3


def resend_email(
    invoice_id: str,
    email_id: str,
    *,
    to: str,
    key: str,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    messages: Messages,
    outbox: Outbox,
    schedules: Schedules,
    shelf: Shelf,
    batches: Batches,
) -> tuple[Message, tuple[Email, ...]]:
    """A new message with the instructions of the old, to that person only; `to` where no contact tells the address.

    The same `key` is the same message. Raises NotFound, Conflict for an e-mail that is not known to have failed,
    InvalidInput when there is no address, or one that is undeliverable.
    """
    email = email_of(messages.of_invoice(invoice_id), email_id)
    planned = f"resend {email_id} {key}"
    if email.superseded_by != email_id_of(derived("msg", invoice_id, planned), 1):  # as an earlier try has left it
        check_open(email, _NOT_ARRIVED)
    told, _ = messages.get(email.message_id)
    address = to or _present_address(messages.parties(invoice_id).customer, email)
    message, emails = plan_send(
        invoice_id,
        SendRequest(to=(address,), as_told=told.instructions),
        key=planned,
        actor=actor,
        now=now,
        new_id=new_id,
        messages=messages,
        outbox=outbox,
        schedules=schedules,
        shelf=shelf,
        batch_id=told.batch_id,
    )
    _supersede(email, emails[0], actor, now, new_id=new_id, messages=messages)
    settle_message(told, batches=batches, messages=messages)
    return message, emails


def _present_address(customer: Customer, email: Email) -> str:
    was = email.recipient
    known = [each for each in customer.contacts if each.email]
    for contact in known:
        if contact.contact_id and contact.contact_id == was.contact_id:
            return contact.email
    if normalise(was.address) in {normalise(each) for each in (*(c.email for c in known), *customer.preferences.to)}:
        return was.address
    text = "no contact of the customer tells where this person is written to now: give `to`"
    raise InvalidInput(text, Problem("/to", text))


def _supersede(email: Email, by: Email, actor: Actor, now: datetime, *, new_id: NewId, messages: Messages) -> None:
    """The old e-mail needs nobody any more. Evidence about it may come in between; then it is looked at again."""
    for _ in range(_TRIES):
        if email.superseded_by:
            return
        text = f"Instead of the mail to {email.recipient.address} one goes to {by.recipient.address}"
        after = replace(email, superseded_by=by.email_id)
        entry = Entry(new_id("tml"), email.invoice_id, now, actor, "email.superseded", text, about(after))
        try:
            messages.change(Change(email, after, entry))
        except ClaimLost:
            email = email_of(messages.get(email.message_id)[1], email.email_id)
        else:
            return
