"""A mail as the outbox keeps it, and the parts a person looks at."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from functools import cached_property
from html import unescape
from typing import Any

ANCHOR = re.compile(r"<a\b[^>]*>", re.IGNORECASE)
HREF = re.compile(r"""(\bhref\s*=\s*)("[^"]*"|'[^']*')""", re.IGNORECASE)


@dataclass
class Mail:
    """`raw` is what the caller gave to SES, byte for byte."""

    message_id: str
    source: str
    recipients: tuple[str, ...]
    tags: dict[str, str]
    configuration_set: str
    raw: bytes
    sent_at: datetime
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def email_id(self) -> str:
        return self.tags.get("email_id", self.message_id)

    @property
    def source_address(self) -> str:
        return parseaddr(self.source)[1]

    @cached_property
    def parsed(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def subject(self) -> str:
        return str(self.parsed.get("Subject", ""))

    @property
    def happened(self) -> Counter[str]:
        """How often which event."""
        return Counter(event["eventType"] for event in self.events)

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def attachments(self) -> list[EmailMessage]:
        return list(self.parsed.iter_attachments())

    @property
    def tracked_links(self) -> list[str]:
        """The links that SES would replace by its own, in the order of the HTML."""
        return [href for anchor in ANCHOR.findall(self.html) if (href := _tracked(anchor))]

    @property
    def untracked_links(self) -> list[str]:
        anchors = [anchor for anchor in ANCHOR.findall(self.html) if not _tracked(anchor)]
        return [unescape(href[2][1:-1]) for anchor in anchors if (href := HREF.search(anchor))]

    def tracked_html(self, click_url: str) -> str:
        """The HTML with its tracked links replaced by `click_url` and the number of the link."""
        numbers = iter(range(len(self.tracked_links)))

        def replaced(anchor: re.Match[str]) -> str:
            if not _tracked(anchor[0]):
                return anchor[0]
            return HREF.sub(lambda href: f'{href[1]}"{click_url}?n={next(numbers)}"', anchor[0], count=1)

        return ANCHOR.sub(replaced, self.html)

    def _body(self, subtype: str) -> str:
        part = self.parsed.get_body((subtype,))
        return "" if part is None else str(part.get_content())


def _tracked(anchor: str) -> str | None:
    """The address of a link, if SES would track it: http(s) and not marked `ses:no-track`."""
    href = HREF.search(anchor)
    url = unescape(href[2][1:-1]) if href else ""
    return url if url.startswith(("http://", "https://")) and "ses:no-track" not in anchor else None
