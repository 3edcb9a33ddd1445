"""Every client meets the model in place of AWS, as if it had met AWS."""

import json

import boto3
import pytest
from botocore.exceptions import ClientError, ParamValidationError

from dunlin import wiring
from dunlin.domain.errors import NotFound
from tests.simulation.aws.refusal import Answer, Params
from tests.simulation.aws_builders import an_aws
from tests.simulation.differential.strictness import SCHEDULE, URL
from tests.simulation.install import Do, installed


def test_an_error_is_of_the_class_that_its_client_knows() -> None:
    aws, _ = an_aws()
    with installed(aws):
        client = boto3.client("s3")
        with pytest.raises(client.exceptions.NoSuchKey):
            client.get_object(Bucket="dunlin-documents", Key="x")


def test_what_botocore_refuses_reaches_nobody() -> None:
    aws, _ = an_aws()
    with installed(aws), pytest.raises(ParamValidationError):
        boto3.client("sqs").send_message(QueueUrl=URL, MessageBody="x", DelaySeconds=1.5)  # type: ignore[arg-type]
    assert aws.sqs.queues["outbox"].letters == {}


def test_every_call_goes_through_the_passage_and_bears_one_token_however_often_it_is_done() -> None:
    aws, _ = an_aws()
    seen: list[tuple[str, str]] = []

    def twice(service: str, operation: str, params: Params, do: Do) -> Answer:
        """As an SDK whose first answer was lost."""
        seen.append((service, operation))
        do()
        return do()

    with installed(aws, twice):
        boto3.client("scheduler").create_schedule(**SCHEDULE)
        with pytest.raises(NotFound):
            wiring.sellers().get("sel_nobody")
        with pytest.raises(ClientError, match="ConflictException"):
            boto3.client("scheduler").create_schedule(**SCHEDULE)
    assert seen == [("scheduler", "CreateSchedule"), ("dynamodb", "GetItem"), ("scheduler", "CreateSchedule")]


def test_the_variables_of_the_functions_name_what_is_there() -> None:
    aws, _ = an_aws()
    variables = aws.environment
    assert {variables[name] for name in variables if name.endswith("_TABLE")} == aws.dynamodb.tables.keys()
    urls = {url.rpartition("/")[2] for name, url in variables.items() if name.endswith(("_QUEUE_URL", "_LETTERS_URL"))}
    assert urls == aws.sqs.queues.keys()
    assert json.loads(aws.secrets.values[variables["PAYMENT_SECRET_ARN"]])


def test_the_same_seed_is_the_same_aws() -> None:
    told = []
    for _ in range(2):
        aws, _ = an_aws()
        told.append([aws.sqs.put("outbox", "x").message_id, aws.token()])
    assert told[0] == told[1]
