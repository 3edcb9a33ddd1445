"""SES's events, from their JSON to ours."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunlin.adapters.ses_events import parse
from dunlin.domain.engagement import Event, EventType
from dunlin.domain.errors import InvalidInput
from tests.unit.adapters.ses_json import BODIES, BROWSER, MAIL, TAGS, told

SENT_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 9, 31, 5, 123000, tzinfo=UTC)


def _event(name: str, **changes: Any) -> Event:
    event = parse(told(name, **changes))
    assert event is not None
    return event


@pytest.mark.parametrize(
    ("name", "at", "cause", "detail"),
    [
        ("Send", SENT_AT, "", ""),
        ("Delivery", LATER, "", "250 2.6.0 Message received"),
        ("DeliveryDelay", LATER, "MailboxFull", "smtp; 452 4.2.2 full"),
        ("Bounce", LATER, "Permanent/General", "smtp; 550 5.1.1 user unknown"),
        ("Complaint", LATER, "not-spam", ""),
        ("Reject", SENT_AT, "reject", "Bad content"),
        ("Rendering Failure", SENT_AT, "rendering", "Attribute 'name' is not present"),
        ("Open", LATER, "", ""),
        ("Click", LATER, "", ""),
        ("Subscription", LATER, "", ""),
    ],
)
def test_every_event_of_ses_is_understood(name: str, at: datetime, cause: str, detail: str) -> None:
    event = _event(name)
    assert (event.type, event.name, event.at) == (EventType(name), name, at)
    assert (event.cause, event.detail) == (cause, detail)
    assert (event.message_id, event.email_id, event.invoice_id) == ("msg_01", "eml_01_1", "inv_1")
    assert event.ses_message_id == "0100-ses"


def test_every_event_type_we_know_has_a_sample() -> None:
    assert {EventType(name) for name in BODIES} == set(EventType) - {EventType.OTHER}


def test_who_opened_and_what_was_clicked_is_kept() -> None:
    opened, clicked = _event("Open"), _event("Click")
    assert (opened.user_agent, opened.bot, opened.link) == (BROWSER, "Unlikely", "")
    assert (clicked.user_agent, clicked.bot, clicked.link) == (BROWSER, "", "https://seller.example/terms")


def test_an_event_of_an_unheard_of_type_is_kept_by_its_name() -> None:
    event = _event("Levitation")
    assert (event.type, event.name, event.email_id, event.at) == (EventType.OTHER, "Levitation", "eml_01_1", SENT_AT)


@pytest.mark.parametrize(
    ("changes", "cause", "detail"),
    [
        ({"bouncedRecipients": None}, "Permanent/General", ""),
        ({"bouncedRecipients": []}, "Permanent/General", ""),
        ({"bouncedRecipients": [{"status": "5.1.1"}]}, "Permanent/General", "5.1.1"),
        ({"bounceType": None, "bounceSubType": None}, "Undetermined/Undetermined", "smtp; 550 5.1.1 user unknown"),
        (
            {"bounceType": "Transient", "bounceSubType": "MailboxFull"},
            "Transient/MailboxFull",
            "smtp; 550 5.1.1 user unknown",
        ),
    ],
)
def test_a_bounce_says_what_it_can(changes: dict[str, Any], cause: str, detail: str) -> None:
    event = _event("Bounce", **changes)
    assert (event.cause, event.detail) == (cause, detail)


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"complaintFeedbackType": None}, "abuse"),
        ({"complaintFeedbackType": None, "complaintSubType": "OnAccountSuppressionList"}, "OnAccountSuppressionList"),
    ],
)
def test_a_complaint_without_a_type_is_abuse(changes: dict[str, Any], cause: str) -> None:
    assert _event("Complaint", **changes).cause == cause


def test_what_providers_and_browsers_say_is_one_line_and_bounded() -> None:
    delivered = _event("Delivery", smtpResponse="250\r\n\tok " + "x" * 1000)
    clicked = _event("Click", link="https://x.example/" + "y" * 1000, userAgent="z" * 1000)
    assert delivered.detail.startswith("250 ok x")
    assert (len(delivered.detail), len(clicked.link), len(clicked.user_agent)) == (300, 500, 300)


@pytest.mark.parametrize("name", BODIES)
def test_the_same_event_delivered_again_has_the_same_key(name: str) -> None:
    assert _event(name).key == _event(name).key
    assert len(_event(name).key) == 8


def test_other_events_have_other_keys() -> None:
    events = (
        *(_event(name) for name in BODIES),
        _event("Open", timestamp="2026-11-22T09:31:05.124Z"),
        _event("Open", userAgent="Mozilla/5.0"),
        _event("Click", link="https://seller.example/other"),
        _event("Bounce", feedbackId="another"),
        _event("Open", mail={"messageId": "0100-other"}),
    )
    assert len({event.key for event in events}) == len(events)


def test_a_time_without_a_zone_is_utc() -> None:
    assert _event("Open", timestamp="2026-11-22T09:31:05.123").at == LATER


@pytest.mark.parametrize(
    "text",
    [
        "Successfully validated SNS topic for Amazon SES event publishing.",
        " Successfully validated SNS topic for Amazon SES event publishing.\n",
        json.dumps({"notificationType": "Bounce", "mail": MAIL, "bounce": {}}),
        told("Open", mail={"tags": {}}),
        told("Open", mail={"tags": None}),
        told("Open", mail={"tags": {**TAGS, "email_id": []}}),
        told("Open", mail={"tags": {**TAGS, "invoice_id": "inv_1"}}),
        told("Open", mail={"tags": {key: value for key, value in TAGS.items() if key != "message_id"}}),
    ],
)
def test_what_is_none_of_ours_is_passed_over(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not JSON",
        "Successfully validated something else",
        "null",
        "5",
        "[]",
        '"eventType"',
        "{}",
        '{"eventType": "Open"}',
        '{"eventType": "Open", "mail": null}',
        '{"eventType": "Open", "mail": []}',
        json.dumps({"eventType": "Open", "mail": MAIL, "open": ["?"]}),
        told("Open", timestamp="yesterday"),
        told("Open", timestamp=5),
        told("Open", mail={"tags": ["email_id"]}),
        told("Send", mail={"timestamp": None}),
        told("Bounce", bouncedRecipients=["ada@buyer.example"]),
        told("Bounce", bouncedRecipients={"status": "5.1.1"}),
        "[" * 100_000,
    ],
)
def test_what_is_no_event_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="this is no SES event"):
        parse(text)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(BODIES)), st.data())
def test_whatever_a_field_holds_the_answer_is_an_event_or_a_refusal(name: str, data: st.DataObject) -> None:
    _, body = BODIES[name]
    field = data.draw(st.sampled_from(sorted(body) or ["timestamp"]))
    mail = {data.draw(st.sampled_from(sorted(MAIL))): data.draw(_json)} if data.draw(st.booleans()) else {}
    try:
        parse(told(name, mail=mail, **{field: data.draw(_json)}))
    except InvalidInput:
        return
