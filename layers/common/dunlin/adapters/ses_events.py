"""SES's events, as SNS brings them: from their JSON to ours.

Shapes: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
"""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from dunlin.domain.engagement import Event, EventType
from dunlin.domain.errors import InvalidInput

# SES publishes this plain text when the event destination is made.
VALIDATION = "Successfully validated SNS topic for Amazon SES event publishing."
_KNOWN = {type_.value: type_ for type_ in EventType if type_ is not EventType.OTHER}
_BODY = {
    EventType.SEND: "send",
    EventType.DELIVERY: "delivery",
    EventType.DELIVERY_DELAY: "deliveryDelay",
    EventType.BOUNCE: "bounce",
    EventType.COMPLAINT: "complaint",
    EventType.REJECT: "reject",
    EventType.RENDERING_FAILURE: "failure",
    EventType.OPEN: "open",
    EventType.CLICK: "click",
    EventType.SUBSCRIPTION: "subscription",
}


def parse(text: str) -> Event | None:
    """The event; None for what is none of ours: the validation text, identity feedback, a mail without our tags.

    Raises InvalidInput for what is no SES event at all.
    """
    if text.strip() == VALIDATION:
        return None
    try:
        told = json.loads(text)
        if "eventType" not in told and "notificationType" in told:
            return None
        return _event(told)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as malformed:
        raise InvalidInput("this is no SES event") from malformed


def _event(told: dict[str, Any]) -> Event | None:
    name, mail = str(told["eventType"]), told["mail"]
    tags = mail.get("tags") or {}
    message_id, email_id, invoice_id = (_first(tags.get(tag)) for tag in ("message_id", "email_id", "invoice_id"))
    if not (message_id and email_id and invoice_id):
        return None
    type_ = _KNOWN.get(name, EventType.OTHER)
    body = told.get(_BODY.get(type_, "")) or {}
    at = _instant(body.get("timestamp") or mail["timestamp"])
    cause, detail = _SAID[type_](body) if type_ in _SAID else ("", "")
    link, agent = str(body.get("link") or ""), str(body.get("userAgent") or "")
    parts = (name, mail["messageId"], at.isoformat(), str(body.get("feedbackId") or ""), link, agent)
    return Event(
        key=hashlib.sha256("\x1f".join(parts).encode()).digest()[:8],
        type=type_,
        name=name,
        at=at,
        message_id=message_id,
        email_id=email_id,
        invoice_id=invoice_id,
        ses_message_id=str(mail["messageId"]),
        cause=cause,
        detail=" ".join(detail.split())[:300],
        link=link[:500],
        user_agent=agent[:300],
        bot=str(body.get("isBotEvent") or ""),
    )


def _bounce(body: dict[str, Any]) -> tuple[str, str]:
    recipients = body.get("bouncedRecipients") or [{}]
    detail = recipients[0].get("diagnosticCode") or recipients[0].get("status") or ""
    return f"{body.get('bounceType', 'Undetermined')}/{body.get('bounceSubType', 'Undetermined')}", str(detail)


def _delay(body: dict[str, Any]) -> tuple[str, str]:
    recipients = body.get("delayedRecipients") or [{}]
    return str(body.get("delayType") or ""), str(recipients[0].get("diagnosticCode") or "")


_SAID: dict[EventType, Callable[[dict[str, Any]], tuple[str, str]]] = {
    EventType.BOUNCE: _bounce,
    EventType.DELIVERY_DELAY: _delay,
    EventType.DELIVERY: lambda body: ("", str(body.get("smtpResponse") or "")),
    EventType.COMPLAINT: lambda body: (
        str(body.get("complaintFeedbackType") or body.get("complaintSubType") or "abuse"),
        "",
    ),
    EventType.REJECT: lambda body: ("reject", str(body.get("reason") or "")),
    EventType.RENDERING_FAILURE: lambda body: ("rendering", str(body.get("errorMessage") or "")),
}


def _first(value: Any) -> str:
    return str(value[0]) if isinstance(value, list) and value else ""


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def batch_of(text: str) -> str:
    """The batch that the mail of this event belongs to; empty when it was sent by itself."""
    tags = json.loads(text).get("mail", {}).get("tags") or {}
    return _first(tags.get("batch_id")) or ""
