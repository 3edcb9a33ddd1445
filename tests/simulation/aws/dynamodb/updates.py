"""Update expressions: every action sees the item as it was before all of them.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tests.simulation.aws.dynamodb.assigned import UNFIT, Term, added, read_assigned, there
from tests.simulation.aws.dynamodb.operands import Given
from tests.simulation.aws.dynamodb.paths import Found, Path, Place, at, overlapping, put, read_path
from tests.simulation.aws.dynamodb.scope import Scope, Used, used
from tests.simulation.aws.dynamodb.tokens import Tokens
from tests.simulation.aws.dynamodb.values import SETS, Value, invalid

CLAUSES = ("SET", "REMOVE", "ADD", "DELETE")


@dataclass(frozen=True, slots=True)
class Action:
    """One of a clause; what it is done with is absent from REMOVE."""

    clause: str
    path: Path
    term: Term | None = None

    def result(self, item: Mapping[str, Value], scope: Scope) -> Found:
        """What is at the path afterwards; None for nothing."""
        if self.term is None:
            return None
        value = there(self.term, item, scope)
        if self.clause == "SET":
            return value
        found = at(item, scope.place(self.path))
        return _grown(found, value) if self.clause == "ADD" else _shrunk(found, value)


@dataclass(frozen=True, slots=True)
class Update:
    """The actions, as they are written."""

    actions: tuple[Action, ...]

    def check(self, scope: Scope, keys: tuple[str, ...]) -> None:
        """No two at one place, none at a key, and what is added or deleted is a number or a set."""
        places = [scope.place(action.path) for action in self.actions]
        if twice := overlapping(places):
            raise invalid(
                "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of"
                f" these paths; path one: {list(twice[0])}, path two: {list(twice[1])}"
            )
        for place in places:
            if place[0] in keys:
                text = f"Cannot update attribute {place[0]}. This attribute is part of the key"
                raise invalid(f"One or more parameter values were invalid: {text}")
        for action in self.actions:
            _fitting(action, scope)

    def done(self, item: Mapping[str, Value], scope: Scope) -> dict[str, Value]:
        """The item afterwards, made anew."""
        results = [(scope.place(action.path), action.result(item, scope)) for action in self.actions]
        after = dict(item)
        for place, value in results:
            if value is not None:
                put(after, place, value)
        # From the end of a list to its beginning, so that positions stay what they were.
        for place in sorted((place for place, value in results if value is None), key=_position, reverse=True):
            put(after, place, None)
        return after

    def places(self, scope: Scope) -> list[Place]:
        """What it may change."""
        return [scope.place(action.path) for action in self.actions]


@lru_cache(maxsize=1024)
def read_update(text: str) -> tuple[Update, Used]:
    """The update that reads so, and what it speaks of."""
    tokens = Tokens("UpdateExpression", text)
    actions: list[Action] = []
    seen: set[str] = set()
    while tokens.peek():
        clause = tokens.took(*CLAUSES)
        if not clause:
            raise tokens.error()
        if clause in seen:
            raise tokens.refuse(f'The "{clause}" section can only be used once in an update expression;')
        seen.add(clause)
        actions.append(_READERS[clause](tokens))
        while tokens.took(","):
            actions.append(_READERS[clause](tokens))
    return Update(tuple(actions)), used(tokens)


def _read_set(tokens: Tokens) -> Action:
    path = read_path(tokens)
    tokens.expect("=")
    return Action("SET", path, read_assigned(tokens))


def _read_remove(tokens: Tokens) -> Action:
    return Action("REMOVE", read_path(tokens))


def _read_with_value(clause: str) -> Callable[[Tokens], Action]:
    def read(tokens: Tokens) -> Action:
        path = read_path(tokens)
        if not tokens.peek().startswith(":"):
            raise tokens.error()
        return Action(clause, path, Given(tokens.value()))

    return read


_READERS: dict[str, Callable[[Tokens], Action]] = {
    "SET": _read_set,
    "REMOVE": _read_remove,
    "ADD": _read_with_value("ADD"),
    "DELETE": _read_with_value("DELETE"),
}


def _fitting(action: Action, scope: Scope) -> None:
    if action.clause not in ("ADD", "DELETE") or not isinstance(action.term, Given):
        return
    [kind] = scope.values[action.term.name]
    if kind not in SETS and not (kind == "N" and action.clause == "ADD"):
        text = "Incorrect operand type for operator or function"
        raise invalid(f"Invalid UpdateExpression: {text}; operator: {action.clause}, operand type: {kind}")


def _grown(found: Found, value: Value) -> Value:
    if found is None:
        return value
    [kind] = value
    if kind == "N":
        return added(found, value)
    if kind not in found:
        raise invalid(UNFIT)
    return {kind: sorted({*found[kind], *value[kind]})}


def _shrunk(found: Found, value: Value) -> Found:
    [kind] = value
    if found is None:
        return None
    if kind not in found:
        raise invalid(UNFIT)
    left = sorted(set(found[kind]) - set(value[kind]))
    return {kind: left} if left else None


def _position(place: Place) -> tuple[tuple[bool, str | int], ...]:
    return tuple((isinstance(step, int), step) for step in place)
