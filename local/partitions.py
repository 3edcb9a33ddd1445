"""DynamoDB's queries, as moto does not make them: they read the partition that they ask for, not the whole table."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from inspect import signature
from typing import Any
from unittest.mock import patch

from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table


@contextmanager
def partitions() -> Iterator[None]:
    """While this lasts, a query of a table is as fast as what it finds is small; one of an index is moto's own."""
    with patch.object(Table, "query", _of_a_partition(Table.query)):
        yield


def _of_a_partition(query: Callable[..., Any]) -> Callable[..., Any]:
    asked = signature(query)

    @wraps(query)
    def of_a_partition(table: Table, *args: Any, **named: Any) -> Any:
        given = asked.bind(table, *args, **named).arguments
        hash_key = given["hash_key"]
        whole = given.get("index_name") or hash_key is None
        return query(table if whole else _Partition(table, hash_key), *args, **named)

    return of_a_partition


class _Partition:
    """The table for a query of moto's, with the items of one partition in it. The query sorts them itself."""

    def __init__(self, table: Table, hash_key: DynamoType) -> None:
        self._table, self._hash_key = table, hash_key

    def all_items(self) -> list[Item]:
        held: Any = self._table.items.get(self._hash_key, {})
        return list(held.values()) if isinstance(held, dict) else [held]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)
