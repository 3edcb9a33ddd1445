"""The events that SES publishes about a mail, in SES's own shape.

https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import getaddresses
from typing import Any

from local.mail import Mail

Options = dict[str, Any]
BROWSER = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5"
OUR_ADDRESS, READER_ADDRESS, RELAY = "192.0.2.10", "198.51.100.7", "mx.local.invalid"
UNKNOWN_USER = "smtp; 550 5.1.1 user unknown"
SUPPRESSED = (
    "Amazon SES has suppressed sending to this address because it has a recent history of bouncing as an invalid "
    "address."
)


def event(kind: str, mail: Mail, *, account: str, region: str, now: datetime, options: Options) -> dict[str, Any]:
    """The event `kind` (a name of BODIES) of a mail; KeyError if SES has no such event."""
    name, body = BODIES[kind]
    return {
        "eventType": kind,
        "mail": mail_object(mail, account=account, region=region),
        name: body(mail, now, options),
    }


def mail_object(mail: Mail, *, account: str, region: str) -> dict[str, Any]:
    parsed = mail.parsed
    domain = mail.source_address.partition("@")[2]
    headers = [{"name": name, "value": str(value)} for name, value in parsed.items()]
    common: dict[str, Any] = {"returnPath": mail.source_address, "messageId": mail.message_id}
    for header, key in (("From", "from"), ("To", "to"), ("Cc", "cc"), ("Reply-To", "replyTo")):
        if header in parsed:
            common[key] = [_address(pair) for pair in getaddresses([str(parsed[header])])]
    common |= {
        key: str(parsed[header]) for header, key in (("Date", "date"), ("Subject", "subject")) if header in parsed
    }
    ses_tags = {
        "ses:operation": "SendEmail",
        "ses:configuration-set": mail.configuration_set,
        "ses:source-ip": OUR_ADDRESS,
        "ses:from-domain": domain,
        "ses:caller-identity": "local",
        "ses:outgoing-ip": OUR_ADDRESS,
    }
    return {
        "timestamp": stamp(mail.sent_at),
        "source": mail.source,
        "sourceArn": f"arn:aws:ses:{region}:{account}:identity/{domain}",
        "sendingAccountId": account,
        "messageId": mail.message_id,
        "destination": list(mail.recipients),
        "headersTruncated": False,
        "headers": headers,
        "commonHeaders": common,
        "tags": {name: [value] for name, value in (ses_tags | mail.tags).items()},
    }


def _send(_mail: Mail, _now: datetime, _options: Options) -> dict[str, Any]:
    return {}


def _delivery(mail: Mail, now: datetime, _options: Options) -> dict[str, Any]:
    return {
        "timestamp": stamp(now),
        "processingTimeMillis": 312,
        "recipients": list(mail.recipients),
        "smtpResponse": "250 2.0.0 Ok: queued",
        "remoteMtaIp": "203.0.113.25",
        "reportingMTA": RELAY,
    }


def _bounce(mail: Mail, now: datetime, options: Options) -> dict[str, Any]:
    permanent = options.get("bounce_type", "Permanent") == "Permanent"
    failure = {
        "action": "failed",
        "status": options.get("status", "5.1.1" if permanent else "4.2.2"),
        "diagnosticCode": options.get("diagnostic_code", UNKNOWN_USER if permanent else "smtp; 452 4.2.2 mailbox full"),
    }
    return {
        "feedbackId": feedback_id(now),
        "bounceType": options.get("bounce_type", "Permanent"),
        "bounceSubType": options.get("bounce_subtype", "General" if permanent else "MailboxFull"),
        "bouncedRecipients": [{"emailAddress": address, **failure} for address in mail.recipients],
        "timestamp": stamp(now),
        "reportingMTA": f"dns; {RELAY}",
    }


def _complaint(mail: Mail, now: datetime, options: Options) -> dict[str, Any]:
    return {
        "feedbackId": feedback_id(now),
        "complaintSubType": options.get("complaint_subtype"),
        "complainedRecipients": [{"emailAddress": address} for address in mail.recipients],
        "timestamp": stamp(now),
        "userAgent": "Amazon SES Mailbox Simulator",
        "complaintFeedbackType": options.get("feedback_type", "abuse"),
        "arrivalDate": stamp(now),
    }


def _delay(mail: Mail, now: datetime, options: Options) -> dict[str, Any]:
    failure = {"status": "4.4.1", "diagnosticCode": "smtp; 421 4.4.1 unable to connect"}
    return {
        "timestamp": stamp(now),
        "delayType": options.get("delay_type", "TransientCommunicationFailure"),
        "expirationTime": stamp(now + timedelta(hours=14)),
        "delayedRecipients": [{"emailAddress": address, **failure} for address in mail.recipients],
    }


def _reject(_mail: Mail, _now: datetime, options: Options) -> dict[str, Any]:
    return {"reason": options.get("reason", "Bad content")}


def _open(_mail: Mail, now: datetime, options: Options) -> dict[str, Any]:
    body = {
        "ipAddress": options.get("ip_address", READER_ADDRESS),
        "timestamp": stamp(now),
        "userAgent": options.get("user_agent", BROWSER),
    }
    machine = options.get("is_bot", False)  # null leaves the word out, as SES did until August 2026
    return body if machine is None else body | {"isBotEvent": "Likely" if machine else "Unlikely"}


def _click(mail: Mail, now: datetime, options: Options) -> dict[str, Any]:
    return _open(mail, now, options) | {"link": options["link"], "linkTags": options.get("link_tags")}


BODIES: dict[str, tuple[str, Callable[[Mail, datetime, Options], dict[str, Any]]]] = {
    "Send": ("send", _send),
    "Delivery": ("delivery", _delivery),
    "Bounce": ("bounce", _bounce),
    "Complaint": ("complaint", _complaint),
    "DeliveryDelay": ("deliveryDelay", _delay),
    "Reject": ("reject", _reject),
    "Open": ("open", _open),
    "Click": ("click", _click),
}


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def feedback_id(now: datetime) -> str:
    """Also the shape of a message id: time in milliseconds, then what makes it unique."""
    random = secrets.token_hex(16)
    parts = (random[:8], random[8:12], random[12:16], random[16:20], random[20:])
    return f"0100{round(now.timestamp() * 1000):012x}-{'-'.join(parts)}-000000"


def _address(pair: tuple[str, str]) -> str:
    name, address = pair
    return f"{name} <{address}>" if name else address
