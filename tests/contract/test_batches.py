"""Ports of batches: the fakes and AWS keep the same promises."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import boto3
import pytest

from dunlin import wiring
from dunlin.domain.batch import Batch, BatchItem, BatchState, ItemState, Progress, Selection, Settings
from dunlin.domain.delivery import Bucket, Colour
from dunlin.domain.errors import AlreadyExists, NotFound, StaleVersion
from dunlin.domain.invoice import Status
from dunlin.domain.message import Edition
from dunlin.services.ports.batches import Batches
from tests.builders import CLERK, NOW
from tests.fakes_batches import FakeBatches


@pytest.fixture(params=["fake", "dynamodb"])
def batches(request: pytest.FixtureRequest) -> Batches:
    if request.param == "fake":
        return FakeBatches()
    request.getfixturevalue("aws_world")
    return wiring.batches()


def a_batch(number: int = 1) -> Batch:
    return Batch(f"bat_{number}", NOW + timedelta(minutes=number), CLERK, run_key="key-1")


def with_items(batches: Batches, *invoice_ids: str) -> list[BatchItem]:
    items = [BatchItem("bat_1", each, number=each.upper()) for each in invoice_ids]
    batches.add(a_batch(), invoice_ids)
    batches.add_items(items)
    return items


def names(items: Sequence[BatchItem]) -> list[str]:
    return [item.invoice_id for item in items]


def test_a_batch_is_read_back_whole(batches: Batches) -> None:
    selection = Selection("cus_1", (Status.OPEN,), (Colour.RED,), NOW.date(), None, 0, 500, "EUR", "herring")
    settings = Settings(
        template_id="tpl_1",
        subject="Hello",
        message="**text**",
        button="Pay",
        invitation="Please",
        target="portal",
        attach_pdf=False,
        attachments=("doc_1", "doc_2"),
        reply_to="ada@seller.example",
        tracking=False,
        send_at="2026-11-27T09:00",
        timezone="seller",
        undo_seconds=60,
        editions=(Edition.COPY,),
        again_today=True,
    )
    batch = replace(a_batch(), selection=selection, settings=settings)
    batches.add(batch, ())

    assert batches.get("bat_1") == (batch, Progress())
    assert batches.head("bat_1") == batch


def test_a_batch_is_added_once(batches: Batches) -> None:
    batches.add(a_batch(), ("inv_1",))
    with pytest.raises(AlreadyExists):
        batches.add(a_batch(), ("inv_2",))
    assert list(batches.named("bat_1")) == ["inv_1"]


def test_an_unknown_batch_is_not_found(batches: Batches) -> None:
    for read in (batches.get, batches.head):
        with pytest.raises(NotFound):
            read("bat_no")


def test_ten_thousand_names_come_back_in_order(batches: Batches) -> None:
    ids = [f"inv_{number:026}" for number in range(10_000, 0, -1)]
    batches.add(a_batch(), ids)
    assert list(batches.named("bat_1")) == ids


def test_the_state_moves_for_who_saw_it_last(batches: Batches) -> None:
    batch = a_batch()
    batches.add(batch, ())
    planned = replace(batch, state=BatchState.PLANNED)
    batches.change(batch, planned)
    with pytest.raises(StaleVersion):
        batches.change(batch, replace(batch, state=BatchState.CANCELLING))
    batches.mark_listed("bat_1")
    again = replace(planned, state=BatchState.PLANNING, run=2, run_key="r")
    batches.change(planned, again)
    with pytest.raises(StaleVersion):
        batches.change(batch, planned)
    assert batches.head("bat_1") == replace(again, listed=True)


def test_batches_are_listed_newest_first(batches: Batches) -> None:
    for number in (2, 1, 3):
        batches.add(a_batch(number), ("inv_1",))
    first = batches.list(limit=2)
    second = batches.list(limit=2, after=first.next)
    assert [each.batch_id for each in (*first.items, *second.items)] == ["bat_3", "bat_2", "bat_1"]
    assert second.next is None


def test_items_are_stored_once_and_counted(batches: Batches) -> None:
    items = with_items(batches, *(f"inv_{number:03}" for number in range(100)))
    batches.add_items([*items[50:], BatchItem("bat_1", "inv_100")])
    assert batches.get("bat_1")[1] == Progress({ItemState.WAITING: 101})
    assert batches.items("bat_1", ("inv_003", "inv_no", "inv_001")) == (items[3], items[1])


def test_items_are_listed_by_invoice(batches: Batches) -> None:
    with_items(batches, "inv_3", "inv_1", "inv_2")
    first = batches.list_items("bat_1", limit=2)
    second = batches.list_items("bat_1", limit=2, after=first.next)
    assert (names(first.items), names(second.items), second.next) == (["inv_1", "inv_2"], ["inv_3"], None)
    assert batches.list_items("bat_2", limit=2).items == ()


def test_a_step_of_an_item_moves_the_counts(batches: Batches) -> None:
    waiting, other = with_items(batches, "inv_1", "inv_2")
    planned = batches.change_item(
        waiting, replace(waiting, state=ItemState.PLANNED, message_id="msg_1", emails={Bucket.QUEUED: 2}, run=1)
    )
    sent = batches.change_item(
        planned, replace(planned, state=ItemState.SENT, emails={Bucket.SENT: 1, Bucket.DELIVERED: 1})
    )
    batches.change_item(other, replace(other, state=ItemState.BLOCKED, code="no_address", reason="no"))

    assert batches.items("bat_1", ("inv_1",)) == (sent,)
    assert (sent.revision, sent.message_id) == (2, "msg_1")
    expected = Progress({ItemState.SENT: 1, ItemState.BLOCKED: 1}, {Bucket.SENT: 1, Bucket.DELIVERED: 1})
    assert batches.get("bat_1")[1] == expected


def test_a_step_from_what_an_item_no_longer_is_is_refused_and_counts_nothing(batches: Batches) -> None:
    waiting, *_ = with_items(batches, "inv_1")
    batches.change_item(waiting, replace(waiting, state=ItemState.PLANNED))
    with pytest.raises(StaleVersion):
        batches.change_item(waiting, replace(waiting, state=ItemState.CANCELLED))
    assert batches.get("bat_1")[1] == Progress({ItemState.PLANNED: 1})


def test_a_step_that_counts_the_same_is_written(batches: Batches) -> None:
    waiting, *_ = with_items(batches, "inv_1")
    noted = batches.change_item(waiting, replace(waiting, reason="seen"))
    assert batches.items("bat_1", ("inv_1",)) == (noted,)
    assert batches.get("bat_1")[1] == Progress({ItemState.WAITING: 1})


@pytest.mark.parametrize("made", [[], [["inv_1"]], [["inv_1", "inv_2"], ["inv_3"]]])
def test_a_plan_is_the_json_that_the_state_machine_reads(aws_world: None, made: list[list[str]]) -> None:
    bucket, key = wiring.batch_plans().write("bat_1", "1-send", made)
    assert key == "batches/bat_1/1-send.json"
    stored = boto3.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    assert json.loads(stored) == [{"ids": ids} for ids in made]
