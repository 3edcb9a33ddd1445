"""When a message may leave: whose clock counts, what is too late and too far, and how long a send can be undone."""

from datetime import UTC, datetime, timedelta

import pytest

from dunlin.domain.departure import FURTHEST, LONGEST_UNDO, at_local_time, early, undoable_until
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import InvalidInput
from tests.builders import NOW, a_customer, a_seller, an_email

NINE = datetime(2026, 11, 23, 9)  # noqa: DTZ001 - a local time


@pytest.mark.parametrize(
    ("timezone", "customers", "zone", "hour"),
    [
        ("customer", "Europe/London", "Europe/London", 9),
        ("customer", "", "Europe/Amsterdam", 8),
        ("seller", "Europe/London", "Europe/Amsterdam", 8),
        ("America/New_York", "Europe/London", "America/New_York", 14),
    ],
)
def test_whose_clock_counts(timezone: str, customers: str, zone: str, hour: int) -> None:
    customer = a_customer(time_zone=customers)
    found = at_local_time(NINE, timezone, customer=customer, seller=a_seller(), now=NOW)
    assert (found.zone, found.at) == (zone, datetime(2026, 11, 23, hour, tzinfo=UTC))


@pytest.mark.parametrize(
    ("away", "told"), [(timedelta(0), "has passed"), (-FURTHEST, "has passed"), (FURTHEST * 1.01, "a year away")]
)
def test_a_time_that_has_passed_or_is_far_away_is_refused(away: timedelta, told: str) -> None:
    local = (NOW + away).replace(tzinfo=None)
    with pytest.raises(InvalidInput, match=told) as refused:
        at_local_time(local, "UTC", customer=a_customer(), seller=a_seller(), now=NOW)
    assert refused.value.problems[0].where == "/send_at"


def test_a_send_can_be_undone_for_as_long_as_the_sender_says_else_as_the_seller_has_it() -> None:
    seller = a_seller(undo_seconds=30)
    assert undoable_until(None, seller=seller, now=NOW) == NOW + timedelta(seconds=30)
    assert undoable_until(900, seller=seller, now=NOW) == NOW + LONGEST_UNDO
    assert undoable_until(0, seller=seller, now=NOW) is None
    for wrong in (-1, 901):
        with pytest.raises(InvalidInput):
            undoable_until(wrong, seller=seller, now=NOW)


def test_an_email_is_early_until_its_instant_and_only_while_it_is_planned() -> None:
    at = NOW + timedelta(minutes=5)
    assert early(an_email(not_before=at), now=at - timedelta(microseconds=1))
    assert not early(an_email(not_before=at), now=at)
    assert not early(an_email(), now=NOW)
    assert not early(an_email(not_before=at, status=EmailStatus.DISPATCHING), now=NOW)
