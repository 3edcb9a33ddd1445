"""Cancel one item of a batch, as far as nobody has claimed it: what has left, or is leaving, stays what it is."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from dunlin.domain.batch import CANCELLED_BY_STAFF, OPEN, BatchItem, ItemState
from dunlin.domain.email import Email, about
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import ClaimLost, NotFound, Unavailable
from dunlin.domain.message import Message
from dunlin.domain.timeline import Entry
from dunlin.services.ports.batches import Batches
from dunlin.services.ports.records import NewId
from dunlin.services.ports.sending import Change, Messages, Schedules
from dunlin.services.settle_batch_item import settle_batch_item

_WHY = "the batch was cancelled"


def cancel_batch_item(
    item: BatchItem, *, now: datetime, new_id: NewId, batches: Batches, messages: Messages, schedules: Schedules
) -> ItemState | None:
    """Where the item stands now. Raises StaleVersion when somebody else changed it meanwhile."""
    with suppress(NotFound):
        message, emails = messages.get(item.message_id) if item.message_id else _nothing()
        for email in emails:
            if email.status is EmailStatus.PLANNED:
                _cancel(email, message, now=now, new_id=new_id, messages=messages)
        if any(each.not_before and each.not_before > now for each in emails):
            with suppress(Unavailable):  # it fires into nothing
                schedules.remove(item.message_id)
        return settle_batch_item(item.batch_id, item.invoice_id, batches=batches, messages=messages)
    if item.state not in OPEN:
        return item.state
    cancelled = replace(item, state=ItemState.CANCELLED, code=CANCELLED_BY_STAFF, reason=_WHY)
    return batches.change_item(item, cancelled).state


def _nothing() -> tuple[Message, tuple[Email, ...]]:
    raise NotFound("no message yet")


def _cancel(email: Email, message: Message, *, now: datetime, new_id: NewId, messages: Messages) -> None:
    """A conditional write decides the race with the claim."""
    after = replace(
        email, status=EmailStatus.CANCELLED, status_code=CANCELLED_BY_STAFF, status_reason=_WHY, owner="", wake_at=None
    )
    text = f"The mail to {email.recipient.address} was not sent: {_WHY}"
    data = {**about(after), "batch_id": message.batch_id}
    entry = Entry(new_id("tml"), email.invoice_id, now, message.actor, "email.cancelled", text, data)
    with suppress(ClaimLost):
        messages.change(Change(email, after, entry))
