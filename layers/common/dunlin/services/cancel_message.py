"""Cancel what has not left of a message. The write that would claim an e-mail and the one that cancels it exclude
each other, so that exactly one of them wins.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from dunlin.domain.email import Email, about
from dunlin.domain.email_status import CANCELLED_BY_STAFF, EmailStatus
from dunlin.domain.errors import ClaimLost, Unavailable
from dunlin.domain.timeline import Actor, Entry
from dunlin.services.ports.batches import Batches
from dunlin.services.ports.records import NewId
from dunlin.services.ports.sending import Change, Messages, Schedules
from dunlin.services.settle_message import settle_message

# Each try that is lost has seen the e-mail being claimed, given back or rescheduled.
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The e-mails that will not leave, and those that have left, are leaving, or have come to another end."""

    cancelled: tuple[Email, ...]
    too_late: tuple[Email, ...]


def cancel_message(
    message_id: str,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    messages: Messages,
    schedules: Schedules,
    batches: Batches,
) -> Cancelled:
    """May be repeated: what was cancelled before is told as cancelled again. Raises NotFound."""
    message, emails = messages.get(message_id)

    def change(email: Email) -> Change:
        return _change(email, reason, actor, now, new_id)

    after = tuple(_cancel(each, change, messages) for each in emails)
    if any(each.not_before and each.not_before > now for each in emails):
        with suppress(Unavailable):  # it fires into nothing
            schedules.remove(message_id)
    settle_message(message, batches=batches, messages=messages)
    gone = tuple(each for each in after if each.status is EmailStatus.CANCELLED)
    return Cancelled(gone, tuple(each for each in after if each not in gone))


def _cancel(email: Email, how: Callable[[Email], Change], messages: Messages) -> Email:
    """The e-mail as it is then. Raises ClaimLost when it is still planned, and never stays so long enough."""
    for _ in range(_TRIES):
        if email.status is not EmailStatus.PLANNED:
            return email
        change = how(email)
        try:
            messages.change(change)
        except ClaimLost:
            _, emails = messages.get(email.message_id)
            email = next(each for each in emails if each.email_id == email.email_id)
        else:
            return change.after
    raise ClaimLost(f"{email.email_id} keeps changing: try again")


def _change(email: Email, reason: str, actor: Actor, now: datetime, new_id: NewId) -> Change:
    said = f"cancelled by {actor.name}" + (f": {reason}" if reason else "")
    after = replace(
        email, status=EmailStatus.CANCELLED, status_code=CANCELLED_BY_STAFF, status_reason=said, owner="", wake_at=None
    )
    text = f"The mail to {email.recipient.address} was {said}"
    entry = Entry(new_id("tml"), email.invoice_id, now, actor, "email.cancelled", text, about(after))
    return Change(email, after, entry)
