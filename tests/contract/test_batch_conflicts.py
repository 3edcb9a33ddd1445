"""Two transactions on one row: DynamoDB refuses one of them, and batches try again. moto has no such refusal."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from dunlin import wiring
from dunlin.adapters.dynamodb import batches as adapter
from dunlin.domain.batch import Batch, BatchItem, ItemState, Progress
from dunlin.domain.errors import StaleVersion, Unavailable
from tests.builders import CLERK, NOW

ALWAYS = 1_000


@contextmanager
def refusing(times: int, *codes: str) -> Iterator[list[str]]:
    """The next transactions are refused for these reasons; the answer is the operations that were asked for."""
    asked: list[str] = []
    call = BaseClient._make_api_call  # type: ignore[attr-defined]

    def refuse(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        asked.append(operation)
        if operation != "TransactWriteItems" or asked.count(operation) > times:
            return call(client, operation, parameters)
        told: Any = {
            "Error": {"Code": "TransactionCanceledException", "Message": f"[{', '.join(codes)}]"},
            "CancellationReasons": [{"Code": code} for code in codes],
        }
        raise ClientError(told, operation)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(BaseClient, "_make_api_call", refuse)
        patched.setattr(adapter, "_CONFLICT_SECONDS", 0)
        yield asked


@pytest.fixture
def waiting(aws_world: None) -> BatchItem:
    item = BatchItem("bat_1", "inv_1")
    wiring.batches().add(Batch("bat_1", NOW, CLERK), ("inv_1",))
    wiring.batches().add_items([item])
    return item


def test_a_step_that_others_are_in_the_way_of_is_tried_again_and_counts_once(waiting: BatchItem) -> None:
    with refusing(2, "None", "TransactionConflict") as asked:
        planned = wiring.batches().change_item(waiting, replace(waiting, state=ItemState.PLANNED))
    assert asked.count("TransactWriteItems") == 3
    assert wiring.batches().items("bat_1", ("inv_1",)) == (planned,)
    assert wiring.batches().get("bat_1")[1] == Progress({ItemState.PLANNED: 1})


def test_new_items_that_others_are_in_the_way_of_are_stored_once(waiting: BatchItem) -> None:
    with refusing(1, "TransactionConflict", "None"):
        wiring.batches().add_items([BatchItem("bat_1", "inv_2")])
    assert wiring.batches().get("bat_1")[1] == Progress({ItemState.WAITING: 2})


def test_a_condition_that_failed_beside_a_conflict_is_an_answer(waiting: BatchItem) -> None:
    with refusing(ALWAYS, "ConditionalCheckFailed", "TransactionConflict") as asked, pytest.raises(StaleVersion):
        wiring.batches().change_item(waiting, replace(waiting, state=ItemState.PLANNED))
    assert asked.count("TransactWriteItems") == 1


def test_who_is_always_in_the_way_makes_it_unavailable(waiting: BatchItem) -> None:
    with refusing(ALWAYS, "TransactionConflict", "None"), pytest.raises(Unavailable, match="too many"):
        wiring.batches().change_item(waiting, replace(waiting, state=ItemState.PLANNED))
    assert wiring.batches().get("bat_1")[1] == Progress({ItemState.WAITING: 1})


def test_another_reason_is_not_tried_again(waiting: BatchItem) -> None:
    with refusing(ALWAYS, "ThrottlingError", "None") as asked, pytest.raises(Unavailable, match="did not take"):
        wiring.batches().change_item(waiting, replace(waiting, state=ItemState.PLANNED))
    assert asked.count("TransactWriteItems") == 1
