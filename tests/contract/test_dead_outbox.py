"""Port `DeadOutbox`: what the outbox gave up on is seen, and stays where it is."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta

import boto3
import pytest
import time_machine

from dunlin import wiring
from dunlin.services.ports.sending import DeadOutbox, TurnDue
from tests.fakes_sending import FakeDeadOutbox

type Subject = tuple[DeadOutbox, Callable[[str], None]]


def _sqs() -> Subject:
    def put(body: str) -> None:
        boto3.client("sqs").send_message(QueueUrl=os.environ["OUTBOX_DEAD_LETTERS_URL"], MessageBody=body)

    return wiring.dead_outbox(), put


@pytest.fixture(params=["fake", "sqs"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "fake":
        fake = FakeDeadOutbox()
        return fake, fake.bodies.append
    request.getfixturevalue("aws_world")
    return _sqs()


def test_nothing_is_dead(subject: Subject) -> None:
    assert (subject[0].look().count, subject[0].look().message_ids) == (0, ())


def test_each_message_is_named_once_and_what_is_none_of_ours_counts_too(subject: Subject) -> None:
    for number in range(12):
        subject[1](json.dumps({"message_id": f"msg_{number}"}))
    for body in ('{"message_id": "msg_1"}', "no JSON", "[]"):
        subject[1](body)

    seen = subject[0].look()

    assert seen.count == 15
    assert set(seen.message_ids) == {f"msg_{number}" for number in range(12)}
    assert len(seen.message_ids) == 12


def test_a_turn_names_its_invoice_and_is_read_whole(subject: Subject) -> None:
    turn = TurnDue("inv_1", "cus_1", "sel_1", 3)
    subject[1](json.dumps({"turn": asdict(turn)}))
    subject[1]('{"customer_id": "cus_2"}')
    assert subject[0].look().invoice_ids == ("inv_1",)


def test_it_is_still_there_for_the_next_to_look(subject: Subject) -> None:
    subject[1]('{"message_id": "msg_1"}')
    with time_machine.travel(wiring.now(), tick=False) as clock:
        for _ in range(3):
            assert subject[0].look().message_ids == ("msg_1",)
            clock.shift(timedelta(seconds=6))
    assert subject[0].look().count == 1


def test_what_is_read_is_taken_out_one_by_one_and_twice_is_once(subject: Subject) -> None:
    for number in range(3):
        subject[1](json.dumps({"message_id": f"msg_{number}"}))
    subject[1]("no JSON")
    letters = list(subject[0].read(limit=10))
    assert sorted(each.message_id for each in letters) == ["", "msg_0", "msg_1", "msg_2"]
    for _ in range(2):
        for each in letters:
            if each.message_id != "msg_1":
                subject[0].take_out(each)
    assert subject[0].count() == 1


def test_no_more_is_read_than_was_asked_for(subject: Subject) -> None:
    for number in range(12):
        subject[1](json.dumps({"message_id": f"msg_{number}"}))
    assert len(list(subject[0].read(limit=11))) == 11
