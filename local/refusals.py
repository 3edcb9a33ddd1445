"""What SES v2 refuses in SendEmail, checked as strictly here, so that a mistake shows before AWS does it."""

import base64
import binascii
import re
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.utils import parseaddr
from typing import Any

MAX_BYTES, MAX_RECIPIENTS, MAX_TAGS, MAX_LINE = 40 * 1024 * 1024, 50, 50, 998
TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")
ADDRESS = re.compile(r"[\x21-\x3f\x41-\x7e]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
HEADER = re.compile(rb"[!-9;-~]+:|[ \t]")
ONCE = {"from", "sender", "reply-to", "to", "cc", "bcc", "message-id", "in-reply-to", "references", "subject", "date"}
"""RFC 5322, section 3.6: a second one is an injected one."""


class Refused(Exception):
    """An error answer of SES: its code, its text and the HTTP status."""

    def __init__(self, code: str, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.code, self.text, self.status = code, text, status


@dataclass(frozen=True)
class Account:
    """What the template sets up in SES."""

    number: str
    region: str
    identities: frozenset[str]
    configuration_sets: frozenset[str]


@dataclass(frozen=True)
class Accepted:
    """A SendEmail request that SES would take."""

    source: str
    recipients: tuple[str, ...]
    tags: dict[str, str]
    configuration_set: str
    raw: bytes


def check(body: dict[str, Any], account: Account) -> Accepted:
    """Refused for what SES refuses, and for content other than Raw, which this stack does not play."""
    raw = _content(body)
    source = str(body.get("FromEmailAddress") or message_from_bytes(raw, policy=policy.default).get("From", ""))
    _check_identity(source, account)
    recipients = _recipients(body.get("Destination") or {})
    tags = _tags(body.get("EmailTags") or [])
    name = str(body.get("ConfigurationSetName", ""))
    if name and name not in account.configuration_sets:
        raise Refused("NotFoundException", f"Configuration set <{name}> does not exist.", 404)
    _check_mime(raw, account)
    return Accepted(source, recipients, tags, name, raw)


def _content(body: dict[str, Any]) -> bytes:
    content = body.get("Content") or {}
    if set(content) != {"Raw"}:
        raise Refused("BadRequestException", "The local SES takes Raw content only")
    try:
        raw = base64.b64decode(content["Raw"].get("Data", ""), validate=True)
    except binascii.Error as problem:
        raise Refused("BadRequestException", "Content.Raw.Data is not base64") from problem
    if not raw:
        raise Refused("BadRequestException", "Content.Raw.Data is empty")
    if len(raw) > MAX_BYTES:
        raise Refused("BadRequestException", f"Message length is more than {MAX_BYTES} bytes long: '{len(raw)}'.")
    return raw


def _check_identity(source: str, account: Account) -> None:
    address = parseaddr(source)[1]
    domain = address.rpartition("@")[2].lower()
    labels = domain.split(".")
    parents = {".".join(labels[start:]) for start in range(len(labels))}
    if "@" not in address or not ({address} | parents) & account.identities:
        text = "Email address is not verified. The following identities failed the check in region"
        raise Refused("MessageRejected", f"{text} {account.region.upper()}: {source}")


def _recipients(destination: dict[str, Any]) -> tuple[str, ...]:
    lists = (destination.get(f"{kind}Addresses") or [] for kind in ("To", "Cc", "Bcc"))
    recipients = tuple(parseaddr(recipient)[1] for each in lists for recipient in each)
    if not recipients:
        raise Refused("BadRequestException", "Destination names nobody")
    if len(recipients) > MAX_RECIPIENTS:
        raise Refused("BadRequestException", f"Recipient count exceeds {MAX_RECIPIENTS}.")
    if any(not ADDRESS.fullmatch(recipient) for recipient in recipients):
        raise Refused(
            "BadRequestException", "Missing final '@domain', or a character that is not ASCII, in a recipient"
        )
    return recipients


def _tags(tags: list[dict[str, str]]) -> dict[str, str]:
    pairs = [(tag.get("Name", ""), tag.get("Value", "")) for tag in tags]
    for text in (text for pair in pairs for text in pair):
        if not TAG.fullmatch(text):
            raise Refused(
                "BadRequestException", f"Invalid tag <{text}>: only [A-Za-z0-9_-], 1 to 256 of them, are allowed."
            )
    names = Counter(name for name, _ in pairs)
    if len(pairs) > MAX_TAGS or any(count > 1 for count in names.values()):
        raise Refused("BadRequestException", f"More than {MAX_TAGS} tags, or a name twice")
    return dict(pairs)


def _check_mime(raw: bytes, account: Account) -> None:
    head = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
    if b"\r" in raw.replace(b"\r\n", b""):
        raise Refused("BadRequestException", "Bare carriage return in the message")
    if any(not HEADER.match(line) for line in head.splitlines()):
        raise Refused("BadRequestException", "A header line is not a header")
    if any(len(line) > MAX_LINE for line in raw.splitlines()):
        raise Refused("BadRequestException", f"A line is longer than {MAX_LINE} bytes")
    message = message_from_bytes(raw, policy=policy.default)
    twice = [name for name, count in Counter(map(str.lower, message.keys())).items() if name in ONCE and count > 1]
    if twice:
        raise Refused("BadRequestException", f"Duplicate header '{twice[0]}'.")
    if "From" not in message:
        raise Refused("BadRequestException", "Missing required header 'From'.")
    _check_identity(str(message["From"]), account)
    if any(part.defects for part in message.walk()):
        raise Refused("BadRequestException", "The message is not well-formed MIME")
