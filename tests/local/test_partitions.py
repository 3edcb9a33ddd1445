"""Our queries and moto's own find the same, in the same order and the same pages."""

from inspect import unwrap
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from moto.dynamodb.models.table import Table

from local.partitions import partitions

PLAIN, RANGED, INDEX = "plain", "ranged", "by_note"
QUERIES: dict[str, dict[str, Any]] = {
    "a partition": {},
    "backwards": {"ScanIndexForward": False},
    "some": {"Limit": 2},
    "a range": {"KeyConditionExpression": "id = :id AND part > :part"},
    "those that suit": {"FilterExpression": "note = :note"},
    "a count": {"Select": "COUNT"},
    "nobody": {"ExpressionAttributeValues": {":id": {"S": "nobody"}}},
    "of a plain table": {"TableName": PLAIN},
    "nobody of a plain table": {"TableName": PLAIN, "ExpressionAttributeValues": {":id": {"S": "nobody"}}},
    "an index": {"IndexName": INDEX, "KeyConditionExpression": "note = :note"},
}


@pytest.fixture
def client(aws_world: None) -> Any:
    """Two tables with the same items, but that one keeps the last of each partition only."""
    made = boto3.client("dynamodb")
    _fill(made)
    return made


def _fill(client: Any) -> None:
    def key(name: str, kind: str) -> dict[str, str]:
        return {"AttributeName": name, "KeyType": kind}

    index: Any = {"IndexName": INDEX, "KeySchema": [key("note", "HASH")], "Projection": {"ProjectionType": "ALL"}}
    for name, keys in ((PLAIN, [key("id", "HASH")]), (RANGED, [key("id", "HASH"), key("part", "RANGE")])):
        named = [each["AttributeName"] for each in (*keys, *index["KeySchema"])]
        client.create_table(
            TableName=name,
            KeySchema=keys,
            AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in named],
            GlobalSecondaryIndexes=[index],
            BillingMode="PAY_PER_REQUEST",
        )
        for number in (3, 1, 4, 2, 5):
            for partition in "ab":
                item = {"id": {"S": partition}, "part": {"S": f"{number}"}, "note": {"S": f"{number % 2}"}}
                client.put_item(TableName=name, Item=item)


def pages(client: Any, query: dict[str, Any]) -> list[Any]:
    """All that a query answers, until there is no more."""
    asked: dict[str, Any] = {"TableName": RANGED, "KeyConditionExpression": "id = :id", **query}
    text = f"{asked['KeyConditionExpression']} {asked.get('FilterExpression', '')}".split()
    values = {":id": {"S": "a"}, ":part": {"S": "2"}, ":note": {"S": "1"}}
    asked.setdefault("ExpressionAttributeValues", {name: value for name, value in values.items() if name in text})
    found = [client.query(**asked)]
    while last := found[-1].get("LastEvaluatedKey"):
        found.append(client.query(**asked, ExclusiveStartKey=last))
    return [{**page, "ResponseMetadata": None} for page in found]


@pytest.mark.parametrize("case", QUERIES)
def test_a_query_finds_what_motos_finds(client: Any, case: str) -> None:
    with partitions():
        ours = pages(client, QUERIES[case])
    with patch.object(Table, "query", unwrap(Table.query)):
        assert pages(client, QUERIES[case]) == ours


def test_a_query_of_a_table_does_not_look_at_the_rest_of_it(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Table, "all_items")
    with partitions():
        assert len(pages(client, {})[0]["Items"]) == 5
