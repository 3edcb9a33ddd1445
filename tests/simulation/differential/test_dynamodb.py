"""DynamoDB's model against moto: what the adapters may ask, both answer alike."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.simulation.differential.pairs import Pair, Refused
from tests.simulation.differential.requests import REQUESTS, Request, writes


def pages(ask: Any, params: dict[str, Any]) -> Any:
    """All items of all pages, in order."""
    found, start = [], {}
    while True:
        answer = ask("Query", {**params, **start})
        if isinstance(answer, Refused):
            return answer
        found.extend(answer["Items"])
        if "LastEvaluatedKey" not in answer:
            return found
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(first=st.lists(writes(), min_size=2, max_size=6), then=st.lists(REQUESTS, min_size=1, max_size=10))
def test_the_model_answers_as_moto_does(_moto: None, first: list[Request], then: list[Request]) -> None:
    pair = Pair()
    for operation, params in [*first, *then]:
        if operation == "Query":
            assert pages(pair.ask_model, params) == pages(pair.ask_moto, params)
        else:
            assert pair.ask_model(operation, params) == pair.ask_moto(operation, params), operation
