"""The timeline in DynamoDB: one item per entry, ordered by time within the invoice."""

from functools import reduce
from operator import or_
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from dunlin.adapters.codec import from_json, stamp, to_json
from dunlin.adapters.dynamodb.meta import Table
from dunlin.adapters.dynamodb.paging import page
from dunlin.domain.timeline import Entry
from dunlin.services.ports.records import Page


class EntryRow(Model):
    """One entry. The range key is `{instant}#{entry id}`, so that reading is in the order of events."""

    class Meta(Table):
        """The timeline's table."""

    invoice_id = UnicodeAttribute(hash_key=True)
    entry_id = UnicodeAttribute(range_key=True)
    type = UnicodeAttribute()
    data = UnicodeAttribute()


def entry_row(entry: Entry) -> EntryRow:
    """The item for an entry."""
    return EntryRow(entry.invoice_id, f"{stamp(entry.at)}#{entry.entry_id}", type=entry.type, data=to_json(entry))


class DynamoTimeline:
    """Port `Timeline`."""

    def add(self, entry: Entry) -> None:
        """See the port."""
        entry_row(entry).save()

    def list(self, invoice_id: str, *, limit: int, after: dict[str, str] | None = None) -> Page[Entry]:
        """See the port."""
        beyond: Any = EntryRow.entry_id > after["after"] if after else None
        return page(
            EntryRow.query(invoice_id, beyond, page_size=limit + 1, consistent_read=True),
            limit=limit,
            key=lambda row: row.entry_id,
            wanted=lambda _: True,
            convert=lambda row: from_json(row.data, Entry),
        )

    def latest(
        self, invoice_id: str, *, about: tuple[str, ...], limit: int, after: dict[str, str] | None = None
    ) -> Page[Entry]:
        """See the port. Without a page size, DynamoDB filters a megabyte of entries with each call."""
        before: Any = EntryRow.entry_id < after["after"] if after else None
        wanted = reduce(or_, (EntryRow.type.startswith(f"{word}.") for word in about))
        return page(
            EntryRow.query(invoice_id, before, wanted, scan_index_forward=False, consistent_read=True),
            limit=limit,
            key=lambda row: row.entry_id,
            wanted=lambda _: True,
            convert=lambda row: from_json(row.data, Entry),
        )
