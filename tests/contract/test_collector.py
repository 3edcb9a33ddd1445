"""Port `Collector`: the fake and SQS keep the same promises, and what failed for good reads like the outbox's."""

import json

import pytest

from dunlin import wiring
from dunlin.adapters.outbox_bodies import letter_of
from dunlin.services.ports.providers import Collector
from dunlin.services.ports.sending import TurnDue
from tests import aws
from tests.fakes_payments import FakeCollector

TURN = TurnDue("inv_1", "cus_1", "sel_1", 3)


@pytest.fixture(params=["fake", "sqs"])
def collector(request: pytest.FixtureRequest) -> Collector:
    if request.param == "fake":
        return FakeCollector()
    request.getfixturevalue("aws_world")
    return wiring.collector()


def waiting(collector: Collector) -> list[TurnDue]:
    if isinstance(collector, FakeCollector):
        return collector.queued
    return [TurnDue(**each["turn"]) for each in aws.outbox_bodies("COLLECT_QUEUE_URL")]


def test_an_invoice_may_be_put_twice(collector: Collector) -> None:
    collector.put(TURN)
    collector.put(TURN)
    assert waiting(collector) == [TURN, TURN]


def test_what_failed_for_good_can_be_put_back_as_a_turn(aws_world: None) -> None:
    wiring.collector().put(TURN)
    (body,) = aws.outbox_bodies("COLLECT_QUEUE_URL")
    assert letter_of(json.dumps(body), "receipt").turn == TURN
