"""Counting an event exactly once, in one write: the counter, the event and its key go in together or not at all."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import size
from pynamodb.expressions.update import Action

from dunlin.adapters.codec import stamp
from dunlin.adapters.dynamodb.errors import CONDITION_FAILED
from dunlin.adapters.dynamodb.message_rows import EmailRow
from dunlin.adapters.dynamodb.squeezing import squeeze
from dunlin.domain.email import Email
from dunlin.domain.engagement import Event, EventType
from dunlin.domain.errors import Unavailable
from dunlin.services.ports.sending import Recorded

# Events kept word for word; later ones are counted only. A scanner may ask for the same image a thousand times.
KEPT = 100
_NOUN = {EventType.OPEN: "opens", EventType.CLICK: "clicks"}


def record(event: Event, *, delivered_before: datetime | None) -> tuple[Recorded, Email | None]:
    """See the port `Messages`."""
    for keep in (True, False):
        condition: Any = EmailRow.created_at.exists() & ~EmailRow.seen.contains(event.key)
        if delivered_before:
            condition &= EmailRow.delivered_at.does_not_exist() | (EmailRow.delivered_at <= stamp(delivered_before))
        if keep:
            condition &= size(EmailRow.events) < KEPT
        row = EmailRow(event.message_id, event.email_id)
        try:
            row.update(_counting(event, keep=keep), condition)
        except UpdateError as failure:
            if failure.cause_response_code != CONDITION_FAILED:
                raise Unavailable("the database did not count the event") from failure
            answer = _why(event, delivered_before)
            if answer:
                return answer
        else:
            return Recorded.NEW, row.to_email()
    raise Unavailable("the e-mail keeps changing")


def _counting(event: Event, *, keep: bool) -> list[Action]:
    counter = [getattr(EmailRow, f"{event.who}_{_NOUN[event.type]}").add(1)] if event.who else []
    kept = [EmailRow.events.set(EmailRow.events.append([_without_ids(event)]))] if keep else []
    return [*counter, EmailRow.seen.add({event.key}), *kept]


def _without_ids(event: Event) -> bytes:
    """As it is kept: whose it is says the item."""
    return squeeze(replace(event, message_id="", email_id="", invoice_id="", ses_message_id=""))


def _why(event: Event, delivered_before: datetime | None) -> tuple[Recorded, Email | None] | None:
    """What refused the write; None when only the room for events is used up."""
    try:
        row = EmailRow.get(event.message_id, event.email_id, consistent_read=True)
    except EmailRow.DoesNotExist:
        return Recorded.UNKNOWN_EMAIL, None
    if event.key in (row.seen or ()):
        return Recorded.DUPLICATE, row.to_email()
    if delivered_before and row.delivered_at and row.delivered_at > stamp(delivered_before):
        return Recorded.TOO_SOON, None
    return None
