"""Many at once: nobody loses what a transaction of another gave up, and nobody sees a half of one."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from inspect import unwrap
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from moto.dynamodb.responses import DynamoHandler

from local.transactions import all_or_nothing

TABLE, ROUNDS = "some", 40
NEVER: Any = {"ConditionCheck": {"TableName": TABLE, "Key": {"id": {"S": "nobody"}}}}
NEVER["ConditionCheck"]["ConditionExpression"] = "attribute_exists(id)"


@pytest.fixture
def client(aws_world: None) -> Iterator[Any]:
    """An empty table, while threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    # Other tests of this process may have put ours in its place, and its lock would hide that there is none.
    with patch.object(DynamoHandler, "call_action", unwrap(DynamoHandler.call_action)), all_or_nothing():
        made = boto3.client("dynamodb")
        made.create_table(
            TableName=TABLE,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        sys.setswitchinterval(1e-6)
        yield made
        sys.setswitchinterval(usual)


def an_item(name: str, note: str) -> dict[str, Any]:
    return {"TableName": TABLE, "Item": {"id": {"S": name}, "note": {"S": note}}}


def write_both(client: Any, note: str, *more: Any) -> None:
    client.transact_write_items(TransactItems=[*({"Put": an_item(name, note)} for name in "ab"), *more])


def notes(client: Any) -> set[str]:
    """What both say: one thing, if they are written together."""
    gets = [{"Get": {"TableName": TABLE, "Key": {"id": {"S": name}}}} for name in "ab"]
    return {each["Item"]["note"]["S"] for each in client.transact_get_items(TransactItems=gets)["Responses"]}


def test_what_others_write_outlives_a_refusal_and_a_half_is_never_seen(client: Any) -> None:
    seen: list[set[str]] = []

    def refused(number: int) -> None:
        with pytest.raises(client.exceptions.TransactionCanceledException):
            write_both(client, f"refused {number}", NEVER)

    acts: list[Callable[[int], Any]] = [
        refused,
        lambda number: write_both(client, f"taken {number}"),
        lambda number: client.put_item(**an_item(f"alone {number}", "")),
        lambda _: seen.append(notes(client)),
    ]
    write_both(client, "taken")
    with ThreadPoolExecutor(len(acts)) as pool:
        # Each in a thread of its own, over and over; a failure of one is raised here.
        list(pool.map(lambda act: [act(number) for number in range(ROUNDS)], acts))

    found = {item["id"]["S"] for item in client.scan(TableName=TABLE)["Items"]}
    assert found == {"a", "b", *(f"alone {number}" for number in range(ROUNDS))}
    assert {len(each) for each in seen} == {1}
    assert {note.split()[0] for each in seen for note in each} == {"taken"}
