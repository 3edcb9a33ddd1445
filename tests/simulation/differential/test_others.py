"""Queues, schedules and objects: the model and moto through the same steps."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto.backends import get_backend

from tests import aws as shared
from tests.simulation.aws import Aws
from tests.simulation.differential.pairs import NOW
from tests.simulation.differential.strictness import SCHEDULE, URL

GROUP, BUCKET = SCHEDULE["GroupName"], shared.ENVIRONMENT["DOCUMENTS_BUCKET"]
HIDDEN = 60
NAMES, KEYS = st.sampled_from(["msg_01", "msg_02"]), st.sampled_from(["a", "b"])
INSTANTS = st.sampled_from(["at(2026-12-24T09:00:00)", "at(2026-12-25T09:00:00)"])
STEPS = st.one_of(
    st.tuples(st.just("send"), st.integers(0, 90)),
    st.tuples(st.just("receive"), st.integers(1, 3)),
    st.tuples(st.just("delete"), st.integers(0, 2)),
    st.tuples(st.just("pass"), st.sampled_from([10, 61, 120])),
    st.tuples(st.sampled_from(["create", "update"]), st.tuples(NAMES, INSTANTS)),
    st.tuples(st.sampled_from(["remove", "look"]), NAMES),
    st.tuples(st.just("store"), st.tuples(KEYS, st.binary(max_size=3))),
    st.tuples(st.sampled_from(["fetch", "head"]), KEYS),
)


class Side:
    """One of the two, and what it has handed over."""

    def __init__(self, call: Any) -> None:
        self._call = call
        self._receipts: list[str] = []
        self.sent = 0

    def step(self, name: str, given: Any) -> Any:
        """What it answers, without what it makes up."""
        try:
            return getattr(self, f"_{name}")(given)
        except ClientError as failure:
            return failure.response["Error"]["Code"]

    def counts(self) -> Any:
        """How much the queue holds."""
        names = [f"ApproximateNumberOfMessages{each}" for each in ("", "NotVisible", "Delayed")]
        return self._call("sqs", "GetQueueAttributes", {"QueueUrl": URL, "AttributeNames": names})["Attributes"]

    def _send(self, delay: int) -> Any:
        self.sent += 1
        told = {"QueueUrl": URL, "MessageBody": f"body {self.sent}", "DelaySeconds": delay}
        return self._call("sqs", "SendMessage", told)["MD5OfMessageBody"]

    def _receive(self, most: int) -> Any:
        asked = {"QueueUrl": URL, "MaxNumberOfMessages": most, "VisibilityTimeout": HIDDEN}
        messages = self._call("sqs", "ReceiveMessage", {**asked, "AttributeNames": ["All"]}).get("Messages", [])
        self._receipts.extend(each["ReceiptHandle"] for each in messages)
        return sorted((each["Body"], each["Attributes"]["ApproximateReceiveCount"]) for each in messages)

    def _delete(self, back: int) -> Any:
        if back >= len(self._receipts):
            return None
        receipt = self._receipts.pop()
        self._call("sqs", "DeleteMessage", {"QueueUrl": URL, "ReceiptHandle": receipt})
        self._receipts = [each for each in self._receipts if each != receipt]
        return None

    def _pass(self, _: int) -> Any:
        """The clock does it, for both. What came back has new receipts; moto takes old ones for new."""
        self._receipts.clear()

    def _create(self, wish: tuple[str, str]) -> Any:
        self._call("scheduler", "CreateSchedule", {**SCHEDULE, "Name": wish[0], "ScheduleExpression": wish[1]})

    def _update(self, wish: tuple[str, str]) -> Any:
        self._call("scheduler", "UpdateSchedule", {**SCHEDULE, "Name": wish[0], "ScheduleExpression": wish[1]})

    def _remove(self, name: str) -> Any:
        self._call("scheduler", "DeleteSchedule", {"Name": name, "GroupName": GROUP})

    def _look(self, name: str) -> Any:
        told = self._call("scheduler", "GetSchedule", {"Name": name, "GroupName": GROUP})
        return {each: told[each] for each in SCHEDULE}

    def _store(self, wish: tuple[str, bytes]) -> Any:
        asked = {"Bucket": BUCKET, "Key": wish[0], "Body": wish[1], "ContentType": "text/x", "Metadata": {"n": "1"}}
        return self._call("s3", "PutObject", asked)["ETag"]

    def _fetch(self, key: str) -> Any:
        told = self._call("s3", "GetObject", {"Bucket": BUCKET, "Key": key})
        return told["Body"].read(), told["ContentType"], told["Metadata"], told["ContentLength"], told["ETag"]

    def _head(self, key: str) -> Any:
        told = self._call("s3", "HeadObject", {"Bucket": BUCKET, "Key": key})
        return told["ContentType"], told["Metadata"], told["ContentLength"], told["ETag"]


def fresh_moto() -> Side:
    for service in ("sqs", "s3", "scheduler"):
        for backends in get_backend(service).values():
            for backend in backends.values():
                backend.reset()
    shared._client("sqs").create_queue(QueueName="outbox")
    shared._client("s3").create_bucket(Bucket=BUCKET)
    shared._client("scheduler").create_schedule_group(Name=GROUP)
    return Side(lambda service, operation, params: shared._client(service)._make_api_call(operation, params))


@pytest.mark.usefixtures("_moto")
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=4, max_size=14))
def test_the_model_goes_the_same_way(steps: list[tuple[str, Any]]) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        model = Aws(clock=lambda: datetime.now(NOW.tzinfo), random=Random(1))  # noqa: S311 - no secret
        ours, theirs = Side(model.call), fresh_moto()
        for name, given_ in steps:
            if name == "pass":
                clock.shift(timedelta(seconds=given_))
            assert ours.step(name, given_) == theirs.step(name, given_), name
            assert ours.counts() == theirs.counts(), name
