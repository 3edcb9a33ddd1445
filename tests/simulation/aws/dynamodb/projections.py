"""Projection expressions: the parts of an item that are asked for."""

from functools import lru_cache
from typing import Any

from tests.simulation.aws.dynamodb.operands import Item
from tests.simulation.aws.dynamodb.paths import Path, Place, at, overlapping, read_path
from tests.simulation.aws.dynamodb.scope import Used, used
from tests.simulation.aws.dynamodb.tokens import Tokens
from tests.simulation.aws.dynamodb.values import Value, copied, invalid
from tests.simulation.aws.refusal import NotModelledError


@lru_cache(maxsize=256)
def read_projection(text: str) -> tuple[tuple[Path, ...], Used]:
    """The paths that it names, and what it speaks of."""
    tokens = Tokens("ProjectionExpression", text)
    paths = [read_path(tokens)]
    while tokens.took(","):
        paths.append(read_path(tokens))
    tokens.end()
    return tuple(paths), used(tokens)


def check_projection(places: list[Place]) -> None:
    """No two overlap. Only whole attributes are modelled: the code asks for no others."""
    if twice := overlapping(places):
        raise invalid(
            "Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of"
            f" these paths; path one: {list(twice[0])}, path two: {list(twice[1])}"
        )
    if any(len(place) > 1 for place in places):
        raise NotModelledError("ProjectionExpression with a path into an attribute")


def projected(item: Item, places: list[Place] | None) -> dict[str, Any]:
    """A copy of these attributes; of all, for None."""
    if places is None:
        return {name: copied(value) for name, value in item.items()}
    found: dict[str, Value] = {str(place[0]): value for place in places if (value := at(item, place)) is not None}
    return {name: copied(value) for name, value in found.items()}
