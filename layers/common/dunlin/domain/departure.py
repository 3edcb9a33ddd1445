"""When a message may leave: at once, after the time in which it can be undone, or at a time that was asked for."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from dunlin.domain.customer import Customer
from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.local_time import LocalTime, resolve
from dunlin.domain.seller import Seller

# What a queue can hold back by itself.
LONGEST_UNDO = timedelta(minutes=15)
FURTHEST = timedelta(days=366)
# How long the schedule or the queue has, after which the sweep looks for an e-mail that should have left.
MISSED = timedelta(minutes=1)
CUSTOMER, SELLER = "customer", "seller"
# The clocks that come to a local time first and last of all (https://www.iana.org/time-zones).
_FIRST, _LAST = "Etc/GMT-14", "Etc/GMT+12"


def at_local_time(local: datetime, timezone: str, *, customer: Customer, seller: Seller, now: datetime) -> LocalTime:
    """The instant that was asked for, by a clock of the customer, of the seller, or in an IANA zone.

    Raises InvalidInput for a time that has passed or is more than a year away.
    """
    found = resolve(local, _zone(timezone, customer, seller))
    if found.at <= now:
        raise _refused(f"{found.local} in {found.zone} has passed: leave `send_at` out to send now")
    if found.at > now + FURTHEST:
        raise _refused(f"{found.local} in {found.zone} is more than a year away")
    return found


def has_passed(local: datetime, timezone: str, *, customer: Customer, seller: Seller, now: datetime) -> bool:
    """Whether that time is over by the clock that counts. Raises InvalidInput for an unknown zone."""
    return resolve(local, _zone(timezone, customer, seller)).at <= now


def check_local_time(local: datetime, timezone: str, *, now: datetime) -> None:
    """Raises InvalidInput for a time that suits nobody, whoever `customer` and `seller` turn out to be."""
    somebodys = timezone in {CUSTOMER, SELLER}
    if resolve(local, _LAST if somebodys else timezone).at <= now:
        raise _refused(f"{local.isoformat()} has passed, whatever the zone: leave `send_at` out to send now")
    if resolve(local, _FIRST if somebodys else timezone).at > now + FURTHEST:
        raise _refused(f"{local.isoformat()} is more than a year away")


def check_undo(seconds: int | None, *, scheduled: bool) -> None:
    """Raises InvalidInput for more than 15 minutes, and for any beside a time of its own."""
    if scheduled and seconds:
        raise _invalid(
            "/undo_seconds", "a send at a time of its own takes no `undo_seconds`: leave it or `send_at` out"
        )
    if not timedelta(0) <= timedelta(seconds=seconds or 0) <= LONGEST_UNDO:
        raise _invalid("/undo_seconds", f"must be from 0 to {LONGEST_UNDO.total_seconds():.0f}")


def undoable_until(seconds: int | None, *, seller: Seller, now: datetime) -> datetime | None:
    """Until when a send that is asked for now can be undone (None: it leaves at once); by default as the seller has it.

    Raises InvalidInput for more than 15 minutes.
    """
    told = seller.undo_seconds if seconds is None else seconds
    check_undo(told, scheduled=False)
    wait = timedelta(seconds=told)
    return now + wait if wait else None


def departs(emails: Iterable[Email]) -> datetime | None:
    """When what is still planned of a message may leave; None for at once, or when nothing is."""
    return next((each.not_before for each in emails if each.status is EmailStatus.PLANNED), None)


def early(email: Email, *, now: datetime) -> bool:
    """Whether it is not yet time for a planned e-mail to leave."""
    return email.status is EmailStatus.PLANNED and email.not_before is not None and now < email.not_before


def _zone(timezone: str, customer: Customer, seller: Seller) -> str:
    zones = {CUSTOMER: customer.time_zone or seller.time_zone, SELLER: seller.time_zone}
    return zones.get(timezone, timezone)


def _refused(message: str) -> InvalidInput:
    return _invalid("/send_at", message)


def _invalid(where: str, message: str) -> InvalidInput:
    return InvalidInput(message, Problem(where, message))
