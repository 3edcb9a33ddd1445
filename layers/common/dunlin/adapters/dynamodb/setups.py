"""Agreements under way, in DynamoDB, which forgets them after a week."""

from datetime import timedelta

from dunlin.adapters.codec import from_json, to_json
from dunlin.adapters.dynamodb.errors import ours
from dunlin.adapters.dynamodb.portal_rows import PortalRow, ttl
from dunlin.domain.errors import ClaimLost, NotFound
from dunlin.domain.payments.agreeing import Setup

# A provider repeats itself for three days at most.
_REMEMBERED = timedelta(days=7)


class DynamoSetups:
    """Port `Setups`."""

    def put(self, setup: Setup) -> None:
        """See the port."""
        with ours(ClaimLost("setup")):
            PortalRow(_key(setup.setup_id), data=to_json(setup), ttl=ttl(setup.begun_at, _REMEMBERED)).save()

    def get(self, setup_id: str) -> Setup:
        """See the port."""
        try:
            row = PortalRow.get(_key(setup_id), consistent_read=True)
        except PortalRow.DoesNotExist as missing:
            raise NotFound("there is no such setup") from missing
        return from_json(row.data or "", Setup)


def _key(setup_id: str) -> str:
    return f"setup#{setup_id}"
