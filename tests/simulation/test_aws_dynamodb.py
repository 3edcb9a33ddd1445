"""What DynamoDB may do to anybody, and moto does to nobody."""

from datetime import timedelta
from typing import Any

import pytest

from tests.simulation.aws import Aws
from tests.simulation.aws.refusal import NotModelledError
from tests.simulation.aws_builders import an_aws, refusal_of

KEY = {"invoice_id": {"S": "inv_1"}, "part": {"S": "head"}}
TABLE = "InvoicesTable"


def put(aws: Aws, **attributes: dict[str, Any]) -> None:
    aws.call("dynamodb", "PutItem", {"TableName": TABLE, "Item": {**KEY, **attributes}})


def owed(aws: Aws) -> list[Any]:
    asked = {"KeyConditionExpression": "customer_id = :c", "ExpressionAttributeValues": {":c": {"S": "c"}}}
    found = aws.call("dynamodb", "Query", {"TableName": TABLE, "IndexName": "by_customer", **asked})
    return [item["due_key"]["S"] for item in found["Items"]]


def get(aws: Aws, *, consistent: bool) -> Any:
    asked = {"TableName": TABLE, "Key": KEY, "ConsistentRead": consistent}
    return aws.call("dynamodb", "GetItem", asked).get("Item", {}).get("s")


def test_an_index_follows_its_table_as_late_as_it_is_told() -> None:
    aws, hand = an_aws()
    aws.dynamodb.whims.lag = lambda _, index: timedelta(seconds=2 if index == "by_customer" else 0)
    put(aws, customer_id={"S": "c"}, due_key={"S": "1"})
    assert owed(aws) == []
    hand.pass_by(seconds=1)
    put(aws, customer_id={"S": "c"}, due_key={"S": "2"})
    hand.pass_by(seconds=1)
    assert owed(aws) == ["1"]
    hand.pass_by(seconds=1)
    assert owed(aws) == ["2"]


def test_who_does_not_ask_for_consistency_may_see_the_past() -> None:
    aws, hand = an_aws()
    put(aws, s={"S": "old"})
    aws.dynamodb.whims.lag = lambda _, index: timedelta(seconds=0 if index else 2)
    put(aws, s={"S": "new"})
    assert (get(aws, consistent=False), get(aws, consistent=True)) == ({"S": "old"}, {"S": "new"})
    hand.pass_by(seconds=2)
    assert get(aws, consistent=False) == {"S": "new"}


def test_a_transaction_by_the_same_token_is_done_once() -> None:
    aws, hand = an_aws()
    update = {"Update": {"TableName": TABLE, "Key": KEY, "UpdateExpression": "ADD n :1"}}
    update["Update"]["ExpressionAttributeValues"] = {":1": {"N": "1"}}
    asked = {"TransactItems": [update], "ClientRequestToken": "token"}
    for _ in range(2):
        aws.call("dynamodb", "TransactWriteItems", asked)
    [item] = aws.dynamodb.items(TABLE)
    assert item["n"] == {"N": "1"}

    other = {"TransactItems": [{"Delete": {"TableName": TABLE, "Key": KEY}}], "ClientRequestToken": "token"}
    assert refusal_of(aws, "dynamodb", "TransactWriteItems", other) == "IdempotentParameterMismatchException"
    hand.pass_by(minutes=10)
    aws.call("dynamodb", "TransactWriteItems", other)
    assert aws.dynamodb.items(TABLE) == []


def test_another_transaction_is_in_the_way() -> None:
    aws, _ = an_aws()
    aws.dynamodb.whims.busy = lambda _, place: place[0] == "inv_1"
    wish = {"TableName": TABLE, "Item": KEY}
    assert refusal_of(aws, "dynamodb", "PutItem", wish) == "TransactionConflictException"
    asked = {"TransactItems": [{"Put": wish}]}
    assert refusal_of(aws, "dynamodb", "TransactWriteItems", asked) == "TransactionCanceledException"
    assert aws.dynamodb.items(TABLE) == []


def test_a_batch_may_leave_keys_for_another_call() -> None:
    aws, _ = an_aws()
    put(aws)
    aws.dynamodb.whims.most_in_a_batch = 1
    other = {**KEY, "part": {"S": "z"}}
    answer = aws.call("dynamodb", "BatchGetItem", {"RequestItems": {TABLE: {"Keys": [KEY, other]}}})
    assert answer["Responses"] == {TABLE: [KEY]}
    assert answer["UnprocessedKeys"] == {TABLE: {"Keys": [other]}}


def test_a_full_page_names_its_end_though_nothing_comes_behind_it() -> None:
    aws, _ = an_aws()
    put(aws)
    asked: dict[str, Any] = {
        "TableName": TABLE,
        "KeyConditionExpression": "invoice_id = :i",
        "ExpressionAttributeValues": {":i": {"S": "inv_1"}},
        "Limit": 1,
    }
    first = aws.call("dynamodb", "Query", asked)
    assert first["LastEvaluatedKey"] == KEY
    second = aws.call("dynamodb", "Query", {**asked, "ExclusiveStartKey": KEY})
    assert (second["Items"], "LastEvaluatedKey" in second) == ([], False)


def test_a_page_holds_a_megabyte() -> None:
    aws, _ = an_aws()
    for number in range(4):
        item = {**KEY, "part": {"S": str(number)}, "s": {"S": "x" * 300_000}}
        aws.call("dynamodb", "PutItem", {"TableName": TABLE, "Item": item})
    asked = {"KeyConditionExpression": "invoice_id = :i", "ExpressionAttributeValues": {":i": {"S": "inv_1"}}}
    answer = aws.call("dynamodb", "Query", {"TableName": TABLE, **asked})
    assert (answer["Count"], answer["LastEvaluatedKey"]["part"]) == (3, {"S": "2"})


def test_what_has_ended_vanishes_late() -> None:
    aws, hand = an_aws()
    ends = {"portal_key": {"S": "k"}, "ttl": {"N": str(int(hand.now.timestamp()))}}
    aws.call("dynamodb", "PutItem", {"TableName": "PortalTable", "Item": ends})
    hand.pass_by(hours=1)
    assert aws.dynamodb.expire(ended_for=timedelta(hours=2)) == 0
    assert len(aws.dynamodb.items("PortalTable")) == 1
    assert aws.dynamodb.expire() == 1
    assert aws.dynamodb.items("PortalTable") == []


def test_what_is_answered_may_be_changed_without_harm() -> None:
    aws, _ = an_aws()
    put(aws, facts={"M": {"x": {"S": "kept"}}})
    found = aws.call("dynamodb", "GetItem", {"TableName": TABLE, "Key": KEY})["Item"]
    found["facts"]["M"]["x"]["S"] = "lost"
    [item] = aws.dynamodb.items(TABLE)
    assert item["facts"] == {"M": {"x": {"S": "kept"}}}


@pytest.mark.parametrize(
    ("operation", "more"), [("UpdateTable", {}), ("Query", {"QueryFilter": {}}), ("GetItem", {"AttributesToGet": []})]
)
def test_what_is_not_known_is_no_refusal(operation: str, more: dict[str, Any]) -> None:
    aws, _ = an_aws()
    with pytest.raises(NotModelledError):
        aws.call("dynamodb", operation, {"TableName": TABLE, "Key": KEY, **more})
