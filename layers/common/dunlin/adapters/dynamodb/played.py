"""What the provider that is played remembers: which means somebody has pressed at its page."""

from collections.abc import Callable
from datetime import datetime, timedelta

from dunlin.adapters.dynamodb.errors import ours
from dunlin.adapters.dynamodb.portal_rows import PortalRow, ttl
from dunlin.domain.errors import ClaimLost

_REMEMBERED = timedelta(days=7)


class DynamoPlayed:
    """`play_payments.Memory`, beside the portal's other items that end by themselves."""

    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def keep(self, checkout_id: str, means: str) -> None:
        """From now on that is what was agreed to there."""
        with ours(ClaimLost("played")):
            PortalRow(f"played#{checkout_id}", data=means, ttl=ttl(self._clock(), _REMEMBERED)).save()

    def find(self, checkout_id: str) -> str:
        """Empty for nothing yet."""
        try:
            return PortalRow.get(f"played#{checkout_id}", consistent_read=True).data or ""
        except PortalRow.DoesNotExist:
            return ""
