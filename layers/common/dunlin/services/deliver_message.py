"""Deliver a message: send what is planned, resolve what is unconfirmed. Harmless to repeat at any time."""

from collections import Counter
from datetime import datetime, timedelta

from dunlin.domain.departure import early
from dunlin.domain.email import Email
from dunlin.services.deliver_emails import deliver_emails, waits_for_us
from dunlin.services.ports.batches import Batches
from dunlin.services.ports.sending import Outbox
from dunlin.services.sending import Ports, Sending
from dunlin.services.settle_message import settle_message

# Clocks differ: what comes this little too early waits in the queue again. What comes earlier is a stray copy.
_NEARLY = timedelta(minutes=1)


def deliver_message(message_id: str, *, batches: Batches, ports: Ports) -> Counter[str]:
    """Do what is due for each e-mail of the message; the answer counts what became of them.

    A message of a batch has its item settled each time, so that a repeated delivery mends a settlement that was lost.

    Raises NotFound for an unknown message. One e-mail's trouble does not stop its neighbours: the first exception is
    raised after all have had their turn.
    """
    message, emails = ports.messages.get(message_id)
    _wait_for(emails, message_id, now=ports.now, outbox=ports.outbox)
    due = [email for email in emails if waits_for_us(email, now=ports.now)]
    try:
        if not due:
            return Counter()
        return deliver_emails(due, Sending(message, emails, ports.messages.context(message), ports))
    finally:
        settle_message(message, batches=batches, messages=ports.messages)


def _wait_for(emails: tuple[Email, ...], message_id: str, *, now: datetime, outbox: Outbox) -> None:
    waits = [each.not_before - now for each in emails if each.not_before and early(each, now=now)]
    if waits and min(waits) <= _NEARLY:
        outbox.put(message_id, delay=min(waits))
