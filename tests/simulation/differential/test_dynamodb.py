"""DynamoDB's model against moto: what the adapters may ask, both answer alike."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.simulation.differential.pairs import TABLE, Pair, Refused
from tests.simulation.differential.requests import INDEXED, INDEXES, REQUESTS, Request, writes

EXAMPLES = 40
UNWRITABLE = ("ValidationError", None)


def pages(ask: Any, params: dict[str, Any]) -> Any:
    """All items of all pages, in order."""
    found: list[Any] = []
    start: dict[str, Any] = {}
    while True:
        answer = ask("Query", {**params, **start})
        if isinstance(answer, Refused):
            return answer
        found.extend(answer["Items"])
        if "LastEvaluatedKey" not in answer:
            return found
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def as_moto_says(answer: Any) -> Any:
    """Of a transaction's item that cannot be written DynamoDB tells among the reasons, moto instead of them."""
    if isinstance(answer, Refused) and UNWRITABLE in answer.reasons:
        return Refused("ValidationException")
    return answer


@pytest.mark.usefixtures("_moto")
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(first=st.lists(writes(), min_size=2, max_size=6), then=st.lists(REQUESTS, min_size=1, max_size=10))
def test_the_model_answers_as_moto_does(first: list[Request], then: list[Request]) -> None:
    pair = Pair()
    for operation, params in [*first, *then]:
        if operation == "Query":
            assert pages(pair.ask_model, params) == pages(pair.ask_moto, params)
        else:
            assert as_moto_says(pair.ask_model(operation, params)) == pair.ask_moto(operation, params), operation
    assert _all(pair.ask_model) == _all(pair.ask_moto)


def _all(ask: Any) -> list[Any]:
    """What the table holds, and what each index does, by pages of two."""
    found = ask("Scan", {"TableName": TABLE})["Items"]
    held = [sorted(found, key=lambda item: (item["invoice_id"]["S"], item["part"]["S"]))]
    for index, (hash_key, _) in INDEXES.items():
        asked = {"TableName": TABLE, "IndexName": index, "KeyConditionExpression": f"{hash_key} = :v", "Limit": 2}
        held.extend(
            pages(ask, {**asked, "ExpressionAttributeValues": {":v": {"S": partition}}})
            for partition in INDEXED[hash_key]
        )
    return held
