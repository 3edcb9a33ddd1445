"""Batches in DynamoDB."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import batched
from typing import Any

from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.transactions import TransactWrite

from dunlin.adapters.codec import unpack
from dunlin.adapters.dynamodb.batch_rows import (
    HEAD,
    INVOICES,
    LAST_COUNT,
    BatchRow,
    CountRow,
    ItemRow,
    NamedRow,
    adding,
    batch_row,
    count_row,
    item_row,
    moving,
    named_rows,
)
from dunlin.adapters.dynamodb.errors import ours, refused
from dunlin.adapters.dynamodb.meta import connection
from dunlin.adapters.dynamodb.paging import page
from dunlin.domain.batch import Batch, BatchItem, ItemState, Progress
from dunlin.domain.delivery import Bucket
from dunlin.domain.errors import AlreadyExists, NotFound, StaleVersion, Unavailable
from dunlin.services.ports.records import Page

# A transaction has at most 100 actions, and conflicts the more the longer it is.
ITEMS_AT_ONCE = 50
# Others count in the same row; DynamoDB refuses one of two transactions on it and leaves the repetition to us.
_TRIES = 6
_CONFLICT_SECONDS = 0.03


class DynamoBatches:
    """Port `Batches`."""

    def add(self, batch: Batch, invoice_ids: Sequence[str]) -> None:
        """See the port. The head comes last: where it is, everything it names is there."""
        known = AlreadyExists("this batch is known already", existing_id=batch.batch_id)
        with ours(known):
            if BatchRow.count(batch.batch_id, BatchRow.part == HEAD, consistent_read=True):
                raise known
            for row in named_rows(batch.batch_id, invoice_ids):
                row.save()
            batch_row(batch).save(BatchRow.batch_id.does_not_exist())

    def get(self, batch_id: str) -> tuple[Batch, Progress]:
        """See the port."""
        between = BatchRow.part.between(HEAD, LAST_COUNT)
        with ours(StaleVersion("")):
            raw = BatchRow._get_connection().query(batch_id, between, consistent_read=True)["Items"]  # noqa: SLF001
        heads = [BatchRow.from_raw_data(each) for each in raw if each["part"]["S"] == HEAD]
        if not heads:
            raise _missing(batch_id)
        counts = [CountRow.from_raw_data(each) for each in raw if each["part"]["S"] != HEAD]
        items = {state: sum(row.of(state) for row in counts) for state in ItemState}
        emails = {bucket: sum(row.of(bucket) for row in counts) for bucket in Bucket}
        told = Progress({s: n for s, n in items.items() if n}, {b: n for b, n in emails.items() if n})
        return heads[0].to_batch(), told

    def head(self, batch_id: str) -> Batch:
        """See the port."""
        try:
            return BatchRow.get(batch_id, HEAD, consistent_read=True).to_batch()
        except BatchRow.DoesNotExist as missing:
            raise _missing(batch_id) from missing
        except PynamoDBException as failure:
            raise Unavailable("the database did not answer") from failure

    def change(self, before: Batch, after: Batch) -> None:
        """See the port."""
        row = BatchRow
        as_seen = (row.state == before.state.value) & (row.run == before.run)
        with ours(StaleVersion(f"batch {before.batch_id} changed meanwhile: read it again")):
            BatchRow(before.batch_id, HEAD).update(
                [row.state.set(after.state.value), row.run.set(after.run), row.run_key.set(after.run_key)], as_seen
            )

    def mark_listed(self, batch_id: str) -> None:
        """See the port."""
        with ours(_missing_conflict(batch_id)):
            BatchRow(batch_id, HEAD).update([BatchRow.listed.set(1)], BatchRow.batch_id.exists())

    def list(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Batch]:
        """See the port."""
        older: Any = BatchRow.created_key < after["after"] if after else None
        rows = BatchRow.by_created.query(HEAD, older, page_size=limit + 1, scan_index_forward=False)
        return page(
            rows, limit=limit, key=lambda row: row.created_key, wanted=lambda _: True, convert=BatchRow.to_batch
        )

    def named(self, batch_id: str) -> Iterator[str]:
        """See the port."""
        for row in NamedRow.query(batch_id, NamedRow.part.startswith("ids#"), page_size=1, consistent_read=True):
            yield from unpack(row.packed, list[str])

    def add_items(self, items: Sequence[BatchItem]) -> None:
        """See the port."""
        for some in batched(items, ITEMS_AT_ONCE, strict=False):
            new = list(some)
            while new:
                known = _add(new)
                new = [item for item, there in zip(new, known, strict=False) if not there] if any(known) else []

    def items(self, batch_id: str, invoice_ids: Sequence[str]) -> tuple[BatchItem, ...]:
        """See the port."""
        with ours(StaleVersion("")):
            rows = ItemRow.batch_get([(batch_id, each) for each in dict.fromkeys(invoice_ids)], consistent_read=True)
            found = {row.part: row.to_item() for row in rows}
        return tuple(found[each] for each in invoice_ids if each in found)

    def change_item(self, before: BatchItem, after: BatchItem) -> BatchItem:
        """See the port."""
        written = replace(after, revision=before.revision + 1)
        counts = moving(before, written)

        def write() -> None:
            with TransactWrite(connection=connection()) as transaction:
                transaction.save(item_row(written), condition=ItemRow.revision == before.revision)
                if counts:
                    transaction.update(count_row(before), counts)

        if _repeated(write) is None:
            return written
        # Our own write, whose answer was lost on the way: the repeated request finds what it has written.
        if self.items(before.batch_id, (before.invoice_id,)) == (written,):
            return written
        raise StaleVersion(f"item {before.invoice_id} changed meanwhile: read it again")

    def list_items(self, batch_id: str, *, limit: int, after: dict[str, str] | None = None) -> Page[BatchItem]:
        """See the port."""
        beyond: Any = ItemRow.part > after["after"] if after else ItemRow.part.startswith(INVOICES)
        return page(
            ItemRow.query(batch_id, beyond, page_size=limit + 1, consistent_read=True),
            limit=limit,
            key=lambda row: row.part,
            wanted=lambda _: True,
            convert=ItemRow.to_item,
        )


def _add(items: Sequence[BatchItem]) -> list[bool]:
    """Store all or, when some are there already, none of them; the answer is which are."""

    def write() -> None:
        with TransactWrite(connection=connection()) as transaction:
            for item in items:
                transaction.save(item_row(item), condition=ItemRow.batch_id.does_not_exist())
            transaction.update(count_row(items[0]), [adding(ItemState.WAITING, len(items))])

    return _repeated(write) or []


def _repeated(write: Callable[[], None]) -> list[bool] | None:
    """Write, again while others are in the way. None when done, else which of its conditions did not hold."""
    for attempt in range(_TRIES):
        try:
            write()
        except TransactWriteError as failure:
            if which := refused(failure):
                return which
            if not _in_the_way(failure):
                raise Unavailable("the database did not take the change of the batch") from failure
            time.sleep(random.uniform(0, _CONFLICT_SECONDS * 2**attempt))  # noqa: S311 - no secret # nosec B311
        except PynamoDBException as failure:
            raise Unavailable("the database did not answer") from failure
        else:
            return None
    raise Unavailable("too many change this batch at once: try again")


def _in_the_way(failure: TransactWriteError) -> bool:
    return any(reason is not None and reason.code == "TransactionConflict" for reason in failure.cancellation_reasons)


def _missing(batch_id: str) -> NotFound:
    return NotFound(f"there is no batch {batch_id}")


def _missing_conflict(batch_id: str) -> StaleVersion:
    return StaleVersion(f"batch {batch_id} is gone")
