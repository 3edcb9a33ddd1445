"""Keys of tables and of indexes, and what DynamoDB refuses as one."""

from collections.abc import Mapping
from typing import Any

from tests.simulation.aws.dynamodb.schema import Keys, TableSchema
from tests.simulation.aws.dynamodb.values import INVALID, Value, canonical, invalid

LONGEST_HASH, LONGEST_RANGE = 2048, 1024
EMPTY = "The AttributeValue for a key attribute cannot contain an empty"
_NAMES = {"S": "string", "B": "binary"}


def read_key(schema: TableSchema, given: Mapping[str, Any]) -> dict[str, Value]:
    """The key of a request: exactly the attributes of the table's."""
    if set(given) != set(schema.keys.names):
        raise invalid("The provided key element does not match the schema")
    key = {name: canonical(value) for name, value in given.items()}
    if any(schema.keys.types[name] not in value for name, value in key.items()):
        raise invalid("The provided key element does not match the schema")
    check_key(schema.keys, key)
    return key


def check_key(keys: Keys, item: Mapping[str, Value]) -> None:
    """Each attribute is there, of its type, not empty, and not too long."""
    for name in keys.names:
        if name not in item:
            raise invalid(f"{INVALID}Missing the key {name} in the item")
        [(kind, content)] = item[name].items()
        if kind != keys.types[name]:
            raise invalid(f"{INVALID}Type mismatch for key {name} expected: {keys.types[name]} actual: {kind}")
        if not content:
            raise invalid(f"One or more parameter values are not valid. {EMPTY} {_NAMES[kind]} value. Key: {name}")
        _fits(name, content, LONGEST_HASH if name == keys.hash else LONGEST_RANGE)


def check_index_keys(schema: TableSchema, item: Mapping[str, Value]) -> None:
    """What an item has of an index's key is as that index wants it. It may lack it."""
    for index in schema.indexes:
        for name in index.keys.names:
            if name in item:
                _fits_index(index.name, index.keys, name, item[name])


def _fits_index(index: str, keys: Keys, name: str, value: Value) -> None:
    [(kind, content)] = value.items()
    if kind != keys.types[name]:
        text = f"Type mismatch for Index Key {name} Expected: {keys.types[name]} Actual: {kind} IndexName: {index}"
        raise invalid(f"{INVALID}{text}")
    if not content:
        raise invalid(
            "One or more parameter values are not valid. A value specified for a secondary index key is not supported."
            f" {EMPTY} {_NAMES[kind]} value. IndexName: {index}, IndexKey: {name}"
        )
    _fits(name, content, LONGEST_HASH if name == keys.hash else LONGEST_RANGE)


def _fits(name: str, content: Any, most: int) -> None:
    size = len(content.encode() if isinstance(content, str) else content)
    if size > most:
        which = "hashkey" if most == LONGEST_HASH else "rangekey"
        raise invalid(f"{INVALID}Size of {which} has exceeded the maximum size limit of{most} bytes: {name}")
