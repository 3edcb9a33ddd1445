"""When a message may leave: at once, after the time in which it can be undone, or at a time that was asked for."""

from datetime import datetime, timedelta

from dunlin.domain.customer import Customer
from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.local_time import LocalTime, resolve
from dunlin.domain.message import Email, EmailStatus
from dunlin.domain.seller import Seller

# What a queue can hold back by itself.
LONGEST_UNDO = timedelta(minutes=15)
FURTHEST = timedelta(days=366)
# How long the schedule or the queue has, after which the sweep looks for an e-mail that should have left.
MISSED = timedelta(minutes=1)
CUSTOMER, SELLER = "customer", "seller"


def at_local_time(local: datetime, timezone: str, *, customer: Customer, seller: Seller, now: datetime) -> LocalTime:
    """The instant that was asked for, by a clock of the customer, of the seller, or in an IANA zone.

    Raises InvalidInput for a time that has passed or is more than a year away.
    """
    zones = {CUSTOMER: customer.time_zone or seller.time_zone, SELLER: seller.time_zone}
    found = resolve(local, zones.get(timezone, timezone))
    if found.at <= now:
        raise _refused(f"{found.local} in {found.zone} has passed: leave `send_at` out to send now")
    if found.at > now + FURTHEST:
        raise _refused(f"{found.local} in {found.zone} is more than a year away")
    return found


def undoable_until(seconds: int | None, *, seller: Seller, now: datetime) -> datetime | None:
    """Until when a send that is asked for now can be undone (None: it leaves at once); by default as the seller has it.

    Raises InvalidInput for more than 15 minutes.
    """
    wait = timedelta(seconds=seller.undo_seconds if seconds is None else seconds)
    if not timedelta(0) <= wait <= LONGEST_UNDO:
        message = f"must be from 0 to {LONGEST_UNDO.total_seconds():.0f}"
        raise InvalidInput(message, Problem("/undo_seconds", message))
    return now + wait if wait else None


def early(email: Email, *, now: datetime) -> bool:
    """Whether it is not yet time for a planned e-mail to leave."""
    return email.status is EmailStatus.PLANNED and email.not_before is not None and now < email.not_before


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, Problem("/send_at", message))
