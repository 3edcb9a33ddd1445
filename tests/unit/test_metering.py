"""The meter's own sums, held against DynamoDB's documented rules worked out by hand."""

from typing import Any

import pytest

from tests.metering.charges import read_many, read_one, written
from tests.metering.sizes import item_bytes, value_bytes
from tests.metering.stored import Index, Table

KEY = {"pk": {"S": "a"}}
TABLE = Table("T", ("pk",), (Index("by_at", ("at",), frozenset({"pk", "at", "name"})),))


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": "Łódź"}, 7),
        ({"N": "0"}, 1),
        ({"N": "27"}, 2),
        ({"N": "-1500"}, 3),
        ({"N": "123.45"}, 4),
        ({"B": "AAEC"}, 3),
        ({"BOOL": True}, 1),
        ({"SS": ["ab", "c"]}, 3),
        ({"L": []}, 3),
        ({"L": [{"S": "ab"}, {"N": "1"}]}, 3 + 1 + 2 + 1 + 2),
        ({"M": {"ab": {"N": "1"}}}, 3 + 1 + 2 + 2),
    ],
)
def test_a_value_takes_what_is_documented(value: dict[str, Any], size: int) -> None:
    assert value_bytes(value) == size
    assert item_bytes({"name": value}) == size + 4


def item(size: int, **more: str) -> dict[str, Any]:
    """Of so many bytes in all."""
    whole = {**KEY, **{name: {"S": text} for name, text in more.items()}}
    return {**whole, "x": {"S": "x" * (size - item_bytes(whole) - 1)}}


def units(before: Any, after: Any, *, times: int = 1) -> list[float]:
    return [each.write for each in written(TABLE, KEY, before, after, times=times)]


def test_a_write_is_charged_by_the_larger_of_before_and_after_and_twice_in_a_transaction() -> None:
    assert units(None, item(1024)) == [1]
    assert units(None, item(1025)) == [2]
    assert units(item(1025), item(100)) == [2]
    assert units(item(1025), item(1025), times=2) == [4]


def test_an_index_is_charged_for_what_moves_in_it_alone() -> None:
    there, elsewhere = item(1500, at="1", name="n"), item(1500, at="2", name="n")
    assert units(item(1500), there) == [2, 1]
    assert units(there, item(1600, at="1", name="n")) == [2]
    assert units(there, item(1500, at="1", name="m")) == [2, 1]
    assert units(there, elsewhere) == [2, 2]
    assert units(there, item(1500), times=2) == [4, 1]


def test_a_query_is_charged_for_all_that_it_reads_together_and_a_key_by_itself() -> None:
    assert read_many(TABLE, "", [item(1000)] * 5, times=0.5).read == 1.0
    assert read_many(TABLE, "by_at", [item(3000, at="1", name="n")] * 5, times=0.5).read == 0.5
    assert read_many(TABLE, "", [], times=0.5).read == 0.5
    assert read_one(TABLE, KEY, item(4097), times=2).read == 4
