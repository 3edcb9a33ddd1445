"""Queues, schedules, mail and executions as AWS has them, where moto has not."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.simulation.aws import Aws
from tests.simulation.aws_builders import an_aws, refusal_of
from tests.simulation.differential.strictness import SCHEDULE, URL

RAW = b"From: invoices@seller.example\r\nTo: ada@buyer.example\r\nSubject: x\r\n\r\nx\r\n"


def receive(aws: Aws, queue: str = "outbox") -> list[dict[str, Any]]:
    asked = {"QueueUrl": URL.replace("outbox", queue), "MaxNumberOfMessages": 10, "AttributeNames": ["All"]}
    return list(aws.call("sqs", "ReceiveMessage", asked).get("Messages", []))


def mail(to: str = "ada@buyer.example", **changes: Any) -> dict[str, Any]:
    return {
        "FromEmailAddress": "invoices@seller.example",
        "Destination": {"ToAddresses": [to]},
        "Content": {"Raw": {"Data": RAW}},
        "EmailTags": [{"Name": "email_id", "Value": "em_1"}],
        "ConfigurationSetName": "dunlin-test",
        **changes,
    }


def test_a_message_comes_again_until_it_is_dead() -> None:
    aws, hand = an_aws()
    aws.sqs.put("outbox", "x")
    for times in range(1, 6):
        [message] = receive(aws)
        assert message["Attributes"]["ApproximateReceiveCount"] == str(times)
        assert receive(aws) == []
        hand.pass_by(seconds=360)
    assert receive(aws) == []
    assert [each["Body"] for each in receive(aws, "outbox-dead")] == ["x"]


def test_an_old_receipt_deletes_nothing() -> None:
    aws, hand = an_aws()
    aws.sqs.put("outbox", "x")
    [first] = receive(aws)
    hand.pass_by(seconds=360)
    [second] = receive(aws)
    for message, left in ((first, 1), (second, 0), (second, 0)):
        aws.call("sqs", "DeleteMessage", {"QueueUrl": URL, "ReceiptHandle": message["ReceiptHandle"]})
        assert len(aws.sqs.queues["outbox"].letters) == left


def test_a_message_may_come_twice_at_once_and_out_of_order() -> None:
    aws, _ = an_aws()
    for number in range(8):
        aws.sqs.put("outbox", str(number))
    aws.sqs.whims.reorders, aws.sqs.whims.doubles = True, lambda: True
    one, two = ([message["Body"] for message in receive(aws)] for _ in range(2))
    assert sorted(one) == sorted(two) == [str(number) for number in range(8)]
    assert one != sorted(one)


def test_a_delayed_message_waits_and_an_old_one_is_lost() -> None:
    aws, hand = an_aws()
    aws.call("sqs", "SendMessage", {"QueueUrl": URL, "MessageBody": "x", "DelaySeconds": 900})
    hand.pass_by(seconds=899)
    assert receive(aws) == []
    hand.pass_by(seconds=1)
    assert len(receive(aws)) == 1
    hand.pass_by(days=4)
    assert receive(aws) == []
    assert receive(aws, "outbox-dead") == []


def test_a_schedule_fires_within_its_minute_and_is_gone() -> None:
    aws, hand = an_aws()
    aws.scheduler.late = lambda: timedelta(seconds=59)
    wish = {**SCHEDULE, "ScheduleExpression": f"at({hand.now + timedelta(minutes=1):%Y-%m-%dT%H:%M:%S})"}
    aws.call("scheduler", "CreateSchedule", wish)
    hand.pass_by(seconds=60)
    assert aws.scheduler.due() == []
    hand.pass_by(seconds=59)
    assert aws.scheduler.due() == ["msg_01"]
    aws.scheduler.fire("msg_01", completes=False)
    aws.scheduler.fire("msg_01")
    assert [message["Body"] for message in receive(aws)] == ["{}", "{}"]
    assert refusal_of(aws, "scheduler", "DeleteSchedule", {"Name": "msg_01", "GroupName": SCHEDULE["GroupName"]}) == (
        "ResourceNotFoundException"
    )


def test_a_schedule_is_made_once_by_a_token_and_replaced_whole() -> None:
    aws, _ = an_aws()
    aws.call("scheduler", "CreateSchedule", {**SCHEDULE, "ClientToken": "t"})
    aws.call("scheduler", "CreateSchedule", {**SCHEDULE, "ClientToken": "t"})
    assert refusal_of(aws, "scheduler", "CreateSchedule", {**SCHEDULE, "ClientToken": "u"}) == "ConflictException"
    later = {name: value for name, value in SCHEDULE.items() if name != "ActionAfterCompletion"}
    aws.call("scheduler", "UpdateSchedule", later)
    assert "ActionAfterCompletion" not in aws.scheduler.schedules["msg_01"].wish


def test_a_schedule_that_cannot_be_handed_over_lies_with_the_dead_letters() -> None:
    aws, _ = an_aws()
    aws.call("scheduler", "CreateSchedule", SCHEDULE)
    aws.scheduler.fail("msg_01")
    assert (receive(aws), len(receive(aws, "outbox-dead")), aws.scheduler.schedules) == ([], 1, {})


def test_mail_is_kept_and_told_of_by_its_tags() -> None:
    aws, _ = an_aws()
    answer = aws.call("sesv2", "SendEmail", mail())
    [posted] = aws.ses.mails
    assert (posted.message_id, posted.raw, posted.email_id) == (answer["MessageId"], RAW, "em_1")
    assert aws.ses.fate(posted) == [("Send", {}), ("Delivery", {})]
    assert aws.ses.tell(posted, "Send")["mail"]["tags"]["email_id"] == ["em_1"]


def test_who_bounced_is_not_written_to_again() -> None:
    aws, _ = an_aws()
    aws.call("sesv2", "SendEmail", mail("bounce@simulator.amazonses.com"))
    for kind, options in aws.ses.fate(aws.ses.mails[0]):
        aws.ses.tell(aws.ses.mails[0], kind, options)
    aws.call("sesv2", "SendEmail", mail("bounce@simulator.amazonses.com"))
    (_, (kind, options)) = aws.ses.fate(aws.ses.mails[1])
    told = aws.ses.tell(aws.ses.mails[1], kind, options)
    assert (kind, told["bounce"]["bounceSubType"]) == ("Bounce", "OnAccountSuppressionList")


def test_quotas_count_recipients_by_the_second_and_by_the_day() -> None:
    aws, hand = an_aws()
    aws.ses.limits.per_second, aws.ses.limits.per_day = 2, 3
    two = {"ToAddresses": ["ada@buyer.example", "ben@buyer.example"]}
    aws.call("sesv2", "SendEmail", mail(Destination=two))
    assert refusal_of(aws, "sesv2", "SendEmail", mail()) == "TooManyRequestsException"
    hand.pass_by(seconds=1)
    aws.call("sesv2", "SendEmail", mail())
    hand.pass_by(seconds=1)
    assert refusal_of(aws, "sesv2", "SendEmail", mail()) == "TooManyRequestsException"
    hand.pass_by(days=1)
    aws.call("sesv2", "SendEmail", mail())
    assert len(aws.ses.mails) == 3


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Destination": {"ToAddresses": [f"a{number}@b.example" for number in range(51)]}}, "BadRequestException"),
        ({"EmailTags": [{"Name": "email_id", "Value": "not allowed"}]}, "BadRequestException"),
        ({"EmailTags": [{"Name": "a", "Value": "1"}, {"Name": "a", "Value": "2"}]}, "BadRequestException"),
        ({"FromEmailAddress": "x@elsewhere.example"}, "MessageRejected"),
        ({"ConfigurationSetName": "elsewhere"}, "NotFoundException"),
        ({"Content": {"Raw": {"Data": RAW.replace(b"Subject", b"From: x\r\nSubject")}}}, "BadRequestException"),
        ({"Content": {"Raw": {"Data": b"x" * (40 * 1024 * 1024 + 1)}}}, "BadRequestException"),
    ],
)
def test_mail_that_ses_refuses(changes: dict[str, Any], code: str) -> None:
    aws, _ = an_aws()
    assert refusal_of(aws, "sesv2", "SendEmail", mail(**changes)) == code
    assert aws.ses.mails == []


def test_a_sandbox_or_a_pause_stops_the_account() -> None:
    aws, _ = an_aws()
    aws.ses.limits.sandbox = True
    assert refusal_of(aws, "sesv2", "SendEmail", mail()) == "MessageRejected"
    aws.call("sesv2", "SendEmail", mail("success@simulator.amazonses.com"))
    aws.ses.limits.paused = True
    assert refusal_of(aws, "sesv2", "SendEmail", mail()) == "SendingPausedException"


def test_an_execution_is_begun_once_by_its_name() -> None:
    aws, hand = an_aws()
    machine = aws.environment["BATCH_MACHINE_ARN"]
    asked = {"stateMachineArn": machine, "name": "bat_1-1-send", "input": "{}"}
    arn = aws.call("stepfunctions", "StartExecution", asked)["executionArn"]
    assert aws.call("stepfunctions", "StartExecution", asked)["executionArn"] == arn
    aws.stepfunctions.executions[arn].status = "SUCCEEDED"
    assert refusal_of(aws, "stepfunctions", "StartExecution", asked) == "ExecutionAlreadyExists"
    hand.pass_by(days=90)
    aws.call("stepfunctions", "StartExecution", asked)
    assert aws.call("stepfunctions", "DescribeExecution", {"executionArn": arn})["status"] == "RUNNING"


def test_a_key_is_written_once_where_that_is_asked_for() -> None:
    aws, _ = an_aws()
    asked = {"Bucket": "dunlin-documents", "Key": "x", "Body": b"x", "IfNoneMatch": "*"}
    aws.call("s3", "PutObject", asked)
    assert refusal_of(aws, "s3", "PutObject", asked) == "PreconditionFailed"
    assert aws.call("s3", "GetObject", {"Bucket": "dunlin-documents", "Key": "x"})["Body"].read() == b"x"


def test_a_function_that_fails_says_so_in_its_answer() -> None:
    aws, _ = an_aws()

    def fails(_: Any) -> Any:
        raise ValueError("no")

    aws.lambda_.functions["documents"] = fails
    answer = aws.call("lambda", "Invoke", {"FunctionName": "documents", "Payload": b"{}"})
    told = json.loads(answer["Payload"].read())
    assert (answer["FunctionError"], told["errorType"]) == ("Unhandled", "ValueError")
