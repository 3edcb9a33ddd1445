"""The timeline's stream, the pipe and the bus on one machine: what happens to an invoice is told to other systems."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from openapi_schema_validator import OAS31Validator

from dunlin.domain.announcement.kinds import UNPUBLISHED
from local.aws import REGION
from local.stack import Stack
from tests import announcement_docs
from tests.local.calls import get, post

VALIDATOR = OAS31Validator(announcement_docs.schema())


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with Stack(seed=True) as running:
        yield running


def events(stack: Stack, invoice_id: str) -> list[dict[str, Any]]:
    stack.settle()
    told: list[dict[str, Any]] = get(f"{stack.url}/_local/events").body["events"]
    return [each for each in told if each["detail"]["invoice_id"] == invoice_id]


def test_a_sent_and_paid_invoice_is_told_in_order_as_events_of_their_schemas(stack: Stack) -> None:
    invoice_id = stack.seeded[0].invoice_id
    url = f"{stack.url}/v1/invoices/{invoice_id}"
    sent = post(f"{url}/send", **{"Idempotency-Key": "send"})
    assert sent.status == 202, sent.body
    stack.settle()
    balance = get(url).body["balance"]
    paid = post(f"{url}/payments", {**balance, "received_on": "2026-11-22"}, **{"Idempotency-Key": "pay"})
    assert paid.status == 201, paid.body

    told = events(stack, invoice_id)
    types = [each["detail-type"] for each in told]

    for each in told:
        VALIDATOR.validate(each)
    assert types[:2] == ["invoice.created", "invoice.posted"]
    assert types.index("message.planned") < types.index("email.sent") < types.index("invoice.sent")
    assert not set(types) & set(UNPUBLISHED)
    assert (types.count("invoice.sent"), types[-1]) == (1, "payment.recorded")
    assert told[-1]["detail"]["data"]["amount"] == balance["amount"]
    assert "@" not in json.dumps(told)


def test_the_timeline_and_the_events_of_an_invoice_are_the_same_but_for_what_is_not_published(stack: Stack) -> None:
    invoice_id = stack.seeded[4].invoice_id
    sent = post(f"{stack.url}/v1/invoices/{invoice_id}/send", **{"Idempotency-Key": "send"})
    assert sent.status == 202, sent.body
    told = events(stack, invoice_id)
    timeline = get(f"{stack.url}/v1/invoices/{invoice_id}/timeline").body["items"]

    published = sorted(each["type"] for each in timeline if each["type"] not in UNPUBLISHED)
    assert "email.sent" in published
    assert sorted(each["detail-type"] for each in told) == published
    assert len({each["detail"]["id"] for each in told}) == len(told)


def test_a_rule_on_the_bus_fills_a_queue_as_it_would_on_aws(stack: Stack) -> None:
    session = boto3.Session("local", "local", region_name=REGION)
    sqs = session.client("sqs", endpoint_url=stack.aws.endpoint)
    rules = session.client("events", endpoint_url=stack.aws.endpoint)
    url = sqs.create_queue(QueueName="erp")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    (bus,) = [each["Name"] for each in rules.list_event_buses()["EventBuses"] if each["Name"] != "default"]
    pattern = json.dumps({"source": ["dunlin"], "detail-type": ["invoice.voided"]})
    rules.put_rule(Name="voided", EventBusName=bus, EventPattern=pattern)
    rules.put_targets(Rule="voided", EventBusName=bus, Targets=[{"Id": "erp", "Arn": arn}])

    invoice_id = stack.seeded[2].invoice_id
    voided = post(f"{stack.url}/v1/invoices/{invoice_id}/void")
    assert voided.status == 200, voided.body
    stack.settle()

    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    body = json.loads(message["Body"])
    assert (body["detail-type"], body["detail"]["invoice_id"]) == ("invoice.voided", invoice_id)


def test_the_start_page_leads_to_the_events(stack: Stack) -> None:
    assert 'href="/_local/events"' in get(f"{stack.url}/").body
