"""Ports of the portal: the links in mails, and who may open what.

Adapters and fakes keep these promises; contract tests hold both to them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

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
