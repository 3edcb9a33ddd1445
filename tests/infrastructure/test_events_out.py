"""What is committed to the timeline is published: by the pipe, and by nobody else."""

import ast
import json
import re
from collections.abc import Iterator

from dunlin.domain.announcement.kinds import KINDS, UNPUBLISHED
from dunlin.domain.dunning.hold import PromiseState
from dunlin.domain.email_status import EmailStatus
from tests.infrastructure.sources import product_files, strings, tree
from tests.infrastructure.stack import (
    DUNLIN,
    FUNCTIONS,
    as_list,
    identity_statements,
    of_type,
    rights_of_role,
    target,
)

(PIPE,) = of_type("AWS::Pipes::Pipe").values()
STREAM = PIPE["SourceParameters"]["DynamoDBStreamParameters"]
A_DAY = 24 * 3600
WRITING = (DUNLIN / "domain", DUNLIN / "services", FUNCTIONS)
TABLE = DUNLIN / "domain" / "announcement"
# Where the code puts a type together: what it may put behind the dot.
MADE: dict[str, set[str]] = {
    "email.": {each.lower() for each in EmailStatus if each not in {"PLANNED", "DISPATCHING"}},
    "promise.": {PromiseState.KEPT, PromiseState.BROKEN},
}
SUBJECTS = {name.partition(".")[0] for name in KINDS}


def code() -> Iterator[ast.AST]:
    for path in product_files():
        if any(path.is_relative_to(each) for each in WRITING) and not path.is_relative_to(TABLE):
            yield from ast.walk(tree(path))


# What texts of mails may name looks the same.
VARIABLES = {"portal.code", "portal.minutes"}


def types_written() -> set[str]:
    """Everything in the code that looks like the type of an entry."""
    texts = {text for node in code() if isinstance(node, ast.Constant) for text in strings(node)}
    return {text for text in texts if re.fullmatch(rf"({'|'.join(SUBJECTS)})\.[a-z_]+", text)} - VARIABLES


def types_put_together() -> set[str]:
    firsts = {next(strings(node)) for node in code() if _is_formatted(node)}
    return {text for text in firsts if re.fullmatch(r"[a-z]+\.", text)}


def _is_formatted(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) and bool(node.values) and isinstance(node.values[0], ast.Constant)


def test_every_type_that_the_code_writes_is_told_to_others() -> None:
    assert types_put_together() == set(MADE)
    made = {f"{subject}{state}" for subject, states in MADE.items() for state in states}
    assert types_written() | made == set(KINDS)


def test_the_timeline_is_the_source_and_only_what_is_new_in_it() -> None:
    assert PIPE["Source"] == {"Fn::GetAtt": ["TimelineTable", "StreamArn"]}
    [wanted] = PIPE["SourceParameters"]["FilterCriteria"]["Filters"]
    assert json.loads(wanted["Pattern"]) == {
        "eventName": ["INSERT"],
        "dynamodb": {"NewImage": {"type": {"S": [{"anything-but": list(UNPUBLISHED)}]}}},
    }
    assert STREAM["StartingPosition"] == "TRIM_HORIZON"


def test_the_pipe_gives_up_late_but_before_the_stream_forgets() -> None:
    assert STREAM["MaximumRetryAttempts"] > 0
    assert A_DAY / 2 < STREAM["MaximumRecordAgeInSeconds"] < A_DAY
    assert STREAM["OnPartialBatchItemFailure"] == "AUTOMATIC_BISECT"


def test_events_are_in_order_for_each_invoice_and_fit_onto_the_bus() -> None:
    assert STREAM.get("ParallelizationFactor", 1) == 1
    assert (
        STREAM["BatchSize"] <= 10
    )  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html


def test_an_event_says_of_itself_what_it_is() -> None:
    assert target(PIPE["Enrichment"]) == "AnnounceFunction"
    assert target(PIPE["Target"]) == "EventBus"
    said = {"Source": "dunlin", "DetailType": "$.type", "Time": "$.at"}
    assert PIPE["TargetParameters"] == {"EventBridgeEventBusParameters": said}


def test_the_pipe_may_do_its_work_and_nothing_else() -> None:
    given = {
        action: right["Resource"] for right in rights_of_role("EventsPipeRole") for action in as_list(right["Action"])
    }
    stream = {"Fn::GetAtt": ["TimelineTable", "StreamArn"]}
    reading = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
    assert given == {
        **{f"dynamodb:{action}": stream for action in reading},
        "lambda:InvokeFunction": {"Fn::GetAtt": ["AnnounceFunction", "Arn"]},
        "events:PutEvents": {"Fn::GetAtt": ["EventBus", "Arn"]},
        "sqs:SendMessage": {"Fn::GetAtt": ["EventsDeadLetters", "Arn"]},
    }


def test_nobody_else_may_publish() -> None:
    publishing = {owner for owner, right in identity_statements() if "events:PutEvents" in as_list(right["Action"])}
    assert publishing == {"EventsPipeRole"}
    assert [path for path in product_files() if "put_events" in path.read_text(encoding="utf-8")] == []


def test_a_pipe_that_fails_is_seen_at_once() -> None:
    alarm = of_type("AWS::CloudWatch::Alarm")["EventsFailingAlarm"]
    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/EventBridge/Pipes", "ExecutionFailed")
    assert alarm["Dimensions"] == [{"Name": "PipeName", "Value": {"Ref": "EventsPipe"}}]
