"""The state machine of batches may do what its states do, and nothing more; and its failures are seen."""

from collections.abc import Iterator
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from tests.infrastructure.stack import ROOT, as_list, of_type, rights_of_role

NAME = "${AWS::StackName}-batch-send"
HERE = "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}"
FUNCTION, PLANS = {"Fn::GetAtt": ["BatchFunction", "Arn"]}, {"Fn::Sub": "${DocumentsBucket.Arn}/batches/*"}
# What AWS asks of the role beside what the resource of a state says; docs.aws.amazon.com/step-functions, "IAM policies
# for Distributed Map states".
NEEDS: dict[str, list[tuple[str, Any]]] = {
    "arn:${Partition}:states:::lambda:invoke": [("lambda:InvokeFunction", FUNCTION)],
    "arn:${Partition}:states:::s3:getObject": [("s3:GetObject", PLANS)],
    "DISTRIBUTED": [
        ("states:StartExecution", {"Fn::Sub": f"{HERE}:stateMachine:{NAME}"}),
        ("states:DescribeExecution", {"Fn::Sub": f"{HERE}:execution:{NAME}/*"}),
        ("states:StopExecution", {"Fn::Sub": f"{HERE}:execution:{NAME}/*"}),
    ],
}


def states(definition: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every state, those within a map among them."""
    for state in definition["States"].values():
        yield state
        if "ItemProcessor" in state:
            yield from states(state["ItemProcessor"])


def machine() -> dict[str, Any]:
    found: dict[str, Any] = yaml_parse((ROOT / "statemachines" / "batch_send.asl.yaml").read_text(encoding="utf-8"))
    return found


def uses(state: dict[str, Any]) -> Iterator[str]:
    """What a state reaches beyond the machine."""
    if state["Type"] == "Task":
        yield state["Resource"]
    if state["Type"] == "Map":
        yield state["ItemReader"]["Resource"]
        yield state["ItemProcessor"]["ProcessorConfig"]["Mode"]


def test_a_task_that_lambda_has_no_room_for_is_tried_for_a_day() -> None:
    tasks = [state for state in states(machine()) if state["Type"] == "Task"]

    assert len(tasks) == 4
    for busy, other in (state["Retry"] for state in tasks):
        assert busy["ErrorEquals"] == ["Lambda.TooManyRequestsException"]
        # By chance between nothing and that long, so half of it.
        assert busy["MaxAttempts"] * busy["MaxDelaySeconds"] / 2 >= 24 * 3_600
        assert busy["JitterStrategy"] == "FULL"
        assert other["ErrorEquals"] == ["States.ALL"]


def test_the_role_may_do_what_the_states_do_and_nothing_more() -> None:
    needed = [need for state in states(machine()) for use in uses(state) for need in NEEDS[use]]
    given = [
        (action, resource)
        for right in rights_of_role("BatchSendRole")
        if right.get("Sid") != "Logging"
        for action in as_list(right["Action"])
        for resource in as_list(right["Resource"])
    ]
    assert all(need in given for need in needed)
    assert all(right in needed for right in given)


def test_every_task_is_the_batch_function_and_is_tried_again() -> None:
    tasks = [state for state in states(machine()) if state["Type"] == "Task"]
    assert {task["Parameters"]["FunctionName"] for task in tasks} == {"${BatchFunctionArn}"}
    assert all(task["Retry"] for task in tasks)


def test_what_is_left_behind_ends_as_a_failure_that_the_alarm_sees() -> None:
    top = machine()["States"]
    [choice] = top[top["Summarise"]["Next"]]["Choices"]
    assert (choice["StringEquals"], top[choice["Next"]]["Type"]) == ("INCOMPLETE", "Fail")
    alarm = of_type("AWS::CloudWatch::Alarm")["BatchFailedAlarm"]
    assert (alarm["Namespace"], alarm["MetricName"], alarm["Threshold"]) == ("AWS/States", "ExecutionsFailed", 0)
    assert alarm["Dimensions"] == [{"Name": "StateMachineArn", "Value": {"Ref": "BatchSend"}}]
