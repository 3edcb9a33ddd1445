"""Sweep: hand everything that somebody should have looked at by now to the outbox again."""

from datetime import datetime, timedelta

from dunlin.domain.email import Email
from dunlin.services.ports.sending import Messages, Outbox

# Until then the outbox has the e-mail; after that it is due again.
AGAIN = timedelta(minutes=15)


def sweep_due(*, now: datetime, messages: Messages, outbox: Outbox, limit: int = 500) -> int:
    """How many messages were queued. Each due e-mail is queued by one sweep only, however many run.

    One that was claimed since it became due is left alone until its own time.
    """
    wanted = dict.fromkeys(
        email.message_id for email in messages.due(now=now, limit=limit) if _taken(email, now, messages)
    )
    for message_id in wanted:
        outbox.put(message_id)
    return len(wanted)


def _taken(email: Email, now: datetime, messages: Messages) -> bool:
    wakes = email.wake_at or now
    rests = wakes > now
    return messages.snooze(email, now=now, until=wakes if rests else now + AGAIN) and not rests
