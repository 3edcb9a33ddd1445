"""Each function's role gives exactly what its code asks for, and what AWS asks for in its place."""

import ast
from typing import Any

import pytest

from tests.functional.recording import recorded
from tests.infrastructure.judged import JUDGED
from tests.infrastructure.rights import Need, grants, needs, on_behalf, packages
from tests.infrastructure.stack import ROOT

NAMES = {
    "invoices": "InvoicesTable",
    "timeline": "TimelineTable",
    "bucket": "DocumentsBucket",
    "set": "ConfigurationSet",
    "group": "ScheduleGroup",
    "role": "ScheduleRole",
    "arn:aws:states:us-east-1:123456789012:stateMachine:batch": "BatchSend",
}


def used(package: str) -> set[Need]:
    return {(action, on) for action, _, on in (right.partition(" ") for right in recorded().get(package, {}))}


def judged(package: str) -> set[Need]:
    return {(action, on) for function, action, on in JUDGED if function == package}


@pytest.mark.parametrize("package", packages())
def test_a_role_gives_what_its_code_asks_for_and_nothing_else(package: str) -> None:
    assert sorted(grants(package)) == sorted(used(package) | on_behalf(package) | judged(package))


def test_nothing_is_judged_that_a_test_asks_for() -> None:
    assert [each for each in JUDGED if each[1:] in used(each[0]) | on_behalf(each[0])] == []


def test_the_tests_that_are_said_to_use_a_right_are_there() -> None:
    named = {by.partition("[")[0] for rights in recorded().values() for by in rights.values()}
    files = {each.partition("::")[0] for each in named}
    there = {
        f"{file}::{each.name}"
        for file in files
        for each in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))
        if isinstance(each, ast.FunctionDef)
    }
    assert named - there == set()


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
            "dynamodb",
            "Query",
            {"TableName": "invoices", "IndexName": "by_due"},
            [("dynamodb:Query", "InvoicesTable/index/by_due")],
        ),
        (
            "s3",
            "HeadObject",
            {"Bucket": "bucket", "Key": "documents/inv_1/a.pdf"},
            [("s3:GetObject", "DocumentsBucket/documents/*")],
        ),
        ("s3", "ListObjectsV2", {"Bucket": "bucket"}, [("s3:ListBucket", "DocumentsBucket")]),
        (
            "scheduler",
            "CreateSchedule",
            {"GroupName": "group", "Name": "msg_1", "Target": {"RoleArn": "role"}},
            [("scheduler:CreateSchedule", "ScheduleGroup/*"), ("iam:PassRole", "ScheduleRole")],
        ),
        (
            "scheduler",
            "DeleteSchedule",
            {"GroupName": "default", "Name": "msg_1"},
            [("scheduler:DeleteSchedule", "?/*")],
        ),
        (
            "stepfunctions",
            "DescribeExecution",
            {"executionArn": "arn:aws:states:us-east-1:123456789012:execution:batch:one"},
            [("states:DescribeExecution", "BatchSend/*")],
        ),
        (
            "sesv2",
            "SendEmail",
            {"ConfigurationSetName": "set", "Content": {"Raw": {"Data": b""}}},
            [
                ("ses:SendEmail", "identity/*"),
                ("ses:SendEmail", "ConfigurationSet"),
                ("ses:SendRawEmail", "identity/*"),
                ("ses:SendRawEmail", "ConfigurationSet"),
            ],
        ),
    ],
)
def test_a_call_needs_what_iam_asks_for_it(
    service: str, operation: str, parameters: dict[str, Any], expected: list[Need]
) -> None:
    assert needs(service, operation, parameters, NAMES) == expected
