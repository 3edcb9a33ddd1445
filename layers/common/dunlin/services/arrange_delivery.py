"""Arrange that a planned message comes to `deliver` when its time has come."""

from datetime import datetime, timedelta

from dunlin.services.ports.sending import Outbox, Schedules

# The queue itself holds back what is this near: no schedule could be made, fired and removed any better.
NEAR = timedelta(minutes=15)


def arrange_delivery(
    message_id: str, *, not_before: datetime | None, now: datetime, outbox: Outbox, schedules: Schedules
) -> None:
    """One call, which may be repeated, also with another time. Raises Unavailable: then the sweep finds it."""
    wait = max(not_before - now, timedelta(0)) if not_before else timedelta(0)
    if not_before and wait > NEAR:
        schedules.put(message_id, at=not_before)
    else:
        outbox.put(message_id, delay=wait)
