"""Money that came in, in DynamoDB: one item each. What waits to be placed stands in an index."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import TransactWriteError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from dunlin.adapters.codec import from_json, stamp, to_json
from dunlin.adapters.dynamodb.errors import ours, refused
from dunlin.adapters.dynamodb.meta import Table, connection
from dunlin.adapters.dynamodb.paging import page
from dunlin.adapters.dynamodb.timeline import entry_row
from dunlin.domain.errors import AlreadyExists, NotFound, StaleVersion
from dunlin.domain.remittance import Remittance
from dunlin.domain.timeline import Entry
from dunlin.services.ports.records import Page

# What waits for a person is little: one partition carries it.
_DESK = "waiting"


class ByWaiting(GlobalSecondaryIndex[Any]):
    """What somebody has to place, by when it came in. All else is not in it."""

    class Meta:
        """The index."""

        index_name = "by_waiting"
        projection = AllProjection()

    desk = UnicodeAttribute(hash_key=True)
    waiting_key = UnicodeAttribute(range_key=True)


class RemittanceRow(Model):
    """One payment that came in."""

    class Meta(Table):
        """The payments' table."""

    by_waiting = ByWaiting()

    payment_id = UnicodeAttribute(hash_key=True)
    version = NumberAttribute()
    data = UnicodeAttribute()
    desk = UnicodeAttribute(null=True)
    waiting_key = UnicodeAttribute(null=True)

    def to_remittance(self) -> Remittance:
        """The domain's record."""
        return from_json(self.data, Remittance)


class DynamoRemittances:
    """Port `Remittances`."""

    def add(self, remittance: Remittance, *, entry: Entry | None = None) -> Remittance:
        """See the port."""
        with ours(taken(remittance)):
            return _written(remittance, entry)

    def get(self, payment_id: str) -> Remittance:
        """See the port."""
        try:
            return RemittanceRow.get(payment_id, consistent_read=True).to_remittance()
        except RemittanceRow.DoesNotExist as missing:
            raise NotFound(f"there is no payment {payment_id}") from missing

    def find(self, payment_ids: Sequence[str]) -> dict[str, Remittance]:
        """See the port."""
        wanted = list(dict.fromkeys(payment_ids))
        rows = RemittanceRow.batch_get(wanted, consistent_read=True) if wanted else ()
        return {row.payment_id: row.to_remittance() for row in rows}

    def change(self, remittance: Remittance, *, entry: Entry | None = None) -> Remittance:
        """See the port."""
        with ours(stale(remittance)):
            return _written(remittance, entry)

    def waiting(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Remittance]:
        """See the port."""
        before: Any = RemittanceRow.waiting_key < after["after"] if after else None
        return page(
            RemittanceRow.by_waiting.query(_DESK, before, scan_index_forward=False, page_size=limit + 1),
            limit=limit,
            key=lambda row: str(row.waiting_key),
            wanted=lambda _: True,
            convert=RemittanceRow.to_remittance,
        )


def _written(remittance: Remittance, entry: Entry | None) -> Remittance:
    row = row_of(remittance)
    if entry is None:
        row.save(condition=as_seen(remittance))
    else:
        with TransactWrite(connection=connection()) as transaction:
            transaction.save(row, condition=as_seen(remittance))
            transaction.save(entry_row(entry))
    return row.to_remittance()


def row_of(remittance: Remittance) -> RemittanceRow:
    """The item of its next version."""
    written = replace(remittance, version=remittance.version + 1)
    row = RemittanceRow(remittance.payment_id, version=written.version, data=to_json(written))
    if written.waits:
        row.desk, row.waiting_key = _DESK, f"{stamp(written.recorded_at)}#{written.payment_id}"
    return row


def as_seen(remittance: Remittance) -> Any:
    """The condition that it is stored as it was seen; version 0: not at all."""
    seen = remittance.version
    return (RemittanceRow.version == seen) if seen else RemittanceRow.payment_id.does_not_exist()


def taken(remittance: Remittance) -> AlreadyExists:
    """What it means that a new one is there already."""
    return AlreadyExists(f"payment {remittance.payment_id} is known", existing_id=remittance.payment_id)


def stale(remittance: Remittance) -> StaleVersion:
    """What it means that a stored one has changed."""
    return StaleVersion(f"payment {remittance.payment_id} is no longer at version {remittance.version}: read it again")


@contextmanager
def first_put(remittance: Remittance | None) -> Iterator[None]:
    """Tell the refusal of this one, which the transaction puts first, from those of all else that it writes."""
    try:
        yield
    except TransactWriteError as failure:
        if remittance and (which := refused(failure)) and which[0]:
            raise (stale if remittance.version else taken)(remittance) from failure
        raise
