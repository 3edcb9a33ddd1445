"""Tables and their indexes as the template defines them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from local.template import translate


@dataclass(frozen=True, slots=True)
class Keys:
    """The attributes of a key, with their types; `range` is empty where there is none."""

    hash: str
    range: str
    types: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """One or two."""
        return (self.hash, self.range) if self.range else (self.hash,)


@dataclass(frozen=True, slots=True)
class IndexSchema:
    """A global secondary index; `kept` are the attributes that it holds, or None for all."""

    name: str
    keys: Keys
    kept: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A table; `ttl` is the attribute that says when an item ends, if any does."""

    name: str
    keys: Keys
    indexes: tuple[IndexSchema, ...]
    ttl: str
    streamed: bool

    def key_attributes(self) -> frozenset[str]:
        """Of the table and of every index."""
        return frozenset(self.keys.names).union(*(index.keys.names for index in self.indexes))


@cache
def schemas(template: Path) -> dict[str, TableSchema]:
    """The template's tables, by logical id."""
    resources = translate(template)["Resources"]
    found = {name: each["Properties"] for name, each in resources.items() if each["Type"] == "AWS::DynamoDB::Table"}
    return {name: _schema(name, properties) for name, properties in found.items()}


def _schema(name: str, properties: dict[str, Any]) -> TableSchema:
    types = {each["AttributeName"]: each["AttributeType"] for each in properties["AttributeDefinitions"]}
    keys = _keys(properties["KeySchema"], types)
    indexes = tuple(_index(each, keys, types) for each in properties.get("GlobalSecondaryIndexes", ()))
    ttl = properties.get("TimeToLiveSpecification", {}).get("AttributeName", "")
    return TableSchema(name, keys, indexes, ttl, "StreamSpecification" in properties)


def _index(given: dict[str, Any], table: Keys, types: dict[str, str]) -> IndexSchema:
    keys, projection = _keys(given["KeySchema"], types), given["Projection"]
    if projection["ProjectionType"] == "ALL":
        return IndexSchema(given["IndexName"], keys, None)
    kept = {*table.names, *keys.names, *projection.get("NonKeyAttributes", ())}
    return IndexSchema(given["IndexName"], keys, frozenset(kept))


def _keys(given: list[dict[str, str]], types: dict[str, str]) -> Keys:
    names = {each["KeyType"]: each["AttributeName"] for each in given}
    range_name = names.get("RANGE", "")
    return Keys(names["HASH"], range_name, {name: types[name] for name in (names["HASH"], range_name) if name})
