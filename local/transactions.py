"""DynamoDB's transactions, as moto does not keep them: all or nothing, for everybody at once.

moto copies every table that a transaction touches, and puts the copies back when it refuses: that takes as long as the
tables are large, and what others wrote meanwhile is lost. Here only the items of the transaction are put back, its
records reach a table's stream when it has succeeded, and no other call sees a half of it.
"""

import copy
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import wraps
from threading import RLock
from typing import Any
from unittest.mock import patch

from moto.core.exceptions import JsonRESTError
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import StreamShard, Table
from moto.dynamodb.responses import DynamoHandler

type Transact = Callable[[Any, list[dict[str, Any]]], None]


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """While this lasts, moto's transactions are DynamoDB's; what they answer, and what they refuse, stays moto's."""
    with (
        patch.object(DynamoHandler, "call_action", _one_at_a_time(DynamoHandler.call_action)),
        patch.object(DynamoDBBackend, "transact_write_items", _restoring(DynamoDBBackend.transact_write_items)),
    ):
        yield


def _one_at_a_time(call: Callable[[DynamoHandler], Any]) -> Callable[[DynamoHandler], Any]:
    """Reads too: moto's answers are views of items that a transaction may be changing. Python runs one at a time
    anyway, so that this costs nothing. Reentrant, for a stream of moto's may invoke a function in this thread.
    """
    lock = RLock()

    @wraps(call)
    def locked(handler: DynamoHandler) -> Any:
        with lock:
            return call(handler)

    return locked


def _restoring(transact: Transact) -> Transact:
    @wraps(transact)
    def restoring(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
        places = _places(backend, transact_items)
        with ExitStack() as streams:
            for table in {id(place.table): place.table for place in places}.values():
                streams.enter_context(_streamed_when_done(table))
            try:
                transact(_Uncopied(backend), transact_items)
            except BaseException:
                for place in places:
                    place.restore()
                raise

    return restoring


class _Uncopied:
    """The backend for a transaction of moto's: it has no tables that it could copy and put back."""

    def __init__(self, backend: DynamoDBBackend) -> None:
        self._backend = backend
        self.tables: dict[str, Table] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backend, name)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an item is, or is not, and the item as it was: a copy, for moto updates items in their place."""

    table: Table
    hash_key: DynamoType
    range_key: DynamoType | None
    before: Item | None

    def restore(self) -> None:
        ranged = self.range_key is not None
        items: Any = self.table.items[self.hash_key] if ranged else self.table.items
        key = self.range_key if ranged else self.hash_key
        if self.before is None:
            items.pop(key, None)
        else:
            items[key] = self.before


def _places(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> list[_Place]:
    """Those of the operations that make sense; moto refuses the others, in its own words."""
    found: list[_Place] = []
    for operation in (each for item in transact_items for each in item.values()):
        with suppress(JsonRESTError, KeyError):
            table = backend.get_table(operation["TableName"])
            keys = backend.get_keys_value(table, operation.get("Key") or operation["Item"])
            found.append(_Place(table, *keys, copy.deepcopy(table.get_item(*keys))))
    return found


@contextmanager
def _streamed_when_done(table: Table) -> Iterator[None]:
    """The table's stream learns of what happens inside when it has succeeded; else never."""
    shard: StreamShard | None = table.stream_shard
    if shard is None:
        yield
        return
    table.stream_shard = copy.copy(shard)
    table.stream_shard.items = list(shard.items)
    try:
        yield
        shard.items = table.stream_shard.items
    finally:
        table.stream_shard = shard
