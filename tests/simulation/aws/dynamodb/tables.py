"""A table: its items, its indexes, and what readers who do not ask for consistency may still see."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.simulation.aws.dynamodb.indexes import Index
from tests.simulation.aws.dynamodb.schema import TableSchema
from tests.simulation.aws.dynamodb.shelves import Item, Order, Shelves
from tests.simulation.aws.dynamodb.values import Value, ordered

type Lag = Callable[[str, str], timedelta]
"""How long a write to a table stays hidden from readers of an index of it; of the table itself, for no index."""


@dataclass(frozen=True, slots=True)
class Record:
    """A change, as the table's stream tells it."""

    name: str
    keys: dict[str, Value]
    before: Item | None
    after: Item | None
    at: datetime


@dataclass(slots=True)
class Stale:
    """An item as it was, for readers without consistency, until each of its changes has come through."""

    changes: deque[tuple[datetime, Item | None]] = field(default_factory=deque)

    def seen(self, now: datetime) -> tuple[bool, Item | None]:
        """Whether an earlier one is still seen, and which."""
        while self.changes and self.changes[0][0] <= now:
            self.changes.popleft()
        return (True, self.changes[0][1]) if self.changes else (False, None)


class Table:
    """`name` is what requests call it."""

    def __init__(self, name: str, schema: TableSchema, clock: Callable[[], datetime]) -> None:
        self.name, self.schema, self.clock = name, schema, clock
        self.shelves = Shelves()
        self.indexes = {index.name: Index(index, schema.keys) for index in schema.indexes}
        self.records: list[Record] = []
        self._stale: dict[Order, Stale] = {}

    def place(self, key: dict[str, Value]) -> Order:
        """Where an item with this key is."""
        keys = self.schema.keys
        return (ordered(key[keys.hash]), ordered(key[keys.range]) if keys.range else "")

    def get(self, place: Order, *, consistent: bool = True) -> Item | None:
        """What is there, or what a reader sees."""
        if not consistent and place in self._stale:
            is_stale, item = self._stale[place].seen(self.clock())
            if is_stale:
                return item
            del self._stale[place]
        return self.shelves.get(place[0], place[1:])

    def partition(self, hash_key: Any, *, consistent: bool) -> tuple[list[Order], dict[Order, Item]]:
        """A partition in order, or as a reader sees it."""
        orders, items = self.shelves.partition(hash_key)
        stale = [] if consistent else [place for place in self._stale if place[0] == hash_key]
        if not stale:
            return orders, items
        seen = dict(items)
        for place in stale:
            item = self.get(place, consistent=False)
            seen.pop(place[1:], None)
            if item is not None:
                seen[place[1:]] = item
        return sorted(seen), seen

    def write(self, place: Order, item: Item | None, lag: Lag) -> None:
        """Put it there; None takes away what is there."""
        now, before = self.clock(), self.shelves.get(place[0], place[1:])
        if before is None and item is None:
            return
        self.shelves.put(place[0], place[1:], item)
        if hidden := lag(self.schema.name, ""):
            self._stale.setdefault(place, Stale()).changes.append((now + hidden, before))
        for name, index in self.indexes.items():
            index.follow(place, item, now=now, due=now + lag(self.schema.name, name))
        if self.schema.streamed and before != item:
            self.records.append(self._record(before, item, now))

    def catch_up(self) -> None:
        """Every reader sees everything."""
        self._stale.clear()
        for index in self.indexes.values():
            index.catch_up(None)

    @property
    def mark(self) -> list[object]:
        """The same for the same items, and for what readers may see of those before."""
        behind = [(name, index.behind) for name, index in self.indexes.items() if index.behind]
        stale = [(place, due, item and item.mark) for place, each in self._stale.items() for due, item in each.changes]
        return [*(item.mark for item in self), behind, stale]

    def __iter__(self) -> Iterator[Item]:
        """Every item, as it is."""
        return iter(self.shelves)

    def _record(self, before: Item | None, after: Item | None, now: datetime) -> Record:
        whole: Item = (before if after is None else after) or Item({})
        kind = "INSERT" if before is None else "REMOVE" if after is None else "MODIFY"
        return Record(kind, {name: whole[name] for name in self.schema.keys.names}, before, after, now)
