"""The items of a batch: its head, what it names, its counts, and one per invoice, in one collection.

In the order of their range keys: `batch`, `count#…`, `ids#…`, `inv_…`: head and counts are read in one query.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from dunlin.adapters.codec import from_json, pack, stamp, to_json
from dunlin.adapters.dynamodb.meta import Table
from dunlin.adapters.dynamodb.paging import shard_of
from dunlin.domain.batch import Batch, BatchItem, BatchState, ItemState, Settings
from dunlin.domain.batch import Selection as Filter
from dunlin.domain.delivery import Bucket
from dunlin.domain.timeline import Actor

HEAD, LAST_COUNT, INVOICES = "batch", "count#~", "inv_"
# Every step of an item counts; so many rows share the writes, as a transaction waits for no other.
COUNT_ROWS = 8
# A thousand ids are about 20 KB.
IDS_PER_ROW = 1_000


class ByCreated(GlobalSecondaryIndex[Any]):
    """All batches by time. Only heads are in it; there are few, so they share a partition."""

    class Meta:
        """The index."""

        index_name = "by_created"
        projection = AllProjection()

    listing = UnicodeAttribute(hash_key=True)
    created_key = UnicodeAttribute(range_key=True)


class BatchRow(Model):
    """The head: the wish, and where it stands."""

    class Meta(Table):
        """The batches' table."""

    by_created = ByCreated()

    batch_id = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True, default=HEAD)
    listing = UnicodeAttribute(default=HEAD)
    created_key = UnicodeAttribute()
    created_at = UnicodeAttribute()
    actor = UnicodeAttribute()
    settings = UnicodeAttribute()
    selection = UnicodeAttribute(null=True)
    state = UnicodeAttribute()
    run = NumberAttribute()
    run_key = UnicodeAttribute()
    listed = NumberAttribute(default=0)

    def to_batch(self) -> Batch:
        """The domain's record."""
        return Batch(
            batch_id=self.batch_id,
            created_at=datetime.fromisoformat(self.created_at),
            actor=from_json(self.actor, Actor),
            state=BatchState(self.state),
            run=int(self.run),
            run_key=self.run_key,
            settings=from_json(self.settings, Settings),
            selection=from_json(self.selection, Filter) if self.selection else None,
            listed=bool(self.listed),
        )


class NamedRow(Model):
    """Some of the invoices that the batch names, deflated."""

    class Meta(Table):
        """The batches' table."""

    batch_id = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    packed = BinaryAttribute(legacy_encoding=False)


class ItemRow(Model):
    """One invoice of the batch."""

    class Meta(Table):
        """The batches' table."""

    batch_id = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    revision = NumberAttribute()
    data = UnicodeAttribute()

    def to_item(self) -> BatchItem:
        """The domain's record."""
        return from_json(self.data, BatchItem)


class CountRow(Model):
    """How many items and e-mails stand where, exact by ADD without reading; the rows of a batch are added up."""

    class Meta(Table):
        """The batches' table."""

    batch_id = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    item_waiting = NumberAttribute(null=True)
    item_planned = NumberAttribute(null=True)
    item_sent = NumberAttribute(null=True)
    item_failed = NumberAttribute(null=True)
    item_review = NumberAttribute(null=True)
    item_blocked = NumberAttribute(null=True)
    item_cancelled = NumberAttribute(null=True)
    email_queued = NumberAttribute(null=True)
    email_unknown = NumberAttribute(null=True)
    email_sent = NumberAttribute(null=True)
    email_delivered = NumberAttribute(null=True)
    email_bounced = NumberAttribute(null=True)
    email_complained = NumberAttribute(null=True)
    email_failed = NumberAttribute(null=True)
    email_suppressed = NumberAttribute(null=True)
    email_cancelled = NumberAttribute(null=True)
    email_engaged = NumberAttribute(null=True)
    email_viewed = NumberAttribute(null=True)
    email_prefetched = NumberAttribute(null=True)

    def of(self, what: ItemState | Bucket) -> int:
        """How many this row counts."""
        return int(getattr(self, _name(what)) or 0)


def batch_row(batch: Batch) -> BatchRow:
    """The head of a new batch."""
    return BatchRow(
        batch.batch_id,
        created_key=f"{stamp(batch.created_at)}#{batch.batch_id}",
        created_at=stamp(batch.created_at),
        actor=to_json(batch.actor),
        settings=to_json(batch.settings),
        selection=None if batch.selection is None else to_json(batch.selection),
        state=batch.state.value,
        run=batch.run,
        run_key=batch.run_key,
        listed=int(batch.listed),
    )


def named_rows(batch_id: str, invoice_ids: Sequence[str]) -> Iterator[NamedRow]:
    """The items of what a batch names."""
    for number, ids in enumerate(batched(invoice_ids, IDS_PER_ROW, strict=False)):
        yield NamedRow(batch_id, f"ids#{number:04}", packed=pack(list(ids)))


def item_row(item: BatchItem) -> ItemRow:
    """The item of an invoice."""
    return ItemRow(item.batch_id, item.invoice_id, revision=item.revision, data=to_json(item))


def count_row(item: BatchItem) -> CountRow:
    """The row that counts an item."""
    return CountRow(item.batch_id, f"count#{shard_of(item.invoice_id, COUNT_ROWS)}")


def adding(what: ItemState | Bucket, count: int) -> Action:
    """The update that counts."""
    attribute: Any = getattr(CountRow, _name(what))
    action: Action = attribute.add(count)
    return action


def moving(before: BatchItem, after: BatchItem) -> list[Action]:
    """The update that tells of an item's step; empty when it counts as before."""
    states: dict[ItemState | Bucket, int] = {}
    if before.state is not after.state:
        states = {before.state: -1, after.state: 1}
    emails = {bucket: after.emails.get(bucket, 0) - before.emails.get(bucket, 0) for bucket in Bucket}
    return [adding(what, count) for what, count in (states | emails).items() if count]


def _name(what: ItemState | Bucket) -> str:
    return f"{'item' if isinstance(what, ItemState) else 'email'}_{what.value.lower()}"
