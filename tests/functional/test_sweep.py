"""Sweep: what was forgotten goes to the outbox again, each by one sweep only."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import aws
from tests.functional import functions, world

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def parties(aws_world: None) -> None:
    world.store_parties()


def sweep() -> int:
    return int(functions.invoke("sweep", functions.event("sweep", "tick"))["swept"])


def test_a_forgotten_message_is_queued_once(aws_world: None) -> None:
    world.store_message(world.store_invoice(), "a@buyer.example", "b@buyer.example", wake_at=LONG_AGO)
    assert (sweep(), sweep()) == (1, 0)
    assert aws.outbox() == ["msg_01"]


def test_messages_of_every_shard_are_found(aws_world: None) -> None:
    ids = [f"msg_{number}" for number in range(6)]
    for number, message_id in enumerate(ids):
        invoice = world.store_invoice(number=str(number))
        world.store_message(invoice, message_id=message_id, wake_at=LONG_AGO + timedelta(days=number))
    assert sweep() == 6
    assert aws.outbox() == ids  # the longest forgotten first


def test_what_is_not_due_yet_waits(aws_world: None) -> None:
    world.store_message(world.store_invoice(), wake_at=world.long_from_now())
    assert (sweep(), aws.outbox()) == (0, [])


def test_what_was_swept_and_sent_is_not_swept_again(aws_world: None) -> None:
    world.store_message(world.store_invoice(), wake_at=LONG_AGO)
    sweep()
    functions.invoke("deliver", functions.batch(*({"message_id": each} for each in aws.outbox())))
    assert (sweep(), len(world.sent())) == (0, 1)


def test_it_counts_what_it_swept(aws_world: None) -> None:
    world.store_message(world.store_invoice(), wake_at=LONG_AGO)
    sweep()
    (metrics,) = [line for line in functions.logged() if "_aws" in line]
    assert metrics["swept"] == [1.0]
