"""The links that were mailed, in DynamoDB, and the marks that end them."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from dunlin.adapters.codec import from_json, stamp
from dunlin.adapters.dynamodb.errors import ours
from dunlin.adapters.dynamodb.portal_rows import PortalRow, address_key, link_key, ttl
from dunlin.domain.errors import ClaimLost, NotFound
from dunlin.domain.portal.link import LONGEST, REMEMBERED, Link, scopes
from dunlin.services.ports.portal import Found

# Whoever gets more mails than this has their customers among the latest.
_LATEST = 50


class DynamoLinks:
    """Port `Links`."""

    def find(self, token: str) -> Found:
        """See the port."""
        try:
            row = PortalRow.get(link_key(token), consistent_read=True)
        except PortalRow.DoesNotExist as missing:
            raise NotFound("there is no such link") from missing
        link = from_json(row.data or "", Link)
        return Found(link, self.revoked(scopes(link)))

    def of_recipient(self, address: str) -> tuple[Link, ...]:
        """See the port."""
        rows = PortalRow.by_recipient.query(address_key(address), scan_index_forward=False, limit=_LATEST)
        return tuple(from_json(row.data or "", Link) for row in islice(rows, _LATEST))

    def revoke(self, scope: str, *, at: datetime) -> None:
        """See the port."""
        row = PortalRow(_revoked(scope), at=stamp(at), ttl=ttl(at, LONGEST + REMEMBERED))
        with ours(ClaimLost(scope)):
            row.save()

    def revoked(self, scopes: Iterable[str]) -> datetime | None:
        """See the port."""
        marks = PortalRow.batch_get([_revoked(scope) for scope in scopes], consistent_read=True)
        return max((datetime.fromisoformat(row.at) for row in marks if row.at), default=None)


def _revoked(scope: str) -> str:
    return f"revoked#{scope}"
