"""The check of rights that the functional tests use can tell right from wrong."""

import os
from typing import Any

import boto3
import pytest

from tests.infrastructure.rights import Need, allows, needs, only_rights_of

NAMES = {
    "invoices": "InvoicesTable",
    "timeline": "TimelineTable",
    "bucket": "DocumentsBucket",
    "set": "ConfigurationSet",
}


@pytest.mark.parametrize(
    ("package", "need"),
    [
        ("api", ("dynamodb:Query", "InvoicesTable/index/by_due")),
        ("api", ("s3:GetObject", "DocumentsBucket/documents/inv_1/abc.pdf")),
        ("api", ("scheduler:CreateSchedule", "ScheduleGroup/msg_1")),
        ("api", ("iam:PassRole", "ScheduleRole")),
        ("deliver", ("ses:SendRawEmail", "ConfigurationSet")),
        ("sweep", ("sqs:SendMessage", "OutboxQueue")),
    ],
)
def test_what_a_role_gives_is_allowed(package: str, need: Need) -> None:
    assert allows(package, need)


@pytest.mark.parametrize(
    ("package", "need"),
    [
        ("api", ("ses:SendEmail", "ConfigurationSet")),
        ("api", ("s3:PutObject", "DocumentsBucket/documents/inv_1/abc.pdf")),
        ("api", ("scheduler:CreateSchedule", "default/msg_1")),
        ("deliver", ("scheduler:DeleteSchedule", "ScheduleGroup/msg_1")),
        ("deliver", ("s3:PutObject", "DocumentsBucket/elsewhere/abc.pdf")),
        ("deliver", ("dynamodb:Query", "InvoicesTable/index/by_due")),
        ("portal", ("ses:SendEmail", "ConfigurationSet")),
        ("portal", ("dynamodb:PutItem", "InvoicesTable")),
        ("sweep", ("dynamodb:GetItem", "?")),
    ],
)
def test_what_a_role_does_not_give_is_refused(package: str, need: Need) -> None:
    assert not allows(package, need)


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "expected"),
    [
        (
            "dynamodb",
            "TransactWriteItems",
            {"TransactItems": [{"ConditionCheck": {"TableName": "invoices"}}, {"Put": {"TableName": "timeline"}}]},
            [("dynamodb:ConditionCheckItem", "InvoicesTable"), ("dynamodb:PutItem", "TimelineTable")],
        ),
        ("dynamodb", "BatchGetItem", {"RequestItems": {"other": {}}}, [("dynamodb:BatchGetItem", "?")]),
        (
            "s3",
            "HeadObject",
            {"Bucket": "bucket", "Key": "documents/a"},
            [("s3:GetObject", "DocumentsBucket/documents/a")],
        ),
        (
            "sesv2",
            "SendEmail",
            {"ConfigurationSetName": "set", "Content": {"Raw": {"Data": b""}}},
            [("ses:SendEmail", "ConfigurationSet"), ("ses:SendRawEmail", "ConfigurationSet")],
        ),
    ],
)
def test_a_call_needs_what_iam_asks_for_it(
    service: str, operation: str, parameters: dict[str, Any], expected: list[Need]
) -> None:
    assert needs(service, operation, parameters, NAMES) == expected


def test_a_call_beyond_the_role_fails_the_test_it_is_made_in(aws_world: None) -> None:
    sqs, outbox = boto3.client("sqs"), os.environ["OUTBOX_QUEUE_URL"]
    with only_rights_of("sweep"):
        sqs.send_message(QueueUrl=outbox, MessageBody="{}")
    refusal = pytest.raises(AssertionError, match="engage may not sqs:SendMessage on OutboxQueue")
    with refusal, only_rights_of("engage"):
        sqs.send_message(QueueUrl=outbox, MessageBody="{}")
