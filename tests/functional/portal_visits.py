"""A visitor of the portal: a browser that keeps cookies, follows our own forms, and says what it is."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from dunlin import wiring
from dunlin.domain.portal.capability import code_of, token_of
from tests import aws
from tests.functional import functions, http

SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1"
HOST = "portal.seller.example"


def token(email_id: str) -> str:
    """The token of the link in this mail."""
    return token_of(email_id, key=wiring.signing_key())


def code(email_id: str) -> str:
    """The code in this mail."""
    return code_of(email_id, key=wiring.signing_key())


@dataclass
class Browser:
    """Somebody's browser."""

    user_agent: str = SAFARI
    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)
    page: str = ""
    sent: dict[str, str] = field(default_factory=dict)
    received: list[str] = field(default_factory=list)

    def get(self, path: str, method: str = "GET") -> http.Answer:
        """Open a page."""
        return self._ask(method, path)

    def post(self, path: str, **fields: str) -> http.Answer:
        """Press the button of the form on the page that is open, or a forged one where it has none."""
        found = re.search(r'name="proof" value="([^"]*)"', self.page)
        body = urlencode({"proof": found[1] if found else "", **fields})
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: str | None = None) -> http.Answer:
        headers = {"host": HOST, "user-agent": self.user_agent, "accept-language": self.language, **self.sent}
        parts = urlsplit(path)
        query: dict[str, Any] = parse_qs(parts.query)
        event = http.request_event(method, parts.path, claims={}, headers=headers, query=query, body=None)
        if self.cookies:
            event["cookies"] = [f"{name}={value}" for name, value in self.cookies.items()]
        if body is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
            event["body"] = body
        told = functions.invoke("portal", event)
        self.received = told.get("cookies", [])
        for each in self.received:
            name, _, value = each.partition(";")[0].partition("=")
            self.cookies[name] = value
        answer = http._answer(told)
        self.page = answer.content.decode(errors="replace")
        return answer


def login_mail() -> str:
    """The e-mail that brings the code that was asked for last."""
    (message_id,) = aws.outbox()
    return wiring.messages().get(message_id)[1][0].email_id
