"""Sweep: hand everything that somebody should have looked at by now to the outbox again."""

from datetime import datetime, timedelta

from dunlin.services.ports.sending import Messages, Outbox

# Until then the outbox has the e-mail; after that it is due again.
AGAIN = timedelta(minutes=15)


def sweep_due(*, now: datetime, messages: Messages, outbox: Outbox, limit: int = 500) -> int:
    """How many messages were queued. Each due e-mail is queued by one sweep only, however many run."""
    due = messages.due(now=now, limit=limit)
    taken = [email.message_id for email in due if messages.snooze(email, now=now, until=now + AGAIN)]
    wanted = dict.fromkeys(taken)
    for message_id in wanted:
        outbox.put(message_id)
    return len(wanted)
