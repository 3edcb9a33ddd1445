"""Port `Schedules`: the fake and EventBridge Scheduler keep the same promises; and what AWS gets, it would take."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dunlin import wiring
from dunlin.services.ports.sending import Schedules
from tests import aws
from tests.fakes_sending import FakeSchedules

NOON = datetime(2031, 3, 14, 12, tzinfo=UTC)
type Subject = tuple[Schedules, Callable[[], dict[str, datetime]]]


def _fake() -> Subject:
    schedules = FakeSchedules(lambda: datetime.now(UTC))
    return schedules, lambda: dict(schedules.planned)


def _aws() -> Subject:
    return wiring.schedules(), lambda: {name: fires(each) for name, each in aws.schedules().items()}


def fires(schedule: dict[str, Any]) -> datetime:
    """When AWS would fire it. moto takes anything, so that this looks for itself."""
    assert schedule["ScheduleExpressionTimezone"] == "UTC"
    found = re.fullmatch(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)", schedule["ScheduleExpression"])
    assert found
    return datetime.fromisoformat(found[1]).replace(tzinfo=UTC)


@pytest.fixture(params=["fake", "aws"])
def subject(request: pytest.FixtureRequest) -> Subject:
    if request.param == "fake":
        return _fake()
    request.getfixturevalue("aws_world")
    return _aws()


def test_a_message_is_planned_for_an_instant(subject: Subject) -> None:
    subject[0].put("msg_1", at=NOON)
    assert subject[1]() == {"msg_1": NOON}


def test_the_same_again_is_the_same(subject: Subject) -> None:
    for _ in range(3):
        subject[0].put("msg_1", at=NOON)
    assert subject[1]() == {"msg_1": NOON}


def test_another_time_takes_the_place_of_the_first(subject: Subject) -> None:
    subject[0].put("msg_1", at=NOON)
    subject[0].put("msg_1", at=NOON - timedelta(days=1))
    assert subject[1]() == {"msg_1": NOON - timedelta(days=1)}


def test_each_message_has_a_schedule_of_its_own(subject: Subject) -> None:
    subject[0].put("msg_1", at=NOON)
    subject[0].put("msg_2", at=NOON + timedelta(hours=1))
    assert subject[1]() == {"msg_1": NOON, "msg_2": NOON + timedelta(hours=1)}


def test_what_is_removed_does_not_fire_and_may_be_removed_again(subject: Subject) -> None:
    subject[0].put("msg_1", at=NOON)
    for _ in range(2):
        subject[0].remove("msg_1")
    assert subject[1]() == {}


def test_a_zone_s_instant_is_planned_in_utc(subject: Subject) -> None:
    subject[0].put("msg_1", at=datetime.fromisoformat("2031-03-14T14:00:00+02:00"))
    assert subject[1]() == {"msg_1": NOON}


def whole(schedule: dict[str, Any]) -> dict[str, Any]:
    mine = ("State", "FlexibleTimeWindow", "ActionAfterCompletion", "Target", "GroupName")
    return {key: schedule[key] for key in mine}


@pytest.mark.parametrize("times", [1, 2])
def test_a_schedule_fills_the_outbox_once_leaves_a_trace_when_it_cannot_and_goes(aws_world: None, times: int) -> None:
    for hours in range(times):  # the second is an update, which replaces every field
        wiring.schedules().put("msg_1", at=NOON + timedelta(hours=hours))
    made = whole(aws.schedules()["msg_1"])
    target = made.pop("Target")
    assert made == {
        "State": "ENABLED",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "ActionAfterCompletion": "DELETE",
        "GroupName": "dunlin-schedules",
    }
    assert json.loads(target["Input"]) == {"message_id": "msg_1"}
    assert target["Arn"] == "arn:aws:sqs:us-east-1:123456789012:outbox"
    assert target["DeadLetterConfig"] == {"Arn": "arn:aws:sqs:us-east-1:123456789012:outbox-dead"}
    assert target["RoleArn"] == "arn:aws:iam::123456789012:role/schedules"
    # https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html
    assert 60 <= target["RetryPolicy"]["MaximumEventAgeInSeconds"] <= 86_400
    assert 0 <= target["RetryPolicy"]["MaximumRetryAttempts"] <= 185


def test_a_schedule_never_fires_before_the_instant(aws_world: None) -> None:
    wiring.schedules().put("msg_1", at=NOON + timedelta(microseconds=1))
    assert fires(aws.schedules()["msg_1"]) == NOON + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("name", "at"),
    [("msg 1", NOON), ("m" * 65, NOON), ("msg_1", datetime(2031, 3, 14, 12)), ("msg_1", NOON - timedelta(days=9_000))],  # noqa: DTZ001
)
def test_the_fake_refuses_what_aws_refuses_and_moto_takes(name: str, at: datetime) -> None:
    with pytest.raises(AssertionError):
        FakeSchedules(lambda: datetime.now(UTC)).put(name, at=at)
