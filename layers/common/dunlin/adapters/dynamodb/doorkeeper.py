"""Codes under way, sessions and counts of tries, in DynamoDB: addresses and tokens stand in keys as digests."""

from datetime import datetime, timedelta
from typing import Any

from dunlin.adapters.codec import from_json, to_json
from dunlin.adapters.dynamodb.errors import ours
from dunlin.adapters.dynamodb.portal_rows import PortalRow, address_key, ttl
from dunlin.domain.errors import ClaimLost
from dunlin.domain.portal.access import SESSION, Login, Session
from dunlin.domain.portal.capability import digest_of


class DynamoDoorkeeper:
    """Port `Doorkeeper`."""

    def expect(self, login: Login) -> None:
        """See the port."""
        data, end = to_json(login), ttl(login.expires_at, timedelta(0))
        with ours(ClaimLost("login")):
            PortalRow(_login(login.address, login.browser), data=data, tries=0, ttl=end).save()
            PortalRow(_mailed(login.email_id), data=data, ttl=end).save()

    def attempt(self, address: str, *, browser: str, most: int) -> Login | None:
        """See the port. One call, whether there is such a code or not: the time it takes tells nothing."""
        row = PortalRow(_login(address, browser))
        left: Any = PortalRow.data.exists() & (PortalRow.tries < most)
        if not _done(row, [PortalRow.tries.add(1)], left):
            return None
        return from_json(row.data or "", Login)

    def mailed(self, email_id: str) -> Login | None:
        """See the port."""
        try:
            row = PortalRow.get(_mailed(email_id), consistent_read=True)
        except PortalRow.DoesNotExist:
            return None
        return from_json(row.data or "", Login)

    def use_up(self, login: Login) -> bool:
        """See the port."""
        row = PortalRow(_login(login.address, login.browser))
        return _done(row, [PortalRow.data.remove()], PortalRow.data == to_json(login))

    def admit(self, token: str, session: Session) -> None:
        """See the port."""
        with ours(ClaimLost("session")):
            PortalRow(_session(token), data=to_json(session), ttl=ttl(session.created_at, SESSION)).save()

    def session(self, token: str) -> Session | None:
        """See the port."""
        try:
            row = PortalRow.get(_session(token), consistent_read=True)
        except PortalRow.DoesNotExist:
            return None
        return from_json(row.data or "", Session)

    def dismiss(self, token: str) -> None:
        """See the port."""
        with ours(ClaimLost("session")):
            PortalRow(_session(token)).delete()

    def allows(self, what: str, *, most: int, window: timedelta, now: datetime) -> bool:
        """See the port."""
        number = int(now.timestamp() // window.total_seconds())
        row = PortalRow(f"count#{digest_of(what)}#{number}")
        few: Any = PortalRow.tries.does_not_exist() | (PortalRow.tries < most)
        return _done(row, [PortalRow.tries.add(1), PortalRow.ttl.set(ttl(now, 2 * window))], few)


def _done(row: PortalRow, actions: list[Any], condition: Any) -> bool:
    try:
        with ours(ClaimLost(row.portal_key)):
            row.update(actions, condition)
    except ClaimLost:
        return False
    return True


def _login(address: str, browser: str) -> str:
    return f"login#{address_key(address)}#{browser}"


def _mailed(email_id: str) -> str:
    return f"mailed#{email_id}"


def _session(token: str) -> str:
    return f"session#{digest_of(token)}"
