"""Whatever is handed over without waiting for an answer is done, or ends in a queue that somebody watches."""

from typing import Any

import pytest

from tests.infrastructure.stack import as_list, functions, of_type, queues, rights_of, rights_of_role, target

RECEIVES = 5
VISIBILITY_PER_TIMEOUT = 6
FOURTEEN_DAYS = 14 * 24 * 3600

MAPPINGS = of_type("AWS::Lambda::EventSourceMapping")
SCHEDULES = of_type("AWS::Scheduler::Schedule")
PIPES = of_type("AWS::Pipes::Pipe")
SUBSCRIPTIONS = {name: each for name, each in of_type("AWS::SNS::Subscription").items() if each["Protocol"] != "email"}


def source(mapping: str) -> str:
    return target(MAPPINGS[mapping]["EventSourceArn"])


def consumer(mapping: str) -> dict[str, Any]:
    return functions()[target(MAPPINGS[mapping]["FunctionName"])]


def dead_letters_of_queues() -> set[str]:
    redrives = (each["RedrivePolicy"] for each in queues().values() if "RedrivePolicy" in each)
    return {target(redrive["deadLetterTargetArn"]) for redrive in redrives}


def dead_letters_of_functions() -> dict[str, str]:
    """By function: where an event that it was handed asynchronously goes in the end."""
    configured = of_type("AWS::Lambda::EventInvokeConfig").values()
    return {
        target(each["FunctionName"]): target(each["DestinationConfig"]["OnFailure"]["Destination"])
        for each in configured
    }


def dead_letters_of_pipe(pipe: str) -> str:
    return target(PIPES[pipe]["SourceParameters"]["DynamoDBStreamParameters"]["DeadLetterConfig"]["Arn"])


def may_send(rights: list[dict[str, Any]], queue: str) -> bool:
    return any(
        "sqs:SendMessage" in as_list(right["Action"]) and {"Fn::GetAtt": [queue, "Arn"]} in as_list(right["Resource"])
        for right in rights
    )


@pytest.mark.parametrize("mapping", MAPPINGS)
def test_a_message_that_keeps_failing_is_put_aside(mapping: str) -> None:
    redrive = queues()[source(mapping)]["RedrivePolicy"]
    assert redrive["maxReceiveCount"] == RECEIVES
    assert target(redrive["deadLetterTargetArn"]) in queues()


@pytest.mark.parametrize("mapping", MAPPINGS)
def test_one_failing_message_does_not_stop_its_neighbours(mapping: str) -> None:
    assert MAPPINGS[mapping]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


@pytest.mark.parametrize("mapping", MAPPINGS)
def test_a_message_stays_hidden_for_six_timeouts_of_its_consumer(mapping: str) -> None:
    hidden = queues()[source(mapping)]["VisibilityTimeout"]
    waits = MAPPINGS[mapping].get("MaximumBatchingWindowInSeconds", 0)
    assert hidden >= VISIBILITY_PER_TIMEOUT * consumer(mapping)["Timeout"] + waits


@pytest.mark.parametrize("mapping", MAPPINGS)
def test_a_consumer_may_take_from_its_queue(mapping: str) -> None:
    function = target(MAPPINGS[mapping]["FunctionName"])
    granted = {
        action
        for right in rights_of(function)
        if {"Fn::GetAtt": [source(mapping), "Arn"]} in as_list(right["Resource"])
        for action in as_list(right["Action"])
    }
    assert granted >= {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}


def test_the_workers_of_the_outbox_are_counted_so_that_ses_is_not_flooded() -> None:
    assert MAPPINGS["DeliverFunctionOutbox"]["ScalingConfig"] == {"MaximumConcurrency": {"Ref": "OutboxConcurrency"}}


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_schedule_that_cannot_fire_leaves_a_trace(schedule: str) -> None:
    goal = SCHEDULES[schedule]["Target"]
    dead_letters = target(goal["DeadLetterConfig"]["Arn"])
    assert dead_letters in queues()
    assert "RetryPolicy" in goal
    assert may_send(rights_of_role(target(goal["RoleArn"])), dead_letters)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_function_that_fails_after_its_schedule_fired_leaves_a_trace(schedule: str) -> None:
    function = target(SCHEDULES[schedule]["Target"]["Arn"])
    assert may_send(rights_of(function), dead_letters_of_functions()[function])


def test_schedules_made_by_the_code_may_fill_the_outbox_and_nothing_else() -> None:
    (right,) = rights_of_role("ScheduleRole")
    assert right["Action"] == "sqs:SendMessage"
    assert {target(arn) for arn in right["Resource"]} == {"OutboxQueue", "OutboxDeadLetters"}


@pytest.mark.parametrize("subscription", SUBSCRIPTIONS)
def test_an_event_that_sns_cannot_hand_over_is_put_aside(subscription: str) -> None:
    properties = SUBSCRIPTIONS[subscription]
    assert properties["RawMessageDelivery"] is True
    aside = target(properties["RedrivePolicy"]["deadLetterTargetArn"])
    policies = of_type("AWS::SQS::QueuePolicy").values()
    welcome = {
        target(arn)
        for policy in policies
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Principal"] == {"Service": "sns.amazonaws.com"}
        and statement["Condition"] == {"ArnEquals": {"aws:SourceArn": properties["TopicArn"]}}
        for arn in as_list(statement["Resource"])
    }
    assert welcome == {target(properties["Endpoint"]), aside}


def test_every_dead_letter_is_seen_by_an_alarm() -> None:
    put_aside = {target(each["RedrivePolicy"]["deadLetterTargetArn"]) for each in SUBSCRIPTIONS.values()}
    missed = {target(each["Target"]["DeadLetterConfig"]["Arn"]) for each in SCHEDULES.values()}
    unpublished = {dead_letters_of_pipe(name) for name in PIPES}
    expected = dead_letters_of_queues() | put_aside | missed | set(dead_letters_of_functions().values()) | unpublished
    watched = {
        target(each["Dimensions"][0]["Value"])
        for each in of_type("AWS::CloudWatch::Alarm").values()
        if each["MetricName"] == "ApproximateNumberOfMessagesVisible"
        and (each["Threshold"], each["ComparisonOperator"]) == (0, "GreaterThanThreshold")
        and each["AlarmActions"] == [{"Ref": "AlarmTopic"}]
    }
    assert watched == expected != set()


def test_dead_letters_that_hold_work_wait_as_long_as_sqs_can() -> None:
    holding = dead_letters_of_queues() | {dead_letters_of_pipe(name) for name in PIPES}
    kept = {name: queues()[name]["MessageRetentionPeriod"] for name in holding}
    assert set(kept.values()) == {FOURTEEN_DAYS}


def test_every_kind_of_event_of_an_email_is_asked_for() -> None:
    (events,) = of_type("AWS::SES::ConfigurationSetEventDestination").values()
    destination = events["EventDestination"]
    assert destination["Enabled"] is True
    assert target(destination["SnsDestination"]["TopicARN"]) == "EngagementTopic"
    assert set(destination["MatchingEventTypes"]) == {
        *("send", "reject", "bounce", "complaint", "delivery"),
        *("open", "click", "renderingFailure", "deliveryDelay", "subscription"),
    }
