"""Nobody may do more than its work: one function sends e-mail, and every star has a reason."""

import ast
from typing import Any

import pytest

from tests.infrastructure.sources import imports, packages_leading_to, strings
from tests.infrastructure.stack import (
    as_list,
    functions,
    identity_statements,
    of_type,
    package_of,
    rights_of,
    target,
)

LOG_DELIVERIES = (
    *("logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery"),
    *("logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:DescribeResourcePolicies", "logs:DescribeLogGroups"),
)
ANY_RESOURCE = {
    ("FunctionBasics", "xray:PutTraceSegments", "xray:PutTelemetryRecords"),  # X-Ray has none to name
    ("BatchSendRole", *LOG_DELIVERIES),  # nor have log deliveries
}
EXECUTIONS = "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${AWS::StackName}-batch-send"
STARS = {
    "${DocumentsBucket.Arn}/documents/*": "the keys below a prefix",
    "${DocumentsBucket.Arn}/mails/*": "the keys below a prefix",
    "arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule/${ScheduleGroup}/*": "one per message",
    "${DocumentsBucket.Arn}/uploads/*": "the keys below a prefix",
    "${DocumentsBucket.Arn}/logos/*": "the keys below a prefix",
    "${DocumentsBucket.Arn}/batches/*": "the keys below a prefix",
    f"{EXECUTIONS}:*": "executions of one machine",
    f"{EXECUTIONS}/*": "the children of a distributed map of one machine",
    "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/*": "the sandbox asks for the recipients' too",
}
SERVICES = {"lambda.amazonaws.com", "scheduler.amazonaws.com", "states.amazonaws.com", "pipes.amazonaws.com"}
RENDERERS = {"deliver", "documents"}


def actions(statement: dict[str, Any]) -> set[str]:
    return set(as_list(statement["Action"]))


def actions_on(function: str, resource: str) -> set[str]:
    mentioned = [
        right for right in rights_of(function) if {"Fn::GetAtt": [resource, "Arn"]} in as_list(right["Resource"])
    ]
    return {action for right in mentioned for action in actions(right)}


def test_deliver_alone_may_send_email() -> None:
    senders = {
        package_of(function)
        for function in functions()
        if any(action.startswith("ses:") for right in rights_of(function) for action in actions(right))
    }
    assert senders == {"deliver"}
    assert {
        owner for owner, right in identity_statements() if any(action.startswith("ses:") for action in actions(right))
    } == {"DeliverRole"}


def test_email_leaves_only_from_the_senders_domain() -> None:
    (right,) = (each for each in rights_of("DeliverFunction") if "ses:SendEmail" in actions(each))
    allowed = right["Condition"]["StringLike"]["ses:FromAddress"]
    assert allowed == [{"Fn::Sub": "*@${SenderDomain}"}, {"Fn::Sub": "*@*.${SenderDomain}"}]


def test_the_role_of_schedules_is_passed_to_the_scheduler_alone() -> None:
    passing = [(owner, right) for owner, right in identity_statements() if "iam:PassRole" in actions(right)]
    assert {owner for owner, _ in passing} == {"ApiRole", "BatchRole", "CollectRole", "DeliverRole", "PortalRole"}
    for _, right in passing:
        assert as_list(right["Resource"]) == [{"Fn::GetAtt": ["ScheduleRole", "Arn"]}]
        assert right["Condition"] == {"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}}


def speaks_to_ses(code: ast.AST) -> bool:
    return "sesv2" in strings(code) or any("sesv2" in name for name in imports(code))


def test_the_code_of_deliver_alone_reaches_ses() -> None:
    assert packages_leading_to(speaks_to_ses) == {"deliver"}


def test_the_code_of_the_two_renderers_alone_reaches_the_pdf_library() -> None:
    assert packages_leading_to(lambda code: "fpdf" in imports(code)) == RENDERERS


def test_the_code_of_the_portal_and_of_collect_alone_reaches_the_payment_provider() -> None:
    assert packages_leading_to(lambda code: "stripe" in imports(code)) == {"collect", "portal"}


def test_whoever_charges_may_neither_send_nor_see_documents() -> None:
    may = {action.partition(":")[0] for right in rights_of("CollectFunction") for action in actions(right)}
    assert not may & {"ses", "s3", "lambda", "states", "events"}
    assert actions_on("CollectFunction", "SellersTable") == {"dynamodb:GetItem", "dynamodb:UpdateItem"}
    assert not actions_on("CollectFunction", "IdentifiersTable") | actions_on("CollectFunction", "TemplatesTable")


def test_every_star_for_all_resources_has_a_reason() -> None:
    everything = {
        (owner, *as_list(right["Action"]))
        for owner, right in identity_statements()
        if "*" in as_list(right["Resource"])
    }
    assert everything == ANY_RESOURCE


def test_every_star_within_a_resource_has_a_reason() -> None:
    texts = {
        resource["Fn::Sub"]
        for _, right in identity_statements()
        for resource in as_list(right["Resource"])
        if resource != "*" and "*" in resource.get("Fn::Sub", "")
    }
    assert texts == set(STARS)


def test_no_right_is_a_pattern() -> None:
    assert [action for _, right in identity_statements() for action in actions(right) if "*" in action] == []
    assert [owner for owner, right in identity_statements() if {"NotAction", "NotResource"} & set(right)] == []


def test_no_role_takes_a_policy_that_is_not_written_here() -> None:
    for role in of_type("AWS::IAM::Role").values():
        attached = role.get("ManagedPolicyArns", [])
        assert {target(arn) for arn in attached} <= set(of_type("AWS::IAM::ManagedPolicy"))


def test_each_function_has_a_role_of_its_own() -> None:
    roles = [target(each["Role"]) for each in functions().values()]
    assert len(set(roles)) == len(roles)


def test_roles_are_for_our_own_services() -> None:
    for name, role in of_type("AWS::IAM::Role").items():
        for statement in role["AssumeRolePolicyDocument"]["Statement"]:
            service = statement["Principal"]["Service"]
            assert service in SERVICES, name
            if service in {"scheduler.amazonaws.com", "pipes.amazonaws.com"}:
                assert set(statement["Condition"]["StringEquals"]) == {"aws:SourceAccount", "aws:SourceArn"}, name
            if service == "states.amazonaws.com":
                assert set(statement["Condition"]["StringEquals"]) == {"aws:SourceAccount"}, name


@pytest.mark.parametrize("function", functions())
def test_nobody_may_change_or_remove_the_audit_trail(function: str) -> None:
    assert actions_on(function, "TimelineTable") <= {"dynamodb:PutItem", "dynamodb:Query"}


def test_the_api_can_start_a_render_but_not_write_a_document() -> None:
    rights = [right for right in rights_of("ApiFunction") if any(each.startswith("s3:") for each in actions(right))]
    assert {action for right in rights for action in actions(right)} == {
        "s3:GetObject",
        "s3:ListBucket",
        "s3:PutObject",
    }
    (writing,) = (right for right in rights if "s3:PutObject" in actions(right))
    # what staff bring, not what was sent
    brought = ("${DocumentsBucket.Arn}/uploads/*", "${DocumentsBucket.Arn}/logos/*")
    assert writing["Resource"] == [{"Fn::Sub": each} for each in brought]
    assert actions_on("ApiFunction", "DocumentsFunction") == {"lambda:InvokeFunction"}


def test_batches_plan_and_cancel_but_nobody_sends_or_renders_from_there() -> None:
    assert actions_on("BatchFunction", "OutboxQueue") == {"sqs:SendMessage"}
    s3 = {each for right in rights_of("BatchFunction") for each in actions(right) if each.startswith("s3:")}
    assert s3 == {"s3:PutObject", "s3:GetObject", "s3:ListBucket"}  # its own plans, and uploads that a send names
