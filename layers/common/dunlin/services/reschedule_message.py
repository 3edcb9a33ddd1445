"""Give what has not left of a message another time."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from dunlin.domain.departure import MISSED, at_local_time
from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import ClaimLost, Conflict, Unavailable
from dunlin.domain.local_time import LocalTime
from dunlin.domain.message import Message
from dunlin.domain.timeline import Actor, Entry
from dunlin.services.arrange_delivery import NEAR, arrange_delivery
from dunlin.services.ports.records import NewId
from dunlin.services.ports.sending import Messages, Outbox, Schedules

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """The new time, the e-mails that keep to it, and those for which it comes too late."""

    schedule: LocalTime
    rescheduled: tuple[Email, ...]
    too_late: tuple[Email, ...]


def reschedule_message(
    message_id: str,
    *,
    send_at: datetime,
    timezone: str,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    messages: Messages,
    outbox: Outbox,
    schedules: Schedules,
) -> Rescheduled:
    """All that is still planned, or nothing. May be repeated.

    Raises NotFound, InvalidInput for a time to which nothing can be sent, Conflict when nothing of it waits any more.
    """
    message, emails = messages.get(message_id)
    parties = messages.parties(message.invoice_id)
    schedule = at_local_time(send_at, timezone, customer=parties.customer, seller=parties.seller, now=now)
    for _ in range(_TRIES):
        planned = tuple(each for each in emails if each.status is EmailStatus.PLANNED)
        if not planned:
            raise Conflict(f"nothing of {message_id} waits any more", code="too_late")
        entry = _entry(message, schedule, actor, now, new_id)
        try:
            messages.reschedule(planned, not_before=schedule.at, wake_at=schedule.at + MISSED, entry=entry)
        except ClaimLost:
            _, emails = messages.get(message_id)
            continue
        arrange_delivery(message_id, not_before=schedule.at, now=now, outbox=outbox, schedules=schedules)
        if schedule.at - now <= NEAR and any(each.not_before and each.not_before > now for each in planned):
            with suppress(Unavailable):  # it fires into what has left by then
                schedules.remove(message_id)
        moved = tuple(replace(each, not_before=schedule.at, wake_at=schedule.at + MISSED) for each in planned)
        return Rescheduled(schedule, moved, tuple(each for each in emails if each not in planned))
    raise ClaimLost(f"{message_id} keeps changing: try again")


def _entry(message: Message, schedule: LocalTime, actor: Actor, now: datetime, new_id: NewId) -> Entry:
    text = f"The send was moved to {schedule.at:%Y-%m-%d %H:%M} UTC ({schedule.local} in {schedule.zone})"
    data = {"message_id": message.message_id, "kind": message.kind.value, "departs_at": schedule.at.isoformat()}
    return Entry(new_id("tml"), message.invoice_id, now, actor, "message.rescheduled", text, data)
