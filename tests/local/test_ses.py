"""The local SES as boto3 sees it, and the events it publishes."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ReadTimeoutError
from mypy_boto3_sesv2 import SESV2Client

from local.activity import Activity
from local.cloudformation import Resource
from local.ses import VALIDATED, Fault, Ses
from tests.local.builders import ACCOUNT, a_message, a_request

ONCE = Config(retries={"total_max_attempts": 1}, read_timeout=0.5)
KINDS = ["SEND", "delivery", "BOUNCE", "COMPLAINT", "DELIVERY_DELAY"]


class Topics:
    """What SNS was given."""

    def __init__(self) -> None:
        self.published: list[str] = []

    def publish(self, message: str, _arn: str, /) -> None:
        self.published.append(message)

    def kinds(self) -> list[str]:
        return [json.loads(message)["eventType"] for message in self.published if message != VALIDATED]


@pytest.fixture
def topics() -> Topics:
    return Topics()


@pytest.fixture
def ses(topics: Topics) -> Iterator[Ses]:
    settings = {"Enabled": True, "MatchingEventTypes": KINDS, "SnsDestination": {"TopicARN": "topic"}}
    properties = {"ConfigurationSetName": "invoices", "EventDestination": settings}
    running = Ses(ACCOUNT, [Resource("destination", "d", properties, "arn", "us-east-1")], topics, Activity())
    running.start()
    yield running
    running.stop()


@pytest.fixture
def client(ses: Ses) -> Iterator[SESV2Client]:
    session = boto3.Session(aws_access_key_id="x", aws_secret_access_key="x", region_name="us-east-1")
    made = session.client("sesv2", endpoint_url=ses.server.url, config=ONCE)
    yield made
    made.close()


def send(client: SESV2Client, **changes: Any) -> str:
    wish = a_request(**changes) | {"Content": {"Raw": {"Data": a_message().as_bytes()}}}
    return client.send_email(**wish)["MessageId"]


def settle(ses: Ses) -> None:
    ses._activity.settle(lambda: False)


def test_an_accepted_mail_is_kept_and_its_delivery_is_told(ses: Ses, client: SESV2Client, topics: Topics) -> None:
    message_id = send(client)
    settle(ses)

    assert ses.find("eml_1").message_id == message_id
    assert ses.find("eml_1").raw == a_message().as_bytes()
    assert topics.published[0] == VALIDATED
    assert topics.kinds() == ["Send", "Delivery"]


@pytest.mark.parametrize(
    ("name", "fate"),
    [
        ("success", ["Send", "Delivery"]),
        ("ooto", ["Send", "Delivery"]),
        ("bounce", ["Send", "Bounce"]),
        ("suppressionlist", ["Send", "Bounce"]),
        ("complaint", ["Send", "Delivery", "Complaint"]),
    ],
)
def test_the_mailbox_simulator_decides_the_fate(
    ses: Ses, client: SESV2Client, topics: Topics, name: str, fate: list[str]
) -> None:
    send(client, Destination={"ToAddresses": [f"{name}@simulator.amazonses.com"]})
    settle(ses)

    assert topics.kinds() == fate


def test_events_nobody_asked_for_are_not_published(ses: Ses, client: SESV2Client, topics: Topics) -> None:
    send(client)
    settle(ses)
    ses.publish(ses.find("eml_1"), "Open", {})
    ses.publish(ses.find("eml_1"), "DeliveryDelay", {})

    assert topics.kinds() == ["Send", "Delivery", "DeliveryDelay"]


def test_a_refusal_reaches_the_caller_under_the_name_that_ses_gives_it(ses: Ses, client: SESV2Client) -> None:
    with pytest.raises(client.exceptions.MessageRejected):
        send(client, FromEmailAddress="x@elsewhere.example")
    with pytest.raises(client.exceptions.NotFoundException):
        send(client, ConfigurationSetName="other")

    assert ses.mails == []


def test_a_throttled_call_accepts_nothing(ses: Ses, client: SESV2Client) -> None:
    ses.faults.append(Fault.THROTTLE)

    with pytest.raises(client.exceptions.TooManyRequestsException):
        send(client)

    assert ses.mails == []


@pytest.mark.parametrize(("fault", "accepted"), [(Fault.ERROR_BEFORE, 0), (Fault.ERROR_AFTER, 1)])
def test_an_error_of_ses_may_hide_an_accepted_mail(ses: Ses, client: SESV2Client, fault: Fault, accepted: int) -> None:
    ses.faults.append(fault)

    with pytest.raises(ClientError) as caught:
        send(client)

    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500
    assert len(ses.mails) == accepted


def test_a_mail_may_be_accepted_though_the_answer_never_comes(ses: Ses, client: SESV2Client) -> None:
    ses.faults.append(Fault.SILENCE_AFTER)

    with pytest.raises(ReadTimeoutError):
        send(client)

    assert len(ses.mails) == 1
