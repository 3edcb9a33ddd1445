"""Every action of updates on every kind of value, against moto: few enough to ask all."""

from typing import Any

import pytest

from tests.simulation.differential.pairs import TABLE, Pair
from tests.simulation.differential.strictness import KEY

BEFORE: tuple[dict[str, Any] | None, ...] = (
    None,
    {"S": "a"},
    {"N": "1.5"},
    {"SS": ["a", "b"]},
    {"SS": ["a"]},
    {"L": [{"S": "a"}]},
    {"M": {"y": {"S": "a"}}},
)
NUMBERS, STRING_SETS = ({"N": "2"}, {"N": "-1.5"}), ({"SS": ["a"]}, {"SS": ["b", "c"]})
LISTS: tuple[dict[str, Any], ...] = ({"L": []}, {"L": [{"S": "b"}, {"N": "1"}]})
ACTIONS: dict[str, tuple[dict[str, Any], ...]] = {
    "SET x = :v": (*NUMBERS, *LISTS),
    "SET x = if_not_exists (x, :v)": ({"S": "b"},),
    "SET x = x + :v": NUMBERS,
    "SET x = x - :v": NUMBERS,
    "SET x = if_not_exists (x, :v) + :v": NUMBERS,
    "SET x = list_append (x, :v)": LISTS,
    "SET x = list_append (:v, if_not_exists (x, :v))": LISTS,
    "SET x = list_append (if_not_exists (x, :v), :v)": LISTS,
    "SET other = x, n = :v": NUMBERS,
    "SET n = :v REMOVE x": NUMBERS,
    "ADD x :v": (*NUMBERS, *STRING_SETS),
    "DELETE x :v": STRING_SETS,
}


@pytest.mark.usefixtures("_moto")
def test_the_item_is_the_same_afterwards() -> None:
    pair = Pair()
    for action, value in ((each, value) for each, values in ACTIONS.items() for value in values):
        for before in BEFORE:
            ours, theirs = (_updated(ask, before, action, value) for ask in (pair.ask_model, pair.ask_moto))
            assert ours == theirs, (action, before, value)


def _updated(ask: Any, before: dict[str, Any] | None, action: str, value: dict[str, Any]) -> Any:
    ask("PutItem", {"TableName": TABLE, "Item": {**KEY, **({"x": before} if before else {})}})
    asked = {"UpdateExpression": action, "ExpressionAttributeValues": {":v": value}, "ReturnValues": "ALL_NEW"}
    return ask("UpdateItem", {"TableName": TABLE, "Key": KEY, **asked})
