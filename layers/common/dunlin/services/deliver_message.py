"""Deliver a message: send what is planned, resolve what is unconfirmed. Harmless to repeat at any time."""

from collections import Counter
from datetime import datetime

from dunlin.domain.message import Email, EmailStatus
from dunlin.services.ports import Documents, Mailer, Messages, NewId, Outbox, Pipeline, Renderer, Templates
from dunlin.services.resolve_unconfirmed import resolve_unconfirmed
from dunlin.services.send_email import send_email
from dunlin.services.sending import Sending

_TURNS = {
    EmailStatus.PLANNED: send_email,
    EmailStatus.DISPATCHING: resolve_unconfirmed,
    EmailStatus.AMBIGUOUS: resolve_unconfirmed,
}


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
) -> Counter[str]:
    """Do what is due for each e-mail of the message; the answer counts what became of them.

    Raises NotFound for an unknown message. One e-mail's trouble does not stop its neighbours: the first exception is
    raised after all have had their turn.
    """
    message, emails = messages.get(message_id)
    if not any(email.status in _TURNS for email in emails):
        return Counter()
    context = messages.context(message)
    sending = Sending(
        message, emails, context, now, new_id, messages, documents, mailer, outbox, pipeline, renderer, templates
    )
    return _deliver_each([email for email in emails if email.status in _TURNS], sending)


def _deliver_each(emails: list[Email], sending: Sending) -> Counter[str]:
    done: Counter[str] = Counter()
    failures: list[Exception] = []
    for email in emails:
        try:
            done[_TURNS[email.status](email, sending)] += 1
        except Exception as failure:  # noqa: BLE001 - neighbours go on, and it is raised below
            failures.append(failure)
    if failures:
        raise failures[0]
    return done
