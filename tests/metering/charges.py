"""What DynamoDB charges for a call, by its documented rules.

Writes: 1 KB a unit, of the larger of the item before and after; twice that in a transaction, and for a condition check.
A condition that fails costs what its item does. Each index: one write for an entry that is new, gone or changed, two
where its key moves, nothing where nothing in it changes; never twice for a transaction.
Reads: 4 KB a unit; half for one that may be stale, twice in a transaction; a query counts all that it reads together.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from tests.metering.sizes import Item, item_bytes
from tests.metering.stored import Index, Table

WRITE, READ = 1024, 4096


@dataclass(frozen=True, slots=True)
class Charge:
    """Units for one item, or one entry of an index; `size` in bytes is what they are charged for."""

    table: str
    what: str
    index: str
    write: float
    read: float
    size: int


def written(table: Table, key: Item, before: Item | None, after: Item | None, *, times: int) -> Iterator[Charge]:
    """One item that is written, or looked at by a condition: then `after` is as `before`."""
    size = max(_size(before), _size(after))
    yield Charge(table.name, named(table, key), "", times * _units(size, WRITE), 0, size)
    for index in table.indexes:
        moved = _moved(index, before, after)
        if moved:
            entry = max(_size(index.entry(before)), _size(index.entry(after)))
            yield Charge(table.name, named(table, key), index.name, sum(moved), 0, entry)


def read_one(table: Table, key: Item, item: Item | None, *, times: float) -> Charge:
    """One item by its key."""
    size = _size(item)
    return Charge(table.name, named(table, key), "", 0, times * _units(size, READ), size)


def read_many(table: Table, index: str, items: list[Item], *, times: float) -> Charge:
    """A query: all that it went through, found or not."""
    held = [table.index(index).entry(item) for item in items] if index else items
    size = sum(map(_size, held))
    return Charge(table.name, f"{len(items)} of a query", index, 0, times * _units(size, READ), size)


def named(table: Table, key: Item) -> str:
    """The part of the key that says what kind of item it is."""
    return str(next(iter(key[table.key[-1]].values())))


def _moved(index: Index, before: Item | None, after: Item | None) -> list[int]:
    was, now = index.entry(before), index.entry(after)
    if was == now:
        return []
    if was and now and any(was[name] != now[name] for name in index.key):
        return [_units(_size(was), WRITE), _units(_size(now), WRITE)]
    return [_units(max(_size(was), _size(now)), WRITE)]


def _size(item: Item | None) -> int:
    return item_bytes(item) if item else 0


def _units(size: int, step: int) -> int:
    return max(1, ceil(size / step))
