"""The ports of papers in memory."""

from dataclasses import dataclass, field, replace

from dunlin.domain.delivery import Delivery
from dunlin.domain.errors import NotFound
from dunlin.domain.invoice import OWED, Invoice
from dunlin.services.ports.papers import Stretch


@dataclass
class FakeLogos:
    """Port `Logos`."""

    stored: dict[str, bytes] = field(default_factory=dict)

    def put(self, sha256: str, png: bytes) -> None:
        self.stored[sha256] = png

    def get(self, sha256: str) -> bytes:
        if sha256 not in self.stored:
            raise NotFound("there is no such logo")
        return self.stored[sha256]


@dataclass
class FakeAccounts:
    """Port `Accounts`. `asked` counts the queries."""

    invoices: list[Invoice] = field(default_factory=list)
    asked: int = 0

    def owed(self, customer_id: str, *, most: int) -> Stretch:
        return self._stretch([row for row in self._rows(customer_id) if row[1].status in OWED], most)

    def latest(self, customer_id: str, *, most: int, before: str = "") -> Stretch:
        rows = [row for row in self._rows(customer_id) if not before or row[0] < before]
        return self._stretch(rows[::-1], most)

    def _rows(self, customer_id: str) -> list[tuple[str, Invoice]]:
        theirs = (each for each in self.invoices if each.customer_id == customer_id)
        plain = (replace(each, dunning=None, threads=(), delivery=Delivery()) for each in theirs)
        keyed = ((f"{each.due_date.isoformat()}#{each.invoice_id}", each) for each in plain)
        return sorted(keyed, key=lambda row: row[0])

    def _stretch(self, rows: list[tuple[str, Invoice]], most: int) -> Stretch:
        self.asked += 1
        return Stretch(tuple(rows[:most]), more=len(rows) > most)
