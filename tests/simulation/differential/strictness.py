"""Requests that AWS refuses, by what is wrong with them."""

from typing import Any

from tests.simulation.differential.pairs import TABLE

KEY = {"invoice_id": {"S": "inv_1"}, "part": {"S": "head"}}
TEXT, OTHER = {"S": "a"}, {"S": "b"}
SCHEDULE: dict[str, Any] = {
    "Name": "msg_01",
    "GroupName": "dunlin-schedules",
    "ScheduleExpression": "at(2026-12-24T09:00:00)",
    "ScheduleExpressionTimezone": "UTC",
    "FlexibleTimeWindow": {"Mode": "OFF"},
    "ActionAfterCompletion": "DELETE",
    "State": "ENABLED",
    "Target": {
        "Arn": "arn:aws:sqs:us-east-1:123456789012:outbox",
        "RoleArn": "arn:aws:iam::123456789012:role/schedules",
        "Input": "{}",
        "DeadLetterConfig": {"Arn": "arn:aws:sqs:us-east-1:123456789012:outbox-dead"},
        "RetryPolicy": {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 10},
    },
}
URL = "https://sqs.us-east-1.amazonaws.com/123456789012/outbox"


def _put(**more: Any) -> tuple[str, str, dict[str, Any]]:
    item = {**KEY, **more.pop("item", {})}
    return "dynamodb", "PutItem", {"TableName": TABLE, "Item": item, **more}


def _update(expression: str, **values: Any) -> tuple[str, str, dict[str, Any]]:
    given = {"ExpressionAttributeValues": {f":{name}": value for name, value in values.items()}} if values else {}
    return "dynamodb", "UpdateItem", {"TableName": TABLE, "Key": KEY, "UpdateExpression": expression, **given}


def _query(expression: str, more: dict[str, Any] | None = None, **values: Any) -> tuple[str, str, dict[str, Any]]:
    given = {"ExpressionAttributeValues": {f":{name}": value for name, value in values.items()}}
    return "dynamodb", "Query", {"TableName": TABLE, "KeyConditionExpression": expression, **given, **(more or {})}


def _transact(*items: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    return "dynamodb", "TransactWriteItems", {"TransactItems": list(items)}


def _schedule(**changes: Any) -> tuple[str, str, dict[str, Any]]:
    return "scheduler", "CreateSchedule", {**SCHEDULE, **changes}


def _letter(**params: Any) -> tuple[str, str, dict[str, Any]]:
    return "sqs", "SendMessage", {"QueueUrl": URL, "MessageBody": "x", **params}


def _condition(text: str, **values: Any) -> tuple[str, str, dict[str, Any]]:
    given = {"ExpressionAttributeValues": {f":{name}": value for name, value in values.items()}} if values else {}
    return _put(ConditionExpression=text, **given)


REFUSED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "a name that no expression uses": _put(
        ConditionExpression="attribute_exists(s)", ExpressionAttributeNames={"#0": "n"}
    ),
    "a value that no expression uses": _update("SET s = :a", a=TEXT, b=OTHER),
    "a name that is not defined": _condition("#0 = :a", a=TEXT),
    "a value that is not defined": _condition("s = :b AND n = :a", a=TEXT),
    "a reserved word": _update("SET status = :a", a=TEXT),
    "a condition that cannot be read": _condition("s == :a", a=TEXT),
    "parentheses twice": _condition("((s = :a))", a=TEXT),
    "bounds the wrong way round": _condition("s BETWEEN :a AND :b", a=OTHER, b=TEXT),
    "bounds of two types": _condition("s BETWEEN :a AND :b", a=TEXT, b={"N": "1"}),
    "an order of what has none": _condition("flag < :a", a={"BOOL": True}),
    "a number that begins with something": _condition("begins_with(n, :a)", a={"N": "1"}),
    "something compared with itself": _condition("s = s"),
    "one place changed twice": _update("SET s = :a REMOVE s", a=TEXT),
    "one clause twice": _update("SET s = :a SET n = :b", a=TEXT, b=OTHER),
    "a key changed": _update("SET part = :a", a=TEXT),
    "a text added": _update("ADD n :a", a=TEXT),
    "a set without members": _put(item={"tags": {"SS": []}}),
    "a set with a member twice": _put(item={"tags": {"SS": ["a", "a"]}}),
    "an empty key": _put(item={"part": {"S": ""}}),
    "an empty key of an index": _put(item={"due_shard": {"S": ""}, "due_key": TEXT}),
    "a key of an index of another type": _put(item={"due_shard": {"N": "1"}, "due_key": TEXT}),
    "a key too long": _put(item={"part": {"S": "x" * 1025}}),
    "an item too large": _put(item={"s": {"S": "x" * 410_000}}),
    "a number too long": _put(item={"n": {"N": "1" * 39}}),
    "a key of another shape": ("dynamodb", "GetItem", {"TableName": TABLE, "Key": {"invoice_id": TEXT}}),
    "a table that is not there": ("dynamodb", "GetItem", {"TableName": "Elsewhere", "Key": KEY}),
    "a partition that is not named": _query("part = :a", a=TEXT),
    "a partition by order": _query("invoice_id > :a", a=TEXT),
    "a key that is not": _query("invoice_id = :a AND s = :b", a=TEXT, b=OTHER),
    "a filter by the key": _query("invoice_id = :a", {"FilterExpression": "part = :b"}, a=TEXT, b=OTHER),
    "an index read consistently": _query("due_shard = :a", {"IndexName": "by_due", "ConsistentRead": True}, a=TEXT),
    "an index that is not there": _query("due_shard = :a", {"IndexName": "by_moon"}, a=TEXT),
    "what an index does not hold": _query(
        "turn_shard = :a", {"IndexName": "by_turn", "ProjectionExpression": "payable"}, a=TEXT
    ),
    "no items at all": _query("invoice_id = :a", {"Limit": 0}, a=TEXT),
    "a start in another partition": _query("invoice_id = :a", {"ExclusiveStartKey": KEY}, a=TEXT),
    "a start with half a key": _query("invoice_id = :a", {"ExclusiveStartKey": {"invoice_id": TEXT}}, a=TEXT),
    "one item twice in a transaction": _transact(
        {"Put": {"TableName": TABLE, "Item": KEY}}, {"Delete": {"TableName": TABLE, "Key": KEY}}
    ),
    "a transaction of 101": _transact(
        *({"Put": {"TableName": TABLE, "Item": {**KEY, "part": {"S": str(number)}}}} for number in range(101))
    ),
    "a transaction of more than 4 MB": _transact(
        *(
            {"Put": {"TableName": TABLE, "Item": {**KEY, "part": {"S": str(number)}, "s": {"S": "x" * 400_000}}}}
            for number in range(12)
        )
    ),
    "a batch with a key twice": ("dynamodb", "BatchGetItem", {"RequestItems": {TABLE: {"Keys": [KEY, KEY]}}}),
    "a batch of 101": (
        "dynamodb",
        "BatchGetItem",
        {"RequestItems": {TABLE: {"Keys": [{**KEY, "part": {"S": str(number)}} for number in range(101)]}}},
    ),
    "a message without a body": _letter(MessageBody=""),
    "a message too large": _letter(MessageBody="x" * 1_100_000),
    "a message with a control character": _letter(MessageBody="\x01"),
    "a delay too long": _letter(DelaySeconds=901),
    "a queue that is not there": _letter(QueueUrl=f"{URL}-elsewhere"),
    "eleven messages at once": ("sqs", "ReceiveMessage", {"QueueUrl": URL, "MaxNumberOfMessages": 11}),
    "a receipt that never was": ("sqs", "DeleteMessage", {"QueueUrl": URL, "ReceiptHandle": "x"}),
    "a schedule in the past": _schedule(ScheduleExpression="at(2020-01-01T00:00:00)"),
    "a schedule at no time": _schedule(ScheduleExpression="at(2026-02-30T00:00:00)"),
    "a schedule in no zone": _schedule(ScheduleExpressionTimezone="Mars/X"),
    "a schedule with a name too long": _schedule(Name="x" * 65),
    "a schedule in no group": _schedule(GroupName="elsewhere"),
    "a schedule that is not there": ("scheduler", "DeleteSchedule", {"Name": "x", "GroupName": "dunlin-schedules"}),
    "an object that is not there": ("s3", "GetObject", {"Bucket": "dunlin-documents", "Key": "x"}),
    "a look at what is not there": ("s3", "HeadObject", {"Bucket": "dunlin-documents", "Key": "x"}),
    "an object in no bucket": ("s3", "PutObject", {"Bucket": "elsewhere", "Key": "x", "Body": b"x"}),
    "a secret that is not there": ("secretsmanager", "GetSecretValue", {"SecretId": "x"}),
    "an execution that is not there": (
        "stepfunctions",
        "DescribeExecution",
        {"executionArn": "arn:aws:states:us-east-1:123456789012:execution:batch-send:x"},
    ),
}
