"""Attribute values as DynamoDB has them: `{"S": "text"}`, checked, made canonical and copied once, when they come in.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
"""

from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import lru_cache
from typing import Any

from tests.simulation.aws.refusal import Refusal

type Value = dict[str, Any]
"""One type and its content. Nobody changes one that is stored: what changes is made anew."""

DEEPEST, DIGITS, HIGHEST, LOWEST = 32, 38, 125, -130
_EXACT = Context(prec=DIGITS, traps=[Inexact, InvalidOperation])
SETS = {"SS": "S", "NS": "N", "BS": "B"}
ORDERED = ("S", "N", "B")
_NAMES = {"SS": "string", "NS": "number", "BS": "binary"}
INVALID = "One or more parameter values were invalid: "


def invalid(text: str) -> Refusal:
    """What DynamoDB says of parameters that cannot be."""
    return Refusal("ValidationException", text)


def canonical(value: Any, depth: int = 0) -> Value:
    """A copy of it that equals every other spelling of the same; Refusal for what is none."""
    if not isinstance(value, dict) or len(value) != 1:
        raise invalid("Supplied AttributeValue has more than one datatypes set, must contain exactly one")
    [(kind, content)] = value.items()
    if kind in ("S", "BOOL"):
        return {kind: _typed(content, str if kind == "S" else bool)}
    if kind == "N":
        return {"N": number(_typed(content, str))}
    if kind in ("M", "L"):
        return {kind: _inside(kind, content, depth + 1)}
    if kind in SETS:
        return {kind: _members(kind, content)}
    if kind == "B":
        return {"B": bytes(content)}
    if kind == "NULL" and content is True:
        return {"NULL": True}
    raise invalid(f"{INVALID}Null attribute value types must have the value of true")


def copied(value: Value) -> Value:
    """For a caller, who may change it."""
    [(kind, content)] = value.items()
    if kind == "M":
        return {"M": {name: copied(each) for name, each in content.items()}}
    if kind == "L":
        return {"L": [copied(each) for each in content]}
    return {kind: list(content)} if kind in SETS else {kind: content}


@lru_cache(maxsize=4096)
def number(text: str) -> str:
    """The one spelling of a number that DynamoDB gives back."""
    try:
        read = _EXACT.create_decimal(text).normalize(_EXACT)
    except Inexact as problem:
        raise invalid("Attempting to store more than 38 significant digits in a Number") from problem
    except InvalidOperation as problem:
        raise invalid(f"The parameter cannot be converted to a numeric value: {text}") from problem
    if not read.is_finite():
        raise invalid(f"The parameter cannot be converted to a numeric value: {text}")
    if read and not LOWEST <= read.adjusted() <= HIGHEST:
        raise invalid("Number overflow. Attempting to store a number with magnitude larger than supported range")
    return format(read, "f") if read else "0"


def ordered(value: Value) -> Any:
    """What sorts as DynamoDB sorts: text by its UTF-8 (as Python's code points do), numbers, bytes."""
    [(kind, content)] = value.items()
    return Decimal(content) if kind == "N" else content


def size_of(value: Value) -> int:
    """Bytes of the value.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
    """
    [(kind, content)] = value.items()
    if kind == "S":
        return len(content) if content.isascii() else len(content.encode())
    if kind == "N":
        return len(content.strip("-").replace(".", "").strip("0")) // 2 + 2
    if kind == "M":
        return 3 + sum(len(name.encode()) + 1 + size_of(each) for name, each in content.items())
    if kind == "L":
        return 3 + sum(1 + size_of(each) for each in content)
    if kind in SETS:
        return sum(size_of({SETS[kind]: each}) for each in content)
    return len(content) if kind == "B" else 1


def _typed(content: Any, kind: type) -> Any:
    if not isinstance(content, kind):
        raise invalid(f"The value {content!r} is not of the type {kind.__name__}")
    return content


def _inside(kind: str, content: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise invalid("Nesting Levels have exceeded supported limits")
    if kind == "L":
        return [canonical(each, depth) for each in content]
    return {name: canonical(each, depth) for name, each in content.items()}


def _members(kind: str, content: Any) -> list[Any]:
    if not content:
        raise invalid(f"{INVALID}An {_NAMES[kind]} set  may not be empty")
    members = [canonical({SETS[kind]: each})[SETS[kind]] for each in content]
    if len(set(members)) < len(members):
        raise invalid(f"{INVALID}Input collection [{', '.join(map(str, content))}] contains duplicates.")
    return sorted(members)
