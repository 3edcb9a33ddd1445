"""What moto's tables hold, and which indexes they have: looked at from beside, so that nobody is charged for it."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from moto.backends import get_backend
from moto.dynamodb.models.dynamo_type import DynamoType

from local.template import translate
from tests.metering.sizes import Item


@dataclass(frozen=True, slots=True)
class Index:
    """A global secondary index: its key, and what it takes along; None is everything."""

    name: str
    key: tuple[str, ...]
    along: frozenset[str] | None

    def entry(self, item: Item | None) -> Item | None:
        """What the index holds of an item; None when the item is not in it."""
        if item is None or not all(name in item for name in self.key):
            return None
        return {name: value for name, value in item.items() if self.along is None or name in self.along}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the template."""

    name: str
    key: tuple[str, ...]
    indexes: tuple[Index, ...]

    def item(self, key: Item) -> Item | None:
        """The item with that key, as it goes over the wire."""
        held = _moto(self.name)
        found: Any = held.get_item(*(DynamoType(key[name]) for name in self.key))
        return deepcopy(found.to_json()["Attributes"]) if found else None  # moto changes items in their place

    def index(self, name: str) -> Index:
        """Raises StopIteration for none."""
        return next(each for each in self.indexes if each.name == name)


@cache
def table(name: str) -> Table:
    """By its name, which is its logical id in tests."""
    properties = translate()["Resources"][name]["Properties"]
    key = _key(properties)
    return Table(name, key, tuple(_indexes(properties.get("GlobalSecondaryIndexes", ()), key)))


def _indexes(described: Any, key: tuple[str, ...]) -> Iterator[Index]:
    for each in described:
        own, projection = _key(each), each["Projection"]
        along = frozenset({*key, *own, *projection.get("NonKeyAttributes", ())})
        yield Index(each["IndexName"], own, None if projection["ProjectionType"] == "ALL" else along)


def _key(properties: Any) -> tuple[str, ...]:
    return tuple(each["AttributeName"] for each in properties["KeySchema"])


def _moto(name: str) -> Any:
    return get_backend("dynamodb")["123456789012"]["us-east-1"].tables[name]
