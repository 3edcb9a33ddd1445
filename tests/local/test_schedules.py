"""Schedules fire as EventBridge fires them, by the stack's clock."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from moto.scheduler.exceptions import ValidationException
from moto.scheduler.models import EventBridgeSchedulerBackend

from local.schedules import At, Rate, Schedules, parse

QUEUE = "arn:aws:sqs:us-east-1:123456789012:outbox"
SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)


class Fired:
    """What targets were given."""

    def __init__(self) -> None:
        self.inputs: list[str] = []

    def __call__(self, _arn: str, text: str) -> None:
        self.inputs.append(text)


@pytest.fixture
def fired() -> Fired:
    return Fired()


@pytest.fixture
def scheduler() -> EventBridgeSchedulerBackend:
    return EventBridgeSchedulerBackend("us-east-1", "123456789012")


@pytest.fixture
def schedules(scheduler: EventBridgeSchedulerBackend, fired: Fired) -> Schedules:
    return Schedules(scheduler, fired)


def at(moment: datetime) -> str:
    return f"at({moment:%Y-%m-%dT%H:%M:%S})"


def plan(scheduler: EventBridgeSchedulerBackend, expression: str, **changes: Any) -> None:
    wish = {
        "name": "one",
        "group_name": "default",
        "description": "",
        "schedule_expression": expression,
        "schedule_expression_timezone": "UTC",
        "flexible_time_window": {"Mode": "OFF"},
        "target": {"Arn": QUEUE, "RoleArn": "role", "Input": "{}"},
        "state": "ENABLED",
        "kms_key_arn": "",
        "start_date": "",
        "end_date": "",
        "action_after_completion": "NONE",
    }
    scheduler.create_schedule(**(wish | changes))


def test_a_moment_is_read_in_its_zone() -> None:
    assert parse("at(2027-01-31T09:00:00)", "Europe/Berlin") == At(datetime(2027, 1, 31, 8, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "period"),
    [("rate(1 minute)", timedelta(minutes=1)), ("rate(2 hours)", timedelta(hours=2)), ("rate(1 day)", timedelta(1))],
)
def test_a_rate_has_a_period(text: str, period: timedelta) -> None:
    assert parse(text, "UTC") == Rate(period)


@pytest.mark.parametrize(
    "changes",
    [
        {"schedule_expression": "cron(0 9 * * ? *)"},
        {"schedule_expression": "at(tomorrow)"},
        {"schedule_expression": "at(2027-02-30T09:00:00)"},
        {"schedule_expression": "at(2020-01-31T09:00:00)"},
        {"schedule_expression_timezone": "Mars/Olympus"},
    ],
    ids=["cron", "nonsense", "no such day", "past", "no such zone"],
)
@pytest.mark.usefixtures("schedules")
def test_what_aws_refuses_is_refused(scheduler: EventBridgeSchedulerBackend, changes: dict[str, str]) -> None:
    with pytest.raises(ValidationException):
        plan(scheduler, at(SOON), **changes)


def test_a_moment_fires_once_when_it_has_come(
    scheduler: EventBridgeSchedulerBackend, schedules: Schedules, fired: Fired
) -> None:
    plan(scheduler, at(SOON))

    for moment in (SOON - timedelta(seconds=1), SOON, SOON + timedelta(days=1)):
        schedules.fire_due(moment)

    assert fired.inputs == ["{}"]


def test_a_finished_schedule_is_deleted_if_it_asked_for_that(
    scheduler: EventBridgeSchedulerBackend, schedules: Schedules
) -> None:
    plan(scheduler, at(SOON), name="gone", action_after_completion="DELETE")
    plan(scheduler, at(SOON), name="stays")

    schedules.fire_due(SOON)

    assert [schedule.name for schedule, _ in schedules.listing()] == ["stays"]


def test_a_disabled_schedule_never_fires(
    scheduler: EventBridgeSchedulerBackend, schedules: Schedules, fired: Fired
) -> None:
    plan(scheduler, at(SOON), state="DISABLED")

    schedules.fire_due(SOON)

    assert fired.inputs == []


def test_a_rate_fires_once_for_all_the_periods_that_passed(
    scheduler: EventBridgeSchedulerBackend, schedules: Schedules, fired: Fired
) -> None:
    plan(scheduler, "rate(1 minute)")

    schedules.fire_due(SOON)
    schedules.fire_due(SOON + timedelta(seconds=30))
    schedules.fire_due(SOON + timedelta(seconds=60))

    assert len(fired.inputs) == 2


def test_only_moments_and_long_rates_are_worth_a_stop(
    scheduler: EventBridgeSchedulerBackend, schedules: Schedules
) -> None:
    now = datetime.now(UTC)
    plan(scheduler, "rate(1 minute)", name="sweep")
    assert schedules.next_due(now) is None

    plan(scheduler, at(SOON), name="send")
    assert schedules.next_due(now) == SOON


def test_the_input_may_name_the_schedule_and_its_moment(
    scheduler: EventBridgeSchedulerBackend, schedules: Schedules, fired: Fired
) -> None:
    words = '{"at": "<aws.scheduler.scheduled-time>", "by": "<aws.scheduler.schedule-arn>"}'
    plan(scheduler, at(SOON), target={"Arn": QUEUE, "RoleArn": "role", "Input": words})

    schedules.fire_due(SOON + timedelta(seconds=9))

    given = json.loads(fired.inputs[0])
    assert given["at"] == f"{SOON:%Y-%m-%dT%H:%M:%SZ}"
    assert given["by"].endswith(":schedule/default/one")


def test_without_an_input_the_target_gets_the_event_that_eventbridge_makes_up(
    scheduler: EventBridgeSchedulerBackend, schedules: Schedules, fired: Fired
) -> None:
    plan(scheduler, at(SOON), target={"Arn": QUEUE, "RoleArn": "role"})

    schedules.fire_due(SOON)

    event = json.loads(fired.inputs[0])
    assert (event["source"], event["detail-type"]) == ("aws.scheduler", "Scheduled Event")
