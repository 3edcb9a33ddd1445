"""All invoices in DynamoDB, one after the other."""

from collections.abc import Iterator
from typing import Any

from dunlin.adapters.dynamodb.invoice_indexes import LISTED
from dunlin.adapters.dynamodb.invoice_rows import InvoiceRow
from dunlin.adapters.dynamodb.paging import merged
from dunlin.domain.invoice import Invoice

# Of what both indexes hold, all but what they are keyed by.
_COLUMNS = ["invoice_id", "part", "due_key", *LISTED]


class DynamoLedger:
    """Port `Ledger`."""

    def __init__(self, *, shards: int) -> None:
        self._shards = shards

    def walk(self, *, customer_id: str = "", after: str = "") -> Iterator[tuple[str, Invoice]]:
        """See the port."""
        beyond: Any = InvoiceRow.due_key > after if after else None
        for row in self._rows(customer_id, beyond):
            yield row.due_key, row.to_invoice()

    def _rows(self, customer_id: str, beyond: Any) -> Iterator[InvoiceRow]:
        if customer_id:
            return InvoiceRow.by_customer.query(customer_id, beyond, attributes_to_get=_COLUMNS)
        shards = (
            InvoiceRow.by_due.query(str(shard), beyond, attributes_to_get=_COLUMNS) for shard in range(self._shards)
        )
        return merged(shards, key=lambda row: row.due_key)
