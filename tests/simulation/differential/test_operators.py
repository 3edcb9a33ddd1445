"""Every operator of conditions with every kind of value, against moto: few enough to ask all."""

from typing import Any

import pytest

from tests.simulation.differential.pairs import TABLE, Pair

VALUES: tuple[dict[str, Any], ...] = (
    {"S": "a"},
    {"S": "ab"},
    {"S": "b"},
    {"N": "1"},
    {"N": "1.5"},
    {"N": "10"},
    {"SS": ["a", "b"]},
    {"L": [{"S": "a"}, {"N": "1"}]},
    {"M": {"a": {"S": "a"}}},
    {"BOOL": True},
    {"BOOL": False},
    {"NULL": True},
)
ORDERED, TEXTS = VALUES[:6], VALUES[:3]
WITHIN: dict[str, tuple[dict[str, Any], ...]] = {
    "x = :v": VALUES[:-1],
    "x <> :v": VALUES[:-1],
    "x < :v": ORDERED,
    "x <= :v": ORDERED,
    "x > :v": ORDERED,
    "x >= :v": ORDERED,
    "NOT x < :v": ORDERED,
    "x IN (:v)": VALUES[:-1],
    "x BETWEEN :v AND :v": ORDERED,
}
"""By the question, what is asked for, of items with a value of its kind: moto holds 1 for true and what is missing for
null, and falls over another kind.
"""
ACROSS: dict[str, tuple[dict[str, Any], ...]] = {
    "contains (x, :v)": ORDERED,
    "begins_with (x, :v)": TEXTS,
    "attribute_exists (x) AND NOT attribute_not_exists (x) OR x = :v": VALUES[:1],
    "attribute_type (x, :v)": tuple({"S": each} for each in ("S", "N", "SS", "L", "M", "BOOL", "NULL")),
}
"""Of items with a value of any kind, or none."""
ALL = "all"


@pytest.fixture
def pair(_moto: None) -> Pair:
    """Each with an item for each value, among all, and among its kind."""
    both = Pair()
    for number, value in enumerate(VALUES):
        for partition in (ALL, *value):
            _put(both, partition, f"{number:02}", {"x": value})
    for partition in {ALL, *(kind for value in VALUES for kind in value)}:
        _put(both, partition, "none", {})
    return both


def _put(both: Pair, partition: str, part: str, more: dict[str, Any]) -> None:
    item = {"invoice_id": {"S": partition}, "part": {"S": part}, **more}
    for ask in (both.ask_model, both.ask_moto):
        ask("PutItem", {"TableName": TABLE, "Item": item})


def held(ask: Any, question: str, value: dict[str, Any], partition: str) -> list[str]:
    """The items of which it holds."""
    asked = {
        "TableName": TABLE,
        "KeyConditionExpression": "invoice_id = :i",
        "FilterExpression": question,
        "ExpressionAttributeValues": {":i": {"S": partition}, ":v": value},
    }
    return [each["part"]["S"] for each in ask("Query", asked)["Items"]]


def test_they_hold_of_the_same_items_of_a_kind(pair: Pair) -> None:
    for question, value in ((each, value) for each, values in WITHIN.items() for value in values):
        [kind] = value
        ours, theirs = (held(ask, question, value, kind) for ask in (pair.ask_model, pair.ask_moto))
        assert ours == theirs, (question, value)


def test_they_hold_of_the_same_items_of_any_kind(pair: Pair) -> None:
    for question, value in ((each, value) for each, values in ACROSS.items() for value in values):
        ours, theirs = (held(ask, question, value, ALL) for ask in (pair.ask_model, pair.ask_moto))
        assert ours == theirs, (question, value)


def test_what_is_of_another_kind_is_neither_equal_nor_above_nor_below(pair: Pair) -> None:
    for sign in ("=", "<=", ">="):
        assert set(held(pair.ask_model, f"x {sign} :v", {"N": "1"}, ALL)) <= {"03", "04", "05"}
    assert "09" in held(pair.ask_model, "x <> :v", {"N": "1"}, ALL)
