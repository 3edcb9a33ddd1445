"""The port of money that came in."""

from collections.abc import Sequence
from typing import Protocol

from dunlin.domain.remittance import Remittance
from dunlin.domain.timeline import Entry
from dunlin.services.ports.records import Page


class Remittances(Protocol):
    """Every payment that came in, once. What is applied to an invoice is written by `Invoices.change`."""

    def add(self, remittance: Remittance, *, entry: Entry | None = None) -> Remittance:
        """Store one of which nothing is applied, and the entry that tells it. Raises AlreadyExists."""
        ...

    def get(self, payment_id: str) -> Remittance:
        """Raises NotFound."""
        ...

    def find(self, payment_ids: Sequence[str]) -> dict[str, Remittance]:
        """Those of these that are stored, by id; one call for a hundred."""
        ...

    def change(self, remittance: Remittance, *, entry: Entry | None = None) -> Remittance:
        """Write version+1, and the entry that tells it, if the stored one is still `remittance.version`. Raises
        StaleVersion.
        """
        ...

    def waiting(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Remittance]:
        """Those of which something waits to be placed, the newest first."""
        ...
