"""A global secondary index: it follows its table, at once or later."""

from collections import deque
from datetime import datetime

from tests.simulation.aws.dynamodb.schema import IndexSchema, Keys
from tests.simulation.aws.dynamodb.shelves import Item, Order, Shelves
from tests.simulation.aws.dynamodb.values import Value, ordered


class Index:
    """`shelves` is what a query finds. What comes late keeps its order."""

    def __init__(self, schema: IndexSchema, table: Keys) -> None:
        self.schema, self._table = schema, table
        self.shelves = Shelves()
        self._late: deque[tuple[datetime, Order, Item | None]] = deque()
        self._where: dict[Order, tuple[object, Order]] = {}

    def follow(self, place: Order, item: Item | None, *, now: datetime, due: datetime) -> None:
        """The table has this item at the place since now; the index is to have it when it is due."""
        if due <= now and not self._late:
            self._take(place, item)
        else:
            self._late.append((max(due, self._late[-1][0]) if self._late else due, place, item))

    def catch_up(self, now: datetime | None) -> None:
        """Take over what is due; everything, for None."""
        while self._late and (now is None or self._late[0][0] <= now):
            _, place, item = self._late.popleft()
            self._take(place, item)

    @property
    def behind(self) -> list[object]:
        """What it shows and is to show, where that is not what the table has."""
        late = [(due, place, item and item.mark) for due, place, item in self._late]
        return [*late, *(item.mark for item in self.shelves)] if late else []

    def order_of(self, item: dict[str, Value]) -> Order:
        """Where in its partition the index has it: by its own key, then by the table's."""
        keys = self.schema.keys
        own = (ordered(item[keys.range]),) if keys.range else ()
        return (*own, *(ordered(item[name]) for name in self._table.names))

    def _take(self, place: Order, item: Item | None) -> None:
        if was := self._where.pop(place, None):
            self.shelves.put(*was, None)
        keys, kept = self.schema.keys, self.schema.kept
        if item is None or any(name not in item for name in keys.names):
            return
        seen = item if kept is None else Item({name: value for name, value in item.items() if name in kept})
        where = (ordered(item[keys.hash]), self.order_of(item))
        self.shelves.put(*where, seen)
        self._where[place] = where
