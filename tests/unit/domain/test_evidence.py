"""The ladder of an e-mail only climbs."""

from datetime import timedelta
from functools import reduce
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus, rung
from dunlin.domain.engagement import Event, EventType, Who
from dunlin.domain.evidence import climb, hard
from tests.builders import NOW, an_email, an_event

S = EmailStatus
SEND, DELAY = an_event(EventType.SEND), an_event(EventType.DELIVERY_DELAY, cause="MailboxFull", detail="452 full")
DELIVERY = an_event(EventType.DELIVERY, detail="250 ok")
PERMANENT = an_event(EventType.BOUNCE, cause="Permanent/General", detail="550 5.1.1")
TRANSIENT = an_event(EventType.BOUNCE, cause="Transient/General", detail="out of office")
SUPPRESSED = an_event(EventType.BOUNCE, cause="Permanent/OnAccountSuppressionList")
COMPLAINT = an_event(EventType.COMPLAINT, cause="abuse")
REJECT = an_event(EventType.REJECT, cause="reject", detail="Bad content")
UNRENDERED = an_event(EventType.RENDERING_FAILURE, cause="rendering")
OPEN, CLICK = an_event(EventType.OPEN, who=Who.HUMAN), an_event(EventType.CLICK, who=Who.HUMAN)
PREFETCH, SHRUG = an_event(EventType.OPEN, who=Who.MACHINE), an_event(EventType.OPEN, who=Who.UNKNOWN)
SUBSCRIBED, OTHER = an_event(EventType.SUBSCRIPTION), an_event(EventType.OTHER)

# Between these the order never matters. Of two ends on one rung the first one told stands, so only one is among them.
ANY_ORDER = (SEND, DELAY, DELIVERY, TRANSIENT, PERMANENT, COMPLAINT, OPEN, CLICK, PREFETCH, SHRUG, SUBSCRIBED, OTHER)
ALL = (*ANY_ORDER, SUPPRESSED, REJECT, UNRENDERED)
WAITING = (S.PLANNED, S.DISPATCHING, S.AMBIGUOUS, S.NEEDS_REVIEW)


def _after(*events: Event, status: EmailStatus = S.SENT, **changes: Any) -> Email:
    return reduce(climb, events, an_email(status=status, **changes))


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (SEND, S.SENT),
        (DELAY, S.DELAYED),
        (DELIVERY, S.DELIVERED),
        (PERMANENT, S.BOUNCED),
        (TRANSIENT, S.BOUNCED),
        (an_event(EventType.BOUNCE, cause="Undetermined/Undetermined"), S.BOUNCED),
        (SUPPRESSED, S.SUPPRESSED),
        (an_event(EventType.BOUNCE, cause="Permanent/Suppressed"), S.SUPPRESSED),
        (COMPLAINT, S.COMPLAINED),
        (REJECT, S.FAILED),
        (UNRENDERED, S.FAILED),
        (OPEN, S.SENT),
        (CLICK, S.SENT),
        (PREFETCH, S.SENT),
    ],
)
@pytest.mark.parametrize("before", WAITING)
def test_what_an_event_proves_of_a_mail_that_may_have_left(
    event: Event, status: EmailStatus, before: EmailStatus
) -> None:
    after = _after(event, status=before, owner="own_1", wake_at=NOW)
    assert (after.status, after.owner, after.wake_at) == (status, "", None)
    assert (after.ses_message_id, after.sent_at) == ("0100-ses", event.at)


@pytest.mark.parametrize("event", [SUBSCRIBED, OTHER])
def test_what_is_not_about_delivery_proves_nothing(event: Event) -> None:
    assert _after(event, status=S.AMBIGUOUS) == an_email(status=S.AMBIGUOUS)


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ((DELIVERY, SEND), S.DELIVERED),
        ((DELIVERY, DELAY), S.DELIVERED),
        ((DELAY, SEND), S.DELAYED),
        ((DELIVERY, PERMANENT), S.BOUNCED),
        ((PERMANENT, DELIVERY), S.BOUNCED),
        ((DELIVERY, COMPLAINT), S.COMPLAINED),
        ((COMPLAINT, PERMANENT), S.COMPLAINED),
        ((PERMANENT, COMPLAINT), S.COMPLAINED),
        ((SEND, SUPPRESSED), S.SUPPRESSED),
        ((PERMANENT, SUPPRESSED), S.BOUNCED),
    ],
)
def test_the_highest_step_stands(events: tuple[Event, ...], status: EmailStatus) -> None:
    assert _after(*events).status is status


def test_a_transient_bounce_after_delivery_is_only_a_note() -> None:
    assert _after(DELIVERY, TRANSIENT) == _after(DELIVERY)
    assert _after(TRANSIENT, DELIVERY).status is S.DELIVERED
    assert _after(TRANSIENT, PERMANENT).status_code == "Permanent/General"
    assert _after(DELAY, TRANSIENT).status is S.BOUNCED


@pytest.mark.parametrize("event", ALL)
def test_a_cancelled_mail_never_moves(event: Event) -> None:
    assert _after(event, status=S.CANCELLED).status is S.CANCELLED


def test_the_providers_words_are_kept_with_the_step() -> None:
    bounced = _after(PERMANENT)
    assert (bounced.status_code, bounced.status_reason) == ("Permanent/General", "550 5.1.1")
    delivered = _after(DELIVERY)
    assert (delivered.status_reason, delivered.delivered_at) == ("250 ok", DELIVERY.at)


def test_what_is_known_already_is_not_overwritten_by_later_evidence() -> None:
    after = _after(DELIVERY, PERMANENT, ses_message_id="0100-first", sent_at=NOW)
    assert (after.ses_message_id, after.sent_at, after.delivered_at) == ("0100-first", NOW, DELIVERY.at)


def test_the_first_person_engages_the_mail_and_the_first_machine_prefetches_it() -> None:
    later = an_event(EventType.CLICK, who=Who.HUMAN, at=OPEN.at + timedelta(hours=1))
    after = _after(PREFETCH, OPEN, later)
    assert (after.engaged_at, after.prefetched_at) == (OPEN.at, PREFETCH.at)
    machine_only = _after(PREFETCH, SHRUG)
    assert (machine_only.engaged_at, machine_only.prefetched_at) == (None, PREFETCH.at)


def test_a_person_may_engage_a_mail_that_bounced_elsewhere() -> None:
    after = _after(PERMANENT, OPEN)
    assert (after.status, after.engaged_at) == (S.BOUNCED, OPEN.at)


_histories = st.lists(st.sampled_from(ALL), max_size=12)


@given(_histories, st.sampled_from(EmailStatus))
def test_the_status_never_falls(history: list[Event], status: EmailStatus) -> None:
    email = an_email(status=status)
    for event in history:
        after = climb(email, event)
        before, now = rung(email.status, email.status_code), rung(after.status, after.status_code)
        assert after.status is email.status or (before is not None and now is not None and now > before)
        assert climb(after, event) == after, "the same event again changes nothing"
        email = after


@given(st.lists(st.sampled_from(ANY_ORDER), min_size=1, max_size=8), st.data())
def test_repeated_and_reordered_events_end_the_same(history: list[Event], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(history + data.draw(st.lists(st.sampled_from(history), max_size=8))))
    straight, crooked = _after(*history, status=S.DISPATCHING), _after(*shuffled, status=S.DISPATCHING)
    assert crooked.status is straight.status
    assert bool(crooked.engaged_at) == bool(straight.engaged_at)
    assert bool(crooked.prefetched_at) == bool(straight.prefetched_at)


def test_an_ordinary_days_events_end_the_same_in_every_order() -> None:
    assert {_after(*order).status for order in permutations((SEND, DELAY, DELIVERY, OPEN, CLICK))} == {S.DELIVERED}


@pytest.mark.parametrize(
    ("event", "is_hard"),
    [(PERMANENT, True), (SUPPRESSED, True), (COMPLAINT, True), (TRANSIENT, False), (REJECT, False), (DELIVERY, False)],
)
def test_permanent_bounces_and_complaints_end_an_address(event: Event, is_hard: bool) -> None:  # noqa: FBT001
    assert hard(event) is is_hard
