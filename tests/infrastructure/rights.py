"""What a call to AWS needs, and whether the role of a function gives it: moto allows everything, AWS does not."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fnmatch import fnmatchcase
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient

from tests.infrastructure.stack import as_list, functions, package_of, rights_of

TRANSACTED = {
    "Get": "GetItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}
ACTIONS = {
    "lambda:Invoke": "lambda:InvokeFunction",
    "s3:HeadObject": "s3:GetObject",
    "s3:ListObjectsV2": "s3:ListBucket",
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sesv2:SendEmail": "ses:SendEmail",
}
NAMED_BY = ("TableName", "QueueUrl", "FunctionName", "SecretId", "ConfigurationSetName")

type Need = tuple[str, str]
"""An action and the resource it is done to, by the logical id: `InvoicesTable/index/by_due`."""


@contextmanager
def only_rights_of(package: str) -> Iterator[None]:
    """Within this, every call that the function's role does not cover is noted, and fails the test at the end.

    Real names are understood by way of the function's own environment variables, which must be set.
    """
    refused: list[str] = []
    call = BaseClient._make_api_call  # type: ignore[attr-defined]

    def noted(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        wanted = needs(client.meta.service_model.service_name, operation, parameters, logical_ids(package))
        refused.extend(f"{package} may not {need[0]} on {need[1]}" for need in wanted if not allows(package, need))
        return call(client, operation, parameters)

    with patch.object(BaseClient, "_make_api_call", noted):
        yield
    if refused:
        raise AssertionError("; ".join(refused))


def needs(service: str, operation: str, parameters: Mapping[str, Any], names: Mapping[str, str]) -> list[Need]:
    """The rights that IAM asks for. A resource that `names` does not know is `?`, which no role covers."""
    if operation in {"TransactWriteItems", "TransactGetItems"}:
        parts = [part for item in parameters["TransactItems"] for part in item.items()]
        return [(f"dynamodb:{TRANSACTED[kind]}", names.get(each["TableName"], "?")) for kind, each in parts]
    if operation in {"BatchGetItem", "BatchWriteItem"}:
        return [(f"dynamodb:{operation}", names.get(table, "?")) for table in parameters["RequestItems"]]
    action = ACTIONS.get(f"{service}:{operation}", f"{service}:{operation}")
    if service == "s3":
        return [(action, "/".join(filter(None, (names.get(parameters["Bucket"], "?"), parameters.get("Key")))))]
    if service == "scheduler":
        schedule = (action, f"{names.get(parameters['GroupName'], '?')}/{parameters['Name']}")
        return [schedule, ("iam:PassRole", "ScheduleRole")] if "Target" in parameters else [schedule]
    named = next((names.get(parameters[key], "?") for key in NAMED_BY if key in parameters), "?")
    found = [(action, f"{named}/index/{parameters['IndexName']}" if "IndexName" in parameters else named)]
    return [*found, ("ses:SendRawEmail", named)] if "Raw" in parameters.get("Content", {}) else found


def allows(package: str, need: Need) -> bool:
    (function,) = (name for name in functions() if package_of(name) == package)
    return any(
        need[0] in as_list(right["Action"]) and any(fnmatchcase(need[1], one) for one in _resources(right))
        for right in rights_of(function)
    )


def logical_ids(package: str) -> dict[str, str]:
    """By real name, as the environment gives it to the function: what it is called in the template."""
    (function,) = (each for name, each in functions().items() if package_of(name) == package)
    variables = function["Environment"]["Variables"].items()
    return {os.environ[name]: value["Ref"] for name, value in variables if "Ref" in value and name in os.environ}


def _resources(right: Mapping[str, Any]) -> list[str]:
    return [_readable(resource) for resource in as_list(right["Resource"])]


def _readable(resource: Any) -> str:
    match resource:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), "Arn"]}:
            return str(name)
        case {"Fn::Sub": str(text)} if text.startswith("${"):
            return text.removeprefix("${").replace(".Arn}", "", 1)
        case {"Fn::Sub": str(text)} if ":schedule/" in text:
            return text.partition(":schedule/")[2].replace("${", "").replace("}", "")
        case {"Fn::Sub": str(text)}:
            return text.rpartition("/")[2].removeprefix("${").removesuffix("}")
    return "" if resource == "*" else str(resource)
