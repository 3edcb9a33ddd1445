"""A customer's invoices in DynamoDB, as lists show them: what is owed, and what went before, a page with one query."""

from itertools import islice
from typing import Any

from dunlin.adapters.dynamodb.invoice_indexes import LISTED
from dunlin.adapters.dynamodb.invoice_rows import InvoiceRow
from dunlin.domain.invoice import Invoice
from dunlin.services.ports.papers import Stretch


class DynamoAccounts:
    """Port `Accounts`."""

    def owed(self, customer_id: str, *, most: int) -> Stretch:
        """See the port."""
        # One more than is asked for tells whether there are more.
        rows = InvoiceRow.by_owing.query(customer_id, page_size=most + 1, limit=most + 1)
        return _stretch(rows, most)

    def latest(self, customer_id: str, *, most: int, before: str = "") -> Stretch:
        """See the port."""
        rows = InvoiceRow.by_customer.query(
            customer_id,
            InvoiceRow.due_key < before if before else None,
            scan_index_forward=False,
            page_size=most + 1,
            limit=most + 1,
            attributes_to_get=["invoice_id", "part", "due_key", *LISTED],
        )
        return _stretch(rows, most)


def _stretch(rows: Any, most: int) -> Stretch:
    found: list[tuple[str, Invoice]] = [(row.due_key, row.to_invoice()) for row in islice(rows, most + 1)]
    return Stretch(tuple(found[:most]), more=len(found) > most)
