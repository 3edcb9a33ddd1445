"""What a call to AWS needs of IAM, and what the roles of the functions give: moto allows everything, AWS does not."""

import os
import re
from collections.abc import Mapping
from typing import Any

from tests.infrastructure.stack import as_list, functions, of_type, package_of, rights_of, target

type Need = tuple[str, str]
"""An action and the resource it is done to, as exactly as a role can say it, by logical id: `InvoicesTable`,
`InvoicesTable/index/by_due`, `DocumentsBucket/mails/*`.
"""
UNKNOWN = "?"
"""A resource that is named by none of the function's own environment variables. No role covers it."""
TRANSACTED = {
    "Get": "GetItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}
# Where the action is not called as the operation is.
# https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
ACTIONS = {
    "lambda:Invoke": "lambda:InvokeFunction",
    "s3:HeadObject": "s3:GetObject",
    "s3:ListObjectsV2": "s3:ListBucket",
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sesv2:SendEmail": "ses:SendEmail",
    "stepfunctions:StartExecution": "states:StartExecution",
    "stepfunctions:DescribeExecution": "states:DescribeExecution",
}
NAMED_BY = ("TableName", "QueueUrl", "FunctionName", "SecretId", "stateMachineArn", "ConfigurationSetName", "Bucket")
# What Lambda itself does in a function's role.
# https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
POLLING = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
LOGGING = ("logs:CreateLogStream", "logs:PutLogEvents")
TRACING = ("xray:PutTraceSegments", "xray:PutTelemetryRecords")
_ARN = re.compile(r"arn:\$\{AWS::Partition\}:\w+:\$\{AWS::Region\}:\$\{AWS::AccountId\}:")
_KINDS = {
    "schedule/${ScheduleGroup}/*": "ScheduleGroup/*",
    "configuration-set/${ConfigurationSet}": "ConfigurationSet",
    "identity/*": "identity/*",
    "execution:${AWS::StackName}-batch-send:*": "BatchSend/*",
}


def needs(service: str, operation: str, parameters: Mapping[str, Any], names: Mapping[str, str]) -> list[Need]:
    """The rights that IAM asks for. `names` are logical ids by real name."""
    if operation in {"TransactWriteItems", "TransactGetItems"}:
        parts = [part for item in parameters["TransactItems"] for part in item.items()]
        return [(f"dynamodb:{TRANSACTED[kind]}", names.get(each["TableName"], UNKNOWN)) for kind, each in parts]
    if operation in {"BatchGetItem", "BatchWriteItem"}:
        return [(f"dynamodb:{operation}", names.get(table, UNKNOWN)) for table in parameters["RequestItems"]]
    action = ACTIONS.get(f"{service}:{operation}", f"{service}:{operation}")
    if "Target" in parameters:  # whoever makes a schedule hands it a role
        role = names.get(parameters["Target"]["RoleArn"], UNKNOWN)
        return [(action, _named(parameters, names)), ("iam:PassRole", role)]
    if service == "sesv2":  # raw content needs SendRawEmail, although the call is SendEmail
        both = (action, "ses:SendRawEmail") if "Raw" in parameters.get("Content", {}) else (action,)
        return [(each, resource) for each in both for resource in ("identity/*", _named(parameters, names))]
    return [(action, _named(parameters, names))]


def _named(parameters: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The resource that these parameters speak of."""
    match parameters:
        case {"executionArn": arn}:
            machine = arn.rpartition(":")[0].replace(":execution:", ":stateMachine:")
            return f"{names.get(machine, UNKNOWN)}/*"
        case {"TableName": table, "IndexName": index}:
            return f"{names.get(table, UNKNOWN)}/index/{index}"
        case {"Bucket": bucket, "Key": key}:
            return f"{names.get(bucket, UNKNOWN)}/{key.partition('/')[0]}/*"
        case {"GroupName": group}:
            return f"{names.get(group, UNKNOWN)}/*"
    return next((names.get(parameters[key], UNKNOWN) for key in NAMED_BY if key in parameters), UNKNOWN)


def grants(package: str) -> set[Need]:
    """All that the role of the function gives."""
    return {
        (action, _readable(resource))
        for right in rights_of(_function(package))
        for action in as_list(right["Action"])
        for resource in as_list(right["Resource"])
    }


def on_behalf(package: str) -> set[Need]:
    """What AWS does in the function's role, without a call of the code: polls its queues, keeps its logs and traces."""
    name = _function(package)
    logs = target(functions()[name]["LoggingConfig"]["LogGroup"])
    sources = of_type("AWS::Lambda::EventSourceMapping").values()
    polled = [target(each["EventSourceArn"]) for each in sources if target(each["FunctionName"]) == name]
    failed = [
        target(each["DestinationConfig"]["OnFailure"]["Destination"])
        for each in of_type("AWS::Lambda::EventInvokeConfig").values()
        if target(each["FunctionName"]) == name
    ]
    return {
        *((action, queue) for queue in polled for action in POLLING),
        *(("sqs:SendMessage", queue) for queue in failed),
        *((action, logs) for action in LOGGING),
        *((action, "*") for action in TRACING),
    }


def logical_ids(package: str) -> dict[str, str]:
    """By real name, as the environment gives it to the function: what it is called in the template."""
    variables = functions()[_function(package)]["Environment"]["Variables"].items()
    named = [
        (name, value) for name, value in variables if isinstance(value, dict) and {"Ref", "Fn::GetAtt"} & set(value)
    ]
    return {os.environ[name]: target(value) for name, value in named if name in os.environ}


def packages() -> list[str]:
    """Of all functions."""
    return sorted(package_of(name) for name in functions())


def _function(package: str) -> str:
    (function,) = (name for name in functions() if package_of(name) == package)
    return function


def _readable(resource: Any) -> str:
    match resource:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), "Arn"]}:
            return str(name)
        case {"Fn::Sub": str(text)} if text.startswith("${"):
            return text.removeprefix("${").replace(".Arn}", "", 1)
        case {"Fn::Sub": str(text)}:
            return _KINDS[_ARN.sub("", text)]
    assert resource == "*", resource
    return "*"
