"""Pages of a query or a scan: as many items as are asked for, and no more than 1 MB read.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.aws.dynamodb.conditions import Condition
from tests.simulation.aws.dynamodb.paths import Place
from tests.simulation.aws.dynamodb.projections import projected
from tests.simulation.aws.dynamodb.scope import Scope
from tests.simulation.aws.dynamodb.shelves import Item, Order
from tests.simulation.aws.dynamodb.values import copied, invalid
from tests.simulation.aws.refusal import Answer, Params

LARGEST = 1024 * 1024


@dataclass(slots=True)
class Page:
    """`wanted` says which of what is read is given; `places` what of it, or `counts` that only how many."""

    limit: int | None
    wanted: Callable[[Item], bool]
    places: list[Place] | None
    counts: bool
    _found: list[Item] = field(default_factory=list)
    _read: int = 0
    _last: Item | None = None

    def read(self, items: Iterable[Item]) -> None:
        """Until the page is full. A full page has a key, though nothing may come behind it: as with AWS."""
        size = 0
        for item in items:
            if self._last is not None and size + item.size > LARGEST:
                return
            size, self._read, self._last = size + item.size, self._read + 1, item
            if self.wanted(item):
                self._found.append(item)
            if self._read == self.limit:
                return
        self._last = None

    def answer(self, keys: Iterable[str]) -> Answer:
        """As the API gives it; `keys` are the attributes that lead to the next page."""
        told: Answer = {"Count": len(self._found), "ScannedCount": self._read}
        if not self.counts:
            told["Items"] = [projected(item, self.places) for item in self._found]
        if self._last is not None:
            told["LastEvaluatedKey"] = {name: copied(self._last[name]) for name in keys}
        return told


def read_limit(params: Params) -> int | None:
    """How many items are to be read at most."""
    limit: int | None = params.get("Limit")
    if limit is not None and limit < 1:
        text = "Member must have value greater than or equal to 1"
        raise invalid(f"1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: {text}")
    return limit


def passes(condition: Condition | None, scope: Scope) -> Callable[[Item], bool]:
    """What a filter lets through."""
    return (lambda item: condition.holds(item, scope)) if condition else (lambda _: True)


def in_order(orders: list[Order], items: dict[Order, Any], *, after: Order | None, forward: bool) -> Iterator[Item]:
    """A partition's items, from behind a place to the end that is asked for."""
    if forward:
        start = 0 if after is None else bisect_right(orders, after)
        coming: Iterable[int] = range(start, len(orders))
    else:
        start = len(orders) if after is None else bisect_left(orders, after)
        coming = range(start - 1, -1, -1)
    return (items[orders[at]] for at in coming)
