"""Lists of e-mails over a sparse index that is spread over shards: what waits, and what needs a person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import dropwhile, groupby
from typing import Any

from dunlin.adapters.dynamodb.message_rows import EmailRow
from dunlin.adapters.dynamodb.paging import merged, page
from dunlin.domain.email import Email
from dunlin.services.ports.records import Page


@dataclass(frozen=True, slots=True)
class Listing:
    """An index over e-mails, its range key, and over how many shards it is spread."""

    index: Any
    range_key: str
    shards: int

    def page(self, *, limit: int, after: dict[str, str] | None) -> Page[Email]:
        """In the order of the range key, then of the ids: e-mails of one message share the key."""
        last = after["after"] if after else ""
        rows = dropwhile(lambda row: self._position(row) <= last, self._ordered(self._rows(last, limit)))
        keys = page(
            rows,
            limit=limit,
            key=self._position,
            wanted=lambda _: True,
            convert=lambda row: (row.message_id, row.part),
        )
        # DynamoDB answers a batch in any order, and what the index tells may be past already.
        found = {(row.message_id, row.part): row for row in EmailRow.batch_get(keys.items, consistent_read=True)}
        return Page(tuple(found[key].to_email() for key in keys.items if key in found), keys.next)

    def _rows(self, last: str, limit: int) -> Iterator[Any]:
        attribute = getattr(EmailRow, self.range_key)
        since = attribute >= last.partition("|")[0] if last else None
        return merged(
            (self.index.query(str(shard), since, page_size=limit + 1) for shard in range(self.shards)),
            key=self._key,
        )

    def _ordered(self, rows: Iterable[Any]) -> Iterator[Any]:
        for _, same in groupby(rows, key=self._key):
            yield from sorted(same, key=self._position)

    def _key(self, row: Any) -> str:
        return str(getattr(row, self.range_key))

    def _position(self, row: Any) -> str:
        return f"{self._key(row)}|{row.message_id}|{row.part}"
