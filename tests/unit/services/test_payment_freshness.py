"""Reminders wait while nobody knows who has paid."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dunlin.domain.dunning.decision import Reason, Verdict
from dunlin.domain.dunning.freshness import stale_payments
from dunlin.domain.email_status import EmailStatus
from dunlin.services.ports.mail import MailRefusedError, Refused
from tests.builders import NOW, a_seller
from tests.dunning_world import Dunned

DUE = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def knowing(at: datetime | None, hours: int = 24) -> Dunned:
    """The first reminder is due, and payments were known at that instant."""
    world = Dunned()
    world.look()
    world.store.seller = replace(world.store.seller, payments_fresh_hours=hours, payments_known_at=at)
    world.now = DUE
    return world


@pytest.mark.parametrize(
    ("hours", "known", "says"),
    [
        (0, None, ""),
        (24, NOW - timedelta(hours=24), ""),
        (24, NOW - timedelta(hours=25), "the last bank import is from 2026-11-21 08:30 UTC; "),
        (24, None, "there was no bank import yet; "),
    ],
)
def test_payments_are_known_for_as_long_as_the_seller_says(hours: int, known: datetime | None, says: str) -> None:
    told = stale_payments(a_seller(payments_fresh_hours=hours, payments_known_at=known), now=NOW)
    assert told == (f"{says}reminders wait until payments are known again" if says else "")


def test_a_reminder_that_is_due_waits_and_is_looked_at_again_in_an_hour() -> None:
    world = knowing(DUE - timedelta(hours=30))
    decision = world.look()
    assert (decision.verdict, decision.reason) == (Verdict.HOLD, Reason.PAYMENTS_STALE)
    assert decision.text.startswith("the last bank import is from 2026-11-24 03:00 UTC")
    assert decision.next_at == DUE + timedelta(hours=1)
    assert world.reminded == []


def test_it_is_told_once_however_long_it_waits() -> None:
    world = knowing(None)
    world.live(DUE + timedelta(hours=5))
    assert [note.type for note in world.store.entries].count("reminder.held") == 1


def test_it_goes_out_within_the_hour_when_payments_are_known_again() -> None:
    world = knowing(DUE - timedelta(hours=30))
    world.look()
    world.store.seller = replace(world.store.seller, payments_known_at=DUE + timedelta(minutes=10))
    world.live(DUE + timedelta(hours=2))
    assert world.reminded == [1]


def test_a_reminder_that_is_not_due_yet_is_planned_all_the_same() -> None:
    world = knowing(None)
    world.now = DUE - timedelta(days=2)
    world.disturb()
    assert world.look().verdict is Verdict.MOVE


def test_what_became_stale_between_the_decision_and_the_claim_stops_the_mail_and_its_turn_comes_again() -> None:
    world = knowing(DUE)
    at_the_claim = DUE + timedelta(hours=25)

    def busy() -> None:
        world.mailer.before = lambda: None
        raise MailRefusedError(Refused.THROTTLED, "TooManyRequests", "slow down")

    world.mailer.before = busy
    world.look()
    assert world.reminded == []
    world.now = at_the_claim
    world.redeliver(world.dunning.turns[-1].message_id)
    (email,) = world.store.emails.values()
    assert (email.status, email.status_code) == (EmailStatus.CANCELLED, "hold_payments_stale")
    assert "the last bank import is from 2026-11-25 09:00 UTC" in email.status_reason
    world.live(at_the_claim + timedelta(days=5))
    assert (world.reminded, world.dunning.decided) == ([], "payments_stale")
    world.store.seller = replace(world.store.seller, payments_known_at=world.now)
    world.live(world.now + timedelta(hours=2))
    assert world.reminded == [1]
