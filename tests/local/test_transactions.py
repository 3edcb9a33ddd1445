"""Our transactions and moto's own, on the same inputs: the same answers, and the same tables and streams afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from inspect import unwrap
from typing import Any
from unittest.mock import patch

import pytest
from moto.core.exceptions import JsonRESTError
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import StreamRecord

from local.transactions import all_or_nothing

PLAIN, RANGED = "plain", "ranged"
type Operation = dict[str, Any]


def a_key(table: str, name: str) -> dict[str, Any]:
    return {"id": {"S": name}} | ({"part": {"S": "p"}} if table == RANGED else {})


def of(table: str, name: str, condition: str = "", **more: Any) -> dict[str, Any]:
    asked = {"ConditionExpression": condition} if condition else {}
    return {"TableName": table, "Key": a_key(table, name), **asked, **more}


def put(table: str, name: str, condition: str = "", **more: Any) -> Operation:
    operation = of(table, name, condition, **more)
    return {"Put": operation | {"Item": operation.pop("Key") | {"note": {"S": "put"}, "list": {"L": [{"N": "1"}]}}}}


def update(table: str, name: str, condition: str = "", expression: str = "SET #n = :v ADD hits :one") -> Operation:
    names = {"#n": "note"} if "#n" in expression else {}
    values = {each: value for each, value in ((":v", {"S": "new"}), (":one", {"N": "1"})) if each in expression}
    more = {"UpdateExpression": expression, "ExpressionAttributeValues": values}
    return {"Update": of(table, name, condition, **more, **({"ExpressionAttributeNames": names} if names else {}))}


def delete(table: str, name: str, condition: str = "") -> Operation:
    return {"Delete": of(table, name, condition)}


def check(table: str, name: str, condition: str, **more: Any) -> Operation:
    return {"ConditionCheck": of(table, name, condition, **more)}


IS_THERE, IS_NOT = "attribute_exists(id)", "attribute_not_exists(id)"
ALL_KINDS = (
    put(PLAIN, "new"),
    put(RANGED, "old"),
    update(PLAIN, "old"),
    update(RANGED, "new"),
    delete(PLAIN, "gone"),
    delete(RANGED, "never"),
    check(PLAIN, "third", IS_THERE),
)
INPUTS: dict[str, tuple[Operation, ...]] = {
    "all kinds": ALL_KINDS,
    "nothing": (),
    "the first refused": (put(PLAIN, "third", IS_NOT), *ALL_KINDS[:6]),
    "the last refused": (*ALL_KINDS, check(RANGED, "old", IS_NOT)),
    "the last refused, with what is there": (
        *ALL_KINDS,
        check(RANGED, "old", IS_NOT, ReturnValuesOnConditionCheckFailure="ALL_OLD"),
    ),
    "two refused": (update(PLAIN, "new", IS_THERE), *ALL_KINDS[1:], delete(RANGED, "gone", IS_NOT)),
    "an item twice": (*ALL_KINDS, update(PLAIN, "old", expression="SET hits = :one")),
    "an item put twice": (put(PLAIN, "new"), put(PLAIN, "new")),
    "an item deleted and asked for": (delete(RANGED, "old"), check(RANGED, "old", IS_THERE)),
    "an update that cannot be made": (*ALL_KINDS, update(PLAIN, "third", expression="SET hits = missing + :one")),
    "an update of a key": (*ALL_KINDS, update(PLAIN, "third", expression="SET id = :v")),
    "a table that is not there": (*ALL_KINDS, put("nowhere", "new")),
    "half a key": (*ALL_KINDS, {"Delete": {"TableName": RANGED, "Key": {"id": {"S": "gone"}}}}),
    "an item without its key": (*ALL_KINDS, {"Put": {"TableName": RANGED, "Item": {"id": {"S": "gone"}}}}),
    "an unknown kind": (*ALL_KINDS, {"Read": of(PLAIN, "third")}),
    "a hundred": tuple(put(PLAIN, f"n{number}") for number in range(100)),
    "a hundred and one": tuple(put(PLAIN, f"n{number}") for number in range(101)),
}


def a_backend() -> DynamoDBBackend:
    """Two tables with streams, and some items in each."""
    backend = DynamoDBBackend("us-east-1", "123456789012")
    keys = [{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "part", "KeyType": "RANGE"}]
    for name, schema in ((PLAIN, keys[:1]), (RANGED, keys)):
        backend.create_table(
            name,
            schema=schema,
            throughput=None,
            attr=[{"AttributeName": each["AttributeName"], "AttributeType": "S"} for each in schema],
            global_indexes=[],
            indexes=[],
            streams={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
            billing_mode="PAY_PER_REQUEST",
            sse_specification=None,
            tags=[],
            deletion_protection_enabled=False,
            warm_throughput=None,
        )
        for item in ("old", "gone", "third"):
            backend.put_item(name, a_key(name, item) | {"note": {"S": "first"}, "hits": {"N": "1"}})
    return backend


def after(backend: DynamoDBBackend) -> dict[str, Any]:
    """What the tables hold, and what their streams tell, but for when."""
    items = {name: [item.to_json() for item in table.all_items()] for name, table in backend.tables.items()}
    shards = {name: table.stream_shard for name, table in backend.tables.items()}
    told = {name: [_told(each) for each in shard.items] for name, shard in shards.items() if shard}
    return {"items": items, "told": told}


def _told(record: StreamRecord) -> dict[str, Any]:
    written = record.to_json()
    timed = ("ApproximateCreationDateTime", "SizeBytes")
    change = {key: value for key, value in written["dynamodb"].items() if key not in timed}
    return {"event": written["eventName"], **change}


def answer(backend: DynamoDBBackend, operations: tuple[Operation, ...]) -> str:
    try:
        backend.transact_write_items(list(operations))
    except JsonRESTError as refusal:
        return f"{type(refusal).__name__}: {refusal.description}"
    return "done"


@contextmanager
def motos_own() -> Iterator[None]:
    """Other tests of this process may have put ours in its place."""
    with patch.object(DynamoDBBackend, "transact_write_items", unwrap(DynamoDBBackend.transact_write_items)):
        yield


@pytest.mark.parametrize("case", INPUTS)
def test_answers_tables_and_streams_are_motos(case: str) -> None:
    outcomes = []
    for transactions in (motos_own, all_or_nothing):
        backend = a_backend()
        with transactions():
            told = answer(backend, INPUTS[case])
        outcomes.append({"answer": told, **after(backend)})
    assert outcomes[0] == outcomes[1]


def test_these_inputs_are_both_taken_and_refused_in_several_ways() -> None:
    answers = {case: answer(a_backend(), operations).partition(":")[0] for case, operations in INPUTS.items()}
    assert {case for case, told in answers.items() if told == "done"} == {"all kinds", "nothing", "a hundred"}
    assert len(set(answers.values())) >= 4


@pytest.mark.parametrize("case", INPUTS)
def test_what_is_refused_changes_nothing(case: str) -> None:
    backend = a_backend()
    before = after(backend)
    with all_or_nothing():
        told = answer(backend, INPUTS[case])
    assert told == "done" or after(backend) == before


def test_several_operations_in_one_are_refused_and_undo_those_before() -> None:
    """Moto keeps what it had written by then."""
    backend = a_backend()
    before = after(backend)
    with all_or_nothing():
        told = answer(backend, (put(PLAIN, "new"), put(PLAIN, "other") | delete(PLAIN, "old")))
    assert told.startswith("TransactWriteSingleOpException")
    assert after(backend) == before


def test_a_refusal_leaves_tables_and_streams_where_their_readers_hold_them() -> None:
    backend = a_backend()
    tables, streams = dict(backend.tables), {name: table.stream_shard for name, table in backend.tables.items()}
    with all_or_nothing():
        for case in INPUTS.values():
            answer(backend, case)
    assert all(backend.tables[name] is table for name, table in tables.items())
    assert all(backend.tables[name].stream_shard is shard for name, shard in streams.items())
