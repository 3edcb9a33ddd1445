"""Invoices from before payments were matched are found by imports, once the sweep has walked by."""

import boto3
import pytest
import time_machine

from dunlin import wiring
from dunlin.domain.invoice import Invoice, Status
from dunlin.services.repair_dunning import Repaired, day_of, repair_dunning
from dunlin.services.repair_keys import MOST
from dunlin.settings import identifiers_table
from tests.functional import functions, world
from tests.wire import tapped


@pytest.fixture(autouse=True)
def parties(aws_world: None) -> None:
    world.store_parties()


def forget_keys() -> None:
    """As they are stored by a version that knew of none."""
    client = boto3.client("dynamodb")
    for item in client.scan(TableName=identifiers_table())["Items"]:
        if item["identifier"]["S"].startswith("payable/"):
            client.delete_item(TableName=identifiers_table(), Key={"identifier": item["identifier"]})


def due(number: str, status: Status = Status.OPEN) -> Invoice:
    """Due on the day whose turn it is in this minute."""
    return world.store_invoice(number=number, status=status, due_date=day_of(NOW))


def repair() -> Repaired:
    return repair_dunning(now=NOW, new_id=wiring.new_id, invoices=wiring.invoices(), dunnings=wiring.dunnings())


def found(*numbers: str) -> dict[str, tuple[str, ...]]:
    return wiring.invoices().named("sel_1", numbers)


NOW = wiring.now()


@pytest.mark.parametrize("status", [Status.POSTED, Status.OPEN, Status.PARTIALLY_PAID])
def test_what_is_owed_is_found_again_and_counted_once(status: Status) -> None:
    invoice = due("2026-001", status)
    forget_keys()
    assert found("2026001") == {}
    assert (repair().keys, repair().keys) == (1, 0)
    assert found("2026001") == {"2026001": (invoice.invoice_id,)}


def test_its_payment_references_are_among_its_keys() -> None:
    due("2026-001")
    client = boto3.client("dynamodb")
    before = {item["identifier"]["S"] for item in client.scan(TableName=identifiers_table())["Items"]}
    forget_keys()
    repair()
    assert {item["identifier"]["S"] for item in client.scan(TableName=identifiers_table())["Items"]} == before


def test_a_walk_mends_no_more_than_so_many_and_the_next_the_others() -> None:
    for number in range(MOST + 2):
        due(f"RE-{number:04}")
    forget_keys()
    assert [repair().keys for _ in range(3)] == [MOST, 2, 0]


def test_where_nothing_is_missing_it_costs_one_call_for_a_hundred_beside_that_for_their_dunning() -> None:
    for number in range(5):
        due(f"RE-{number:04}")
    repair()
    with tapped() as wire:
        repair()
    assert wire.calls.count("dynamodb.BatchGetItem") == 2
    assert "dynamodb.TransactGetItems" not in wire.calls


def test_the_sweep_counts_them() -> None:
    due("2026-001")
    forget_keys()
    with time_machine.travel(NOW, tick=False):
        counts = [functions.invoke("sweep", functions.event("sweep", "tick"))["keys_repaired"] for _ in range(2)]
    assert counts == [1, 0]
