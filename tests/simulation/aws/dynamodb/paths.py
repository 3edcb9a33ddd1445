"""Document paths: `a`, `#name.b`, `list[2]`; read from an item, and written into a copy of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.simulation.aws.dynamodb.tokens import RESERVED, Tokens
from tests.simulation.aws.dynamodb.values import Value, invalid

type Place = tuple[str | int, ...]
"""The names and positions that lead to a value, with no `#name` left in it."""
type Found = Value | None


@dataclass(frozen=True, slots=True)
class Path:
    """As it is written."""

    steps: Place

    def place(self, names: Mapping[str, str]) -> Place:
        """Where it leads, by the request's names, which are known to be there."""
        return tuple(names[step] if isinstance(step, str) and step[0] == "#" else step for step in self.steps)


def read_path(tokens: Tokens) -> Path:
    """Read one."""
    steps: list[str | int] = [_name(tokens)]
    while tokens.peek() in (".", "["):
        if tokens.next() == ".":
            steps.append(_name(tokens))
            continue
        if not tokens.peek().isdigit():
            raise tokens.error()
        steps.append(int(tokens.next()))
        tokens.expect("]")
    return Path(tuple(steps))


def _name(tokens: Tokens) -> str:
    word = tokens.peek()
    if not word or not (word[0] == "#" or word[0].isalpha()):
        raise tokens.error()
    if word[0] == "#":
        tokens.names.add(word)
    elif word.upper() in RESERVED:
        raise tokens.refuse(f"Attribute name is a reserved keyword; reserved keyword: {word}")
    else:
        tokens.words.add(word)
    return tokens.next()


def at(item: Mapping[str, Value], place: Place) -> Found:
    """What is there."""
    found = item.get(str(place[0]))
    for step in place[1:]:
        if found is None:
            return None
        found = _child(found, step)
    return found


def _child(value: Value, step: str | int) -> Found:
    if isinstance(step, str):
        found: Found = value.get("M", {}).get(step)
        return found
    held = value.get("L", [])
    return held[step] if step < len(held) else None


def put(item: dict[str, Value], place: Place, value: Found) -> None:
    """Write it into a copy of an item, making anew what it lies in; None takes out what is there."""
    if len(place) == 1:
        _into(item, place[0], value)
        return
    parent = at(item, place[:-1])
    kind = "M" if isinstance(place[-1], str) else "L"
    if parent is None or kind not in parent:
        raise invalid("The document path provided in the update expression is invalid for update")
    inside: Any = parent[kind].copy()
    _into(inside, place[-1], value)
    put(item, place[:-1], {kind: inside})


def _into(inside: Any, step: str | int, value: Found) -> None:
    if value is None:
        if isinstance(step, str):
            inside.pop(step, None)
        elif step < len(inside):
            del inside[step]
    elif isinstance(step, str) or step < len(inside):
        inside[step] = value
    else:
        inside.append(value)


def overlapping(places: list[Place]) -> tuple[Place, Place] | None:
    """Two of them of which one lies in the other."""
    inside = sorted(places, key=lambda place: tuple((isinstance(step, int), step) for step in place))
    return next(((one, two) for one, two in pairwise(inside) if two[: len(one)] == one), None)
