"""Queries: of one partition of a table or of an index, in order, page by page.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.simulation.aws.dynamodb.conditions import Between, Both, Compare, Condition
from tests.simulation.aws.dynamodb.functions import Function
from tests.simulation.aws.dynamodb.indexes import Index
from tests.simulation.aws.dynamodb.operands import Attribute, Given
from tests.simulation.aws.dynamodb.schema import Keys
from tests.simulation.aws.dynamodb.scope import Scope
from tests.simulation.aws.dynamodb.values import Value, invalid

UNSUPPORTED = "Query key condition not supported"
_SIGNS = ("=", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class KeyCondition:
    """The partition that is asked for, and what the range key must be, if anything."""

    partition: Value
    within: Condition | None


def read_key_condition(condition: Condition, keys: Keys, scope: Scope) -> KeyCondition:
    """What DynamoDB allows: the hash key equals, and perhaps one thing about the range key."""
    condition.check("KeyConditionExpression", scope)
    partition: Value | None = None
    within: Condition | None = None
    for part in _parts(condition):
        name, values = _about(part, scope)
        _typed(keys, name, values)
        if name == keys.hash and isinstance(part, Compare) and part.sign == "=" and partition is None:
            partition = values[0]
        elif name == keys.range and name and within is None:
            within = part
        else:
            raise invalid(UNSUPPORTED)
    if partition is None:
        raise invalid(f"Query condition missed key schema element: {keys.hash}")
    return KeyCondition(partition, within)


def check_filter(spoken: set[str], keys: Keys) -> None:
    """A filter may not ask what the key condition is for."""
    for name in keys.names:
        if name in spoken:
            text = "Filter Expression can only contain non-primary key attributes"
            raise invalid(f"{text}: Primary key attribute: {name}")


def check_projected(index: Index, names: set[str]) -> None:
    """A global index has nothing but what it holds."""
    kept = index.schema.kept
    if kept is not None and (missing := sorted(names - kept)):
        text = f"Global secondary index {index.schema.name} does not project [{', '.join(missing)}]"
        raise invalid(f"One or more parameter values were invalid: {text}")


def _parts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, Both):
        yield from _parts(condition.left)
        yield from _parts(condition.right)
    else:
        yield condition


def _about(part: Condition, scope: Scope) -> tuple[str, list[Value]]:
    """The attribute that it speaks of, and the values that it compares it with."""
    operands: list[Any]
    match part:
        case Compare(sign, left, right) if sign in _SIGNS:
            operands = [left, right]
        case Between(operand, low, high):
            operands = [operand, low, high]
        case Function("begins_with", (first, second)):
            operands = [first, second]
        case _:
            raise invalid(UNSUPPORTED if isinstance(part, Compare | Function) else f"Invalid operator used: {part}")
    attribute, *others = operands
    if not isinstance(attribute, Attribute) or not all(isinstance(each, Given) for each in others):
        raise invalid(UNSUPPORTED)
    place = scope.place(attribute.path)
    if len(place) > 1:
        raise invalid(UNSUPPORTED)
    return str(place[0]), [scope.values[each.name] for each in others]


def _typed(keys: Keys, name: str, values: list[Value]) -> None:
    for value in values:
        [(kind, content)] = value.items()
        if name in keys.types and kind != keys.types[name]:
            raise invalid(
                "One or more parameter values were invalid: Condition parameter type does not match schema type"
            )
        if name in keys.types and not content:
            text = "The AttributeValue for a key attribute cannot contain an empty string value. Key: "
            raise invalid(f"One or more parameter values are not valid. {text}{name}")
