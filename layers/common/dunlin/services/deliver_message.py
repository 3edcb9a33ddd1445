"""Deliver a message: send what is planned, resolve what is unconfirmed. Harmless to repeat at any time."""

from collections import Counter
from datetime import datetime, timedelta

from dunlin.domain.departure import early
from dunlin.domain.message import Email
from dunlin.services.deliver_emails import deliver_emails, waits_for_us
from dunlin.services.ports.batches import Batches
from dunlin.services.ports.documents import Documents, Renderer
from dunlin.services.ports.portal import Addresses
from dunlin.services.ports.records import NewId, Templates
from dunlin.services.ports.sending import Mailer, Messages, Outbox, Pipeline
from dunlin.services.sending import Sending
from dunlin.services.settle_message import settle_message

# Clocks differ: what comes this little too early waits in the queue again. What comes earlier is a stray copy.
_NEARLY = timedelta(minutes=1)


def deliver_message(
    message_id: str,
    *,
    now: datetime,
    new_id: NewId,
    messages: Messages,
    documents: Documents,
    mailer: Mailer,
    outbox: Outbox,
    pipeline: Pipeline,
    renderer: Renderer,
    templates: Templates,
    addresses: Addresses,
    batches: Batches,
) -> Counter[str]:
    """Do what is due for each e-mail of the message; the answer counts what became of them.

    A message of a batch has its item settled each time, so that a repeated delivery mends a settlement that was lost.

    Raises NotFound for an unknown message. One e-mail's trouble does not stop its neighbours: the first exception is
    raised after all have had their turn.
    """
    message, emails = messages.get(message_id)
    _wait_for(emails, message_id, now=now, outbox=outbox)
    due = [email for email in emails if waits_for_us(email, now=now)]
    try:
        if not due:
            return Counter()
        context = messages.context(message)
        sending = Sending(
            message,
            emails,
            context,
            now=now,
            new_id=new_id,
            messages=messages,
            documents=documents,
            mailer=mailer,
            outbox=outbox,
            pipeline=pipeline,
            renderer=renderer,
            templates=templates,
            addresses=addresses,
        )
        return deliver_emails(due, sending)
    finally:
        settle_message(message, batches=batches, messages=messages)


def _wait_for(emails: tuple[Email, ...], message_id: str, *, now: datetime, outbox: Outbox) -> None:
    waits = [each.not_before - now for each in emails if each.not_before and early(each, now=now)]
    if waits and min(waits) <= _NEARLY:
        outbox.put(message_id, delay=min(waits))
