"""The names and values that a request gives to its expressions: every one defined, and every one used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.simulation.aws.dynamodb.paths import Path, Place
from tests.simulation.aws.dynamodb.tokens import Tokens
from tests.simulation.aws.dynamodb.values import Value, canonical, invalid
from tests.simulation.aws.refusal import Params

NAMES, VALUES = "ExpressionAttributeNames", "ExpressionAttributeValues"


@dataclass(frozen=True, slots=True)
class Scope:
    """What `#name` and `:value` stand for."""

    names: Mapping[str, str]
    values: Mapping[str, Value]

    def place(self, path: Path) -> Place:
        """Where the path leads."""
        return path.place(self.names)


@dataclass(frozen=True, slots=True)
class Used:
    """Which of them an expression speaks of."""

    kind: str
    names: frozenset[str]
    values: frozenset[str]
    words: frozenset[str]


def used(tokens: Tokens) -> Used:
    """By what has been read from these."""
    return Used(tokens.kind, frozenset(tokens.names), frozenset(tokens.values), frozenset(tokens.words))


def scope_of(params: Params, expressions: Iterable[Used]) -> Scope:
    """The request's; Refusal for what is not defined, or defined for nothing."""
    scope = Scope(_given(params, NAMES), {name: canonical(value) for name, value in _given(params, VALUES).items()})
    spoken = list(expressions)
    for each in spoken:
        _defined(each, scope)
    _all_used(NAMES, set(scope.names).difference(*(each.names for each in spoken)))
    _all_used(VALUES, set(scope.values).difference(*(each.values for each in spoken)))
    return scope


def _given(params: Params, what: str) -> dict[str, Any]:
    given = params.get(what)
    if given is None:
        return {}
    if not given:
        raise invalid(f"{what} must not be empty")
    sign = "#" if what == NAMES else ":"
    for name in given:
        if not (name[:1] == sign and name[1:].replace("_", "a").isalnum()):
            raise invalid(f'{what} contains invalid key: Syntax error; key: "{name}"')
    return dict(given)


def _defined(expression: Used, scope: Scope) -> None:
    for name in sorted(expression.names - scope.names.keys()):
        text = "An expression attribute name used in the document path is not defined; attribute name"
        raise invalid(f"Invalid {expression.kind}: {text}: {name}")
    for value in sorted(expression.values - scope.values.keys()):
        text = "An expression attribute value used in expression is not defined; attribute value"
        raise invalid(f"Invalid {expression.kind}: {text}: {value}")


def _all_used(what: str, left: set[str]) -> None:
    if left:
        raise invalid(f"Value provided in {what} unused in expressions: keys: {{{', '.join(sorted(left))}}}")
