"""How large DynamoDB takes an item to be, from the item as it goes over the wire.

Rules: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
"""

from base64 import b64decode
from collections.abc import Callable
from math import ceil
from typing import Any

type Item = dict[str, Any]

_CONTAINER, _ELEMENT = 3, 1


def item_bytes(item: Item) -> int:
    """Names and values, all in UTF-8 or raw bytes."""
    return sum(len(name.encode()) + value_bytes(value) for name, value in item.items())


def value_bytes(value: dict[str, Any]) -> int:
    """One value, `{"S": "text"}`. Raises KeyError for a type that DynamoDB does not have."""
    [(kind, content)] = value.items()
    return _SIZES[kind](content)


def _number(text: str) -> int:
    """A byte for two significant digits, and one; a minus is one more. Zeros at either end are not stored."""
    digits = text.lstrip("-").replace(".", "").strip("0")
    return ceil(len(digits) / 2) + 1 + text.startswith("-")


def _binary(content: str | bytes) -> int:
    return len(content if isinstance(content, bytes) else b64decode(content))


def _list(content: list[Any]) -> int:
    return _CONTAINER + sum(_ELEMENT + value_bytes(each) for each in content)


def _map(content: dict[str, Any]) -> int:
    return _CONTAINER + sum(_ELEMENT + len(name.encode()) + value_bytes(each) for name, each in content.items())


_SIZES: dict[str, Callable[[Any], int]] = {
    "S": lambda text: len(text.encode()),
    "N": _number,
    "B": _binary,
    "BOOL": lambda _: 1,
    "NULL": lambda _: 1,
    "SS": lambda texts: sum(len(text.encode()) for text in texts),
    "NS": lambda numbers: sum(map(_number, numbers)),
    "BS": lambda contents: sum(map(_binary, contents)),
    "L": _list,
    "M": _map,
}
