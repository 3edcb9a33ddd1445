"""Events have the shape that SES documents."""

from datetime import timedelta
from typing import Any

import pytest

from local import events
from local.mail import Mail
from tests.local.builders import NOON, a_mail, a_message


def told(kind: str, mail: Mail | None = None, **options: Any) -> dict[str, Any]:
    now = NOON + timedelta(milliseconds=1_234)
    return events.event(kind, mail or a_mail(), account="123456789012", region="us-east-1", now=now, options=options)


@pytest.mark.parametrize("kind", events.BODIES)
def test_every_event_has_its_type_its_mail_and_a_body_of_its_own_name(kind: str) -> None:
    event = told(kind, link="https://shop.example/")

    assert event["eventType"] == kind
    assert set(event) == {"eventType", "mail", kind[0].lower() + kind[1:]}


def test_the_mail_in_an_event_carries_tags_as_lists() -> None:
    mail = told("Send")["mail"]

    assert mail["tags"]["email_id"] == ["eml_1"]
    assert mail["tags"]["ses:configuration-set"] == ["invoices"]
    assert mail["tags"]["ses:from-domain"] == ["sender.example"]


def test_the_mail_in_an_event_names_the_envelope_and_the_headers() -> None:
    mail = told("Send", a_mail(raw=a_message(Cc="Bob <bob@buyer.example>").as_bytes()))["mail"]

    assert mail["destination"] == ["ann@buyer.example"]
    assert mail["timestamp"] == "2026-11-02T12:00:00.000Z"
    assert {"name": "Subject", "value": "Invoice €1"} in mail["headers"]
    assert mail["commonHeaders"] == {
        "returnPath": "billing@sender.example",
        "messageId": "0100-1",
        "from": ["Billing <billing@sender.example>"],
        "to": ["Ann <ann@buyer.example>"],
        "cc": ["Bob <bob@buyer.example>"],
        "subject": "Invoice €1",
    }


def test_a_bounce_is_permanent_unless_it_is_said_to_be_transient() -> None:
    hard, soft = told("Bounce")["bounce"], told("Bounce", bounce_type="Transient")["bounce"]

    assert (hard["bounceType"], hard["bounceSubType"]) == ("Permanent", "General")
    assert (soft["bounceType"], soft["bounceSubType"]) == ("Transient", "MailboxFull")
    assert hard["bouncedRecipients"] == [
        {
            "emailAddress": "ann@buyer.example",
            "action": "failed",
            "status": "5.1.1",
            "diagnosticCode": "smtp; 550 5.1.1 user unknown",
        }
    ]


@pytest.mark.parametrize(
    ("options", "word"), [({"is_bot": True}, "Likely"), ({"is_bot": False}, "Unlikely"), ({"is_bot": None}, None)]
)
def test_an_open_says_whether_a_machine_did_it_save_on_old_events(options: dict[str, Any], word: str | None) -> None:
    assert told("Open", **options)["open"].get("isBotEvent") == word


def test_a_click_names_its_link_and_its_moment() -> None:
    click = told("Click", link="https://shop.example/", user_agent="curl/8")["click"]

    assert (click["link"], click["userAgent"]) == ("https://shop.example/", "curl/8")
    assert click["timestamp"] == "2026-11-02T12:00:01.234Z"


def test_a_click_without_a_link_is_no_event() -> None:
    with pytest.raises(KeyError):
        told("Click")


def test_a_delay_names_who_waits_and_until_when() -> None:
    delay = told("DeliveryDelay")["deliveryDelay"]

    assert [who["emailAddress"] for who in delay["delayedRecipients"]] == ["ann@buyer.example"]
    assert delay["expirationTime"] > delay["timestamp"]


def test_only_links_that_may_be_tracked_are_replaced() -> None:
    mail = a_mail()

    assert mail.tracked_links == ["https://shop.example/?a=1&b=2"]
    assert mail.untracked_links == ["https://pay.example/p/x"]
    assert mail.tracked_html("/click").rstrip() == (
        '<a href="/click?n=0">Shop</a> <a ses:no-track href="https://pay.example/p/x">Pay</a>'
    )
