"""Items in partitions, sorted: what a table is, and an index."""

from bisect import bisect_left, insort
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from tests.simulation.aws.dynamodb.values import Value, size_of

type Order = tuple[Any, ...]
"""Where in its partition something is."""


class Item(dict[str, Value]):
    """One that is stored, and so never changed; it is measured once."""

    __slots__ = ("_mark", "_size")

    def __init__(self, values: dict[str, Value]) -> None:
        super().__init__(values)
        self._size, self._mark = 0, b""

    def __deepcopy__(self, memo: object) -> "Item":
        """Itself."""
        return self

    @property
    def mark(self) -> bytes:
        """The same for the same content."""
        if not self._mark:
            self._mark = blake2b(repr(sorted(self.items())).encode(), digest_size=16).digest()
        return self._mark

    @property
    def size(self) -> int:
        """In bytes, names too."""
        if not self._size:
            self._size = sum(len(name.encode()) + size_of(value) for name, value in self.items())
        return self._size


class Shelf:
    """One partition."""

    __slots__ = ("items", "orders")

    def __init__(self) -> None:
        self.orders: list[Order] = []
        self.items: dict[Order, Item] = {}


class Shelves:
    """All partitions, by hash key."""

    def __init__(self) -> None:
        self._shelves: dict[Any, Shelf] = {}

    def get(self, partition: Any, order: Order) -> Item | None:
        """What is there."""
        shelf = self._shelves.get(partition)
        return shelf.items.get(order) if shelf else None

    def put(self, partition: Any, order: Order, item: Item | None) -> None:
        """Put it there, in place of what was there; None takes it away."""
        shelf = self._shelves.setdefault(partition, Shelf())
        if item is None:
            if shelf.items.pop(order, None) is not None:
                del shelf.orders[bisect_left(shelf.orders, order)]
            return
        if order not in shelf.items:
            insort(shelf.orders, order)
        shelf.items[order] = item

    def partition(self, partition: Any) -> tuple[list[Order], dict[Order, Item]]:
        """What a partition has, in order. To be read, and not to be changed."""
        shelf = self._shelves.get(partition)
        return (shelf.orders, shelf.items) if shelf else ([], {})

    def __iter__(self) -> Iterator[Item]:
        """Everything, partition by partition, in the order of their first use."""
        for shelf in self._shelves.values():
            yield from (shelf.items[order] for order in shelf.orders)
