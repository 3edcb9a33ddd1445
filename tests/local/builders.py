"""Mails, SES requests and events for the tests of the local stack."""

import base64
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from local.mail import Mail
from local.refusals import Account

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ACCOUNT = Account("123456789012", "us-east-1", frozenset({"sender.example"}), frozenset({"invoices"}))
HTML = '<a href="https://shop.example/?a=1&amp;b=2">Shop</a> <a ses:no-track href="https://pay.example/p/x">Pay</a>'


def a_message(**headers: str) -> EmailMessage:
    message = EmailMessage()
    shown = {"From": "Billing <billing@sender.example>", "To": "Ann <ann@buyer.example>", "Subject": "Invoice €1"}
    for name, value in (shown | headers).items():
        message[name.replace("_", "-")] = value
    message.set_content("Your invoice")
    message.add_alternative(HTML, subtype="html")
    message.set_boundary("between-the-parts")
    return message


def a_request(raw: bytes | None = None, **changes: Any) -> dict[str, Any]:
    """A SendEmail request that SES takes, with changes; a change to None leaves the key out."""
    request = {
        "FromEmailAddress": "Billing <billing@sender.example>",
        "Destination": {"ToAddresses": ["ann@buyer.example"]},
        "Content": {"Raw": {"Data": base64.b64encode(a_message().as_bytes() if raw is None else raw).decode()}},
        "ConfigurationSetName": "invoices",
        "EmailTags": [{"Name": "email_id", "Value": "eml_1"}],
    } | changes
    return {name: value for name, value in request.items() if value is not None}


def a_mail(**changes: Any) -> Mail:
    values: dict[str, Any] = {
        "message_id": "0100-1",
        "source": "Billing <billing@sender.example>",
        "recipients": ("ann@buyer.example",),
        "tags": {"email_id": "eml_1", "kind": "invoice"},
        "configuration_set": "invoices",
        "raw": a_message().as_bytes(),
        "sent_at": NOON,
    } | changes
    return Mail(**values)
