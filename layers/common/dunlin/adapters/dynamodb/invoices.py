"""Invoices in DynamoDB."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import batched
from typing import Any

from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactGet, TransactWrite

from dunlin.adapters.codec import pack, unpack
from dunlin.adapters.dynamodb.errors import ours
from dunlin.adapters.dynamodb.invoice_rows import DOCUMENT, HEAD, DocumentRow, InvoiceRow, head_of
from dunlin.adapters.dynamodb.invoice_updates import as_seen, changing, dunning_of
from dunlin.adapters.dynamodb.meta import connection
from dunlin.adapters.dynamodb.paging import merged, page
from dunlin.adapters.dynamodb.payment_keys import named, note
from dunlin.adapters.dynamodb.remittances import as_seen as as_seen_money
from dunlin.adapters.dynamodb.remittances import first_put, row_of
from dunlin.adapters.dynamodb.timeline import entry_row
from dunlin.domain.delivery import light
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.errors import AlreadyExists, NotFound, StaleVersion, TooLarge, Unavailable
from dunlin.domain.invoice import Invoice
from dunlin.domain.payment_keys import keys_of
from dunlin.domain.remittance import Remittance
from dunlin.domain.timeline import Entry
from dunlin.services.ports.records import InvoiceQuery, Page

# DynamoDB's items end at 400 KB; what is left is for keys and growth.
LARGEST_DOCUMENT = 380_000


class DynamoInvoices:
    """Port `Invoices`."""

    def __init__(self, *, shards: int) -> None:
        self._shards = shards

    def add(self, invoice: Invoice, document: InvoiceDocument, *, entry: Entry) -> None:
        """See the port."""
        self._note(invoice, document)
        taken = AlreadyExists(f"the seller has an invoice {invoice.number} already", existing_id=invoice.invoice_id)
        with ours(taken), TransactWrite(connection=connection()) as transaction:
            transaction.save(head_of(invoice, shards=self._shards), condition=InvoiceRow.invoice_id.does_not_exist())
            transaction.save(_document_row(invoice, document))
            transaction.save(entry_row(entry))

    def get(self, invoice_id: str) -> Invoice:
        """See the port."""
        try:
            return InvoiceRow.get(invoice_id, HEAD, consistent_read=True).to_invoice()
        except InvoiceRow.DoesNotExist as missing:
            raise NotFound(f"there is no invoice {invoice_id}") from missing

    def get_with_document(self, invoice_id: str) -> tuple[Invoice, InvoiceDocument]:
        """See the port."""
        try:
            with TransactGet(connection=connection()) as transaction:
                head = transaction.get(InvoiceRow, invoice_id, HEAD)
                document = transaction.get(DocumentRow, invoice_id, DOCUMENT)
            return head.get().to_invoice(), unpack(document.get().packed, InvoiceDocument)
        except InvoiceRow.DoesNotExist as missing:
            raise NotFound(f"there is no invoice {invoice_id}") from missing
        except PynamoDBException as failure:
            raise Unavailable("the database did not answer") from failure

    def change(
        self,
        before: Invoice,
        after: Invoice,
        *,
        entry: Entry,
        document: InvoiceDocument | None = None,
        money: Remittance | None = None,
    ) -> Invoice:
        """See the port."""
        if document:
            self._note(after, document)
        version = before.version + 1
        stale = StaleVersion(f"invoice {before.number} is no longer at version {before.version}: read it again")
        with ours(stale), first_put(money), TransactWrite(connection=connection()) as transaction:
            if money:
                transaction.save(row_of(money), condition=as_seen_money(money))
            if document:
                transaction.save(_document_row(after, document))
            transaction.save(entry_row(entry))
            transaction.update(
                InvoiceRow(before.invoice_id, HEAD),
                [*changing(after, version=version), *self._dunning(after)],
                # Settling the first e-mail opens an invoice without a new version: the status is part of what was seen.
                condition=as_seen(before),
            )
        return replace(after, version=version)

    def named(self, seller_id: str, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """See the port."""
        return named(seller_id, keys)

    def note_keys(self, invoice_id: str) -> None:
        """See the port."""
        self._note(*self.get_with_document(invoice_id))

    def find(self, invoice_ids: Sequence[str]) -> dict[str, Invoice]:
        """See the port."""
        wanted = [(each, HEAD) for each in dict.fromkeys(invoice_ids)]
        rows = InvoiceRow.batch_get(wanted, consistent_read=True) if wanted else ()
        return {row.invoice_id: row.to_invoice() for row in rows}

    def _note(self, invoice: Invoice, document: InvoiceDocument) -> None:
        """Before the invoice itself, so that there is none that payments do not find."""
        note(invoice.seller_id, keys_of(invoice.number, document), invoice.invoice_id)

    def _dunning(self, after: Invoice) -> list[Action]:
        return dunning_of(after.dunning, after.invoice_id, shards=self._shards) if after.dunning else []

    def list(self, query: InvoiceQuery, *, limit: int, after: dict[str, str] | None = None) -> Page[Invoice]:
        """See the port."""
        return page(
            self._rows(query, limit, after),
            limit=limit,
            key=lambda row: row.due_key,
            wanted=lambda row: _wanted(row.to_invoice(), query),
            convert=InvoiceRow.to_invoice,
        )

    def _rows(self, query: InvoiceQuery, limit: int, after: dict[str, str] | None) -> Iterator[InvoiceRow]:
        start = max(after["after"] if after else "", query.due_from.isoformat() if query.due_from else "")
        # `#` sorts before `~`, so the end takes in the whole last day.
        end = f"{query.due_to.isoformat()}~" if query.due_to else "~"
        if start > end:
            return iter(())  # DynamoDB refuses a range that ends before it begins
        within: Any = InvoiceRow.due_key.between(f"{start}\x00" if after else start or "0", end)
        if query.customer_id:
            return _whole(InvoiceRow.by_customer.query(query.customer_id, within, page_size=limit + 1), limit + 1)
        shards = (InvoiceRow.by_due.query(str(shard), within, page_size=limit + 1) for shard in range(self._shards))
        return merged(shards, key=lambda row: row.due_key)


def _whole(listed: Iterable[InvoiceRow], at_once: int) -> Iterator[InvoiceRow]:
    """The heads as they are, at the places where the index has them. DynamoDB answers a batch in any order."""
    for rows in batched(listed, at_once, strict=False):
        heads = {row.invoice_id: row for row in InvoiceRow.batch_get([(row.invoice_id, HEAD) for row in rows])}
        for row in rows:
            if head := heads.get(row.invoice_id):
                head.due_key = row.due_key
                yield head


def _wanted(invoice: Invoice, query: InvoiceQuery) -> bool:
    return (
        (not query.statuses or invoice.status in query.statuses)
        and (not query.lights or light(invoice.delivery).colour in query.lights)
        and (query.overdue_on is None or invoice.overdue(today=query.overdue_on))
        and (query.amount_from is None or invoice.payable >= query.amount_from)
        and (query.amount_to is None or invoice.payable <= query.amount_to)
        and query.currency in {"", invoice.currency}
        and (not query.text or query.text.casefold() in f"{invoice.number} {invoice.customer_name}".casefold())
    )


def _document_row(invoice: Invoice, document: InvoiceDocument) -> DocumentRow:
    packed = pack(document)
    if len(packed) > LARGEST_DOCUMENT:
        raise TooLarge(f"{len(document.lines)} lines are more than an invoice can hold here; split it")
    return DocumentRow(invoice.invoice_id, packed=packed)
