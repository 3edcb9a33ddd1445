"""The portal's ports in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dunlin.domain.customer import normalise
from dunlin.domain.errors import NotFound
from dunlin.domain.payments.agreeing import Setup
from dunlin.domain.portal.access import Login, Session
from dunlin.domain.portal.link import Link, scopes
from dunlin.services.ports.portal import Found


class FakeAddresses:
    """Port `Addresses`: links that can be read."""

    def link(self, email_id: str) -> str:
        return f"https://portal.example/p/{email_id}"

    def preview(self) -> str:
        return "https://portal.example/p/preview"

    def code(self, email_id: str) -> str:
        return "12345678"


@dataclass
class FakeLinks:
    """Port `Links`, over links by their tokens."""

    links: dict[str, Link] = field(default_factory=dict)
    marks: dict[str, datetime] = field(default_factory=dict)

    def find(self, token: str) -> Found:
        if token not in self.links:
            raise NotFound("there is no such link")
        return Found(self.links[token], self.revoked(scopes(self.links[token])))

    def of_recipient(self, address: str) -> tuple[Link, ...]:
        theirs = [each for each in self.links.values() if normalise(each.recipient) == normalise(address)]
        return tuple(sorted(theirs, key=lambda link: (link.created_at, link.email_id), reverse=True))

    def revoke(self, scope: str, *, at: datetime) -> None:
        self.marks[scope] = at

    def revoked(self, scopes: Iterable[str]) -> datetime | None:
        return max((self.marks[scope] for scope in scopes if scope in self.marks), default=None)


@dataclass
class FakeDoorkeeper:
    """Port `Doorkeeper`."""

    logins: dict[tuple[str, str], Login] = field(default_factory=dict)
    mails: dict[str, Login] = field(default_factory=dict)
    tries: dict[tuple[str, str], int] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def expect(self, login: Login) -> None:
        key = normalise(login.address), login.browser
        self.logins[key], self.tries[key], self.mails[login.email_id] = login, 0, login

    def mailed(self, email_id: str) -> Login | None:
        return self.mails.get(email_id)

    def attempt(self, address: str, *, browser: str, most: int) -> Login | None:
        key = normalise(address), browser
        if key not in self.logins or self.tries[key] >= most:
            return None
        self.tries[key] += 1
        return self.logins[key]

    def use_up(self, login: Login) -> bool:
        key = normalise(login.address), login.browser
        if self.logins.get(key) != login:
            return False
        del self.logins[key]
        return True

    def admit(self, token: str, session: Session) -> None:
        self.sessions[token] = session

    def session(self, token: str) -> Session | None:
        return self.sessions.get(token)

    def dismiss(self, token: str) -> None:
        self.sessions.pop(token, None)

    def allows(self, what: str, *, most: int, window: timedelta, now: datetime) -> bool:
        key = what, int(now.timestamp() // window.total_seconds())
        if self.counts.get(key, 0) >= most:
            return False
        self.counts[key] = self.counts.get(key, 0) + 1
        return True


@dataclass
class FakeSetups:
    """Port `Setups`."""

    stored: dict[str, Setup] = field(default_factory=dict)

    def put(self, setup: Setup) -> None:
        self.stored[setup.setup_id] = setup

    def get(self, setup_id: str) -> Setup:
        if setup_id not in self.stored:
            raise NotFound("there is no such setup")
        return self.stored[setup_id]
