"""Ports of the portal: the links in mails, and who may open what.

Adapters and fakes keep these promises; contract tests hold both to them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from dunlin.domain.portal.access import Login, Session
from dunlin.domain.portal.link import Link


class Addresses(Protocol):
    """Where the links in mails lead, and the codes beside them."""

    def link(self, email_id: str) -> str:
        """The address of this mail's own page: the same each time."""
        ...

    def preview(self) -> str:
        """What stands for it in a mail that nobody gets: a page that says so."""
        ...

    def code(self, email_id: str) -> str:
        """The one-time code of a mail to sign in with."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """A link, and since when what was made before is revoked (None: never)."""

    link: Link
    revoked_at: datetime | None = None


class Links(Protocol):
    """The links that were mailed. They are stored with the e-mails that carry them."""

    def find(self, token: str) -> Found:
        """Raises NotFound for what was never mailed, or is long forgotten."""
        ...

    def of_recipient(self, address: str) -> tuple[Link, ...]:
        """The latest links that were mailed to this address, newest first; not all of them."""
        ...

    def revoke(self, scope: str, *, at: datetime) -> None:
        """End what was made until then under this name (see `domain.portal.link.scopes`). May be repeated."""
        ...

    def revoked(self, scopes: Iterable[str]) -> datetime | None:
        """The latest revocation under any of these names."""
        ...


class Doorkeeper(Protocol):
    """Codes under way, sessions, and how often something was tried. No secret is stored."""

    def expect(self, login: Login) -> None:
        """From now on this is the code of the address in that browser, and no other; with all its tries."""
        ...

    def attempt(self, address: str, *, browser: str, most: int) -> Login | None:
        """Count a try at the code that this browser asked for, and tell what it is about; None without one, or when no
        try is left. Tries of others are not among them.
        """
        ...

    def mailed(self, email_id: str) -> Login | None:
        """What the link in this mail is about: a secret that nobody guesses, so no try is counted. None without one."""
        ...

    def use_up(self, login: Login) -> bool:
        """The code opens nothing any more; False when it was used, or another has taken its place."""
        ...

    def admit(self, token: str, session: Session) -> None:
        """Let whoever has the token in."""
        ...

    def session(self, token: str) -> Session | None:
        """Whose token it is; None for one that is unknown."""
        ...

    def dismiss(self, token: str) -> None:
        """End the session. May be repeated."""
        ...

    def allows(self, what: str, *, most: int, window: timedelta, now: datetime) -> bool:
        """Count one more of these; False when there were so many in the present window already."""
        ...
