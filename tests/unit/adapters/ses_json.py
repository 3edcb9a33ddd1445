"""Events as SES publishes them.

Shapes: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html
"""

import json
from typing import Any

TAGS = {
    "ses:configuration-set": ["dunlin-test"],
    "ses:source-ip": ["192.0.2.0"],
    "message_id": ["msg_01"],
    "email_id": ["eml_01_1"],
    "invoice_id": ["inv_1"],
    "kind": ["invoice"],
}
MAIL: dict[str, Any] = {
    "timestamp": "2026-11-22T09:30:00.000Z",
    "source": "Vis <invoices@seller.example>",
    "sourceArn": "arn:aws:ses:us-east-1:123456789012:identity/seller.example",
    "sendingAccountId": "123456789012",
    "messageId": "0100-ses",
    "destination": ["ada@buyer.example"],
    "headersTruncated": False,
    "headers": [{"name": "Subject", "value": "Invoice 2026-001"}],
    "commonHeaders": {"subject": "Invoice 2026-001"},
    "tags": TAGS,
}
LATER = "2026-11-22T09:31:05.123Z"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
# The name of each event's body, and the body.
BODIES: dict[str, tuple[str, dict[str, Any]]] = {
    "Send": ("send", {}),
    "Delivery": (
        "delivery",
        {
            "timestamp": LATER,
            "processingTimeMillis": 2213,
            "recipients": ["ada@buyer.example"],
            "smtpResponse": "250 2.6.0 Message\r\n received",
            "reportingMTA": "a8-50.smtp-out.amazonses.com",
        },
    ),
    "DeliveryDelay": (
        "deliveryDelay",
        {
            "timestamp": LATER,
            "delayType": "MailboxFull",
            "expirationTime": "2026-11-23T09:31:05.123Z",
            "delayedRecipients": [
                {"emailAddress": "ada@buyer.example", "status": "4.2.2", "diagnosticCode": "smtp; 452 4.2.2 full"}
            ],
        },
    ),
    "Bounce": (
        "bounce",
        {
            "feedbackId": "0100-feedback",
            "bounceType": "Permanent",
            "bounceSubType": "General",
            "bouncedRecipients": [
                {
                    "emailAddress": "ada@buyer.example",
                    "action": "failed",
                    "status": "5.1.1",
                    "diagnosticCode": "smtp; 550 5.1.1 user unknown",
                }
            ],
            "timestamp": LATER,
            "reportingMTA": "dns; mta.example",
        },
    ),
    "Complaint": (
        "complaint",
        {
            "feedbackId": "0100-complaint",
            "complaintSubType": None,
            "complainedRecipients": [{"emailAddress": "ada@buyer.example"}],
            "timestamp": LATER,
            "userAgent": "ExampleCorp Feedback Loop (V0.01)",
            "complaintFeedbackType": "not-spam",
            "arrivalDate": LATER,
        },
    ),
    "Reject": ("reject", {"reason": "Bad content"}),
    "Rendering Failure": ("failure", {"errorMessage": "Attribute 'name' is not present", "templateName": "t"}),
    "Open": (
        "open",
        {"ipAddress": "192.0.2.1", "timestamp": LATER, "userAgent": BROWSER, "isBotEvent": "Unlikely"},
    ),
    "Click": (
        "click",
        {
            "ipAddress": "192.0.2.1",
            "timestamp": LATER,
            "userAgent": BROWSER,
            "link": "https://seller.example/terms",
            "linkTags": {"place": ["footer"]},
        },
    ),
    "Subscription": (
        "subscription",
        {"contactList": "all", "timestamp": LATER, "source": "UnsubscribeHeader", "newTopicPreferences": {}},
    ),
}


def told(name: str, *, mail: dict[str, Any] | None = None, **changes: Any) -> str:
    """The JSON of an event; `changes` are of its body, where None takes a field away."""
    body_name, body = BODIES.get(name, ("unheardOf", {"timestamp": LATER}))
    body = {key: value for key, value in {**body, **changes}.items() if value is not None}
    return json.dumps({"eventType": name, "mail": {**MAIL, **(mail or {})}, body_name: body})
