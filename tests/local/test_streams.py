"""A table's stream, as a pipe reads it: what has committed, and nothing else."""

from typing import Any

import pytest
from moto.dynamodb.exceptions import TransactionCanceledException
from moto.dynamodb.models import DynamoDBBackend

from local.aws import ACCOUNT, REGION
from local.streams import Stream
from local.transactions import all_or_nothing

KEY = {"AttributeName": "id", "KeyType": "HASH"}
ATTRIBUTE = {"AttributeName": "id", "AttributeType": "S"}


def a_table(backend: DynamoDBBackend, name: str, **streams: Any) -> str:
    """Make it; the answer is what the stream's ARN would be."""
    backend.create_table(
        name,
        schema=[KEY],
        attr=[ATTRIBUTE],
        throughput=None,
        global_indexes=[],
        indexes=[],
        streams=streams or None,
        billing_mode="PAY_PER_REQUEST",
        sse_specification=None,
        tags=[],
        deletion_protection_enabled=False,
        warm_throughput=None,
    )
    return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}/stream/1"


@pytest.fixture
def backend() -> DynamoDBBackend:
    return DynamoDBBackend(REGION, ACCOUNT)


def put(value: str) -> dict[str, Any]:
    return {"Put": {"TableName": "timeline", "Item": {"id": {"S": value}}}}


def impossible() -> dict[str, Any]:
    condition = {"Key": {"id": {"S": "other"}}, "ConditionExpression": "attribute_exists(id)"}
    return {"ConditionCheck": {"TableName": "timeline", **condition}}


def test_a_transaction_is_told_when_it_has_committed_and_one_that_was_refused_never_is(
    backend: DynamoDBBackend,
) -> None:
    stream = Stream(a_table(backend, "timeline", StreamEnabled=True, StreamViewType="NEW_IMAGE"), backend)
    seen: list[int] = []
    check = backend.put_item

    def put_and_look(*given: Any, **more: Any) -> Any:
        made = check(*given, **more)
        seen.append(len(stream))
        return made

    backend.put_item = put_and_look  # type: ignore[method-assign]
    with all_or_nothing():
        with pytest.raises(TransactionCanceledException):
            backend.transact_write_items([put("refused"), impossible()])
        backend.transact_write_items([put("one"), put("two")])
    assert seen == [0, 0, 0]  # after each put, while its transaction ran
    assert [each["dynamodb"]["NewImage"]["id"] for each in stream.read(0, 10)] == [{"S": "one"}, {"S": "two"}]
    assert [each["eventSourceARN"] for each in stream.read(1, 10)] == [stream.arn]


def test_a_table_without_a_stream_has_none_to_read(backend: DynamoDBBackend) -> None:
    arn = a_table(backend, "plain")
    with pytest.raises(ValueError, match="no stream"):
        Stream(arn, backend)
