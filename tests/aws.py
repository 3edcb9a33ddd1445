"""AWS in this process, by moto: the template's own tables, queues, bucket and secret, empty for every test."""

import json
import os
from functools import cache
from typing import Any

import boto3

from local.template import translate

REGION = "us-east-1"
CONFIGURATION_SET = "dunlin-test"
SENDER_DOMAIN = "seller.example"
TABLES = {
    "SellersTable": "SELLERS_TABLE",
    "CustomersTable": "CUSTOMERS_TABLE",
    "InvoicesTable": "INVOICES_TABLE",
    "MessagesTable": "MESSAGES_TABLE",
    "TimelineTable": "TIMELINE_TABLE",
    "IdentifiersTable": "IDENTIFIERS_TABLE",
    "TemplatesTable": "TEMPLATES_TABLE",
    "WorkflowsTable": "WORKFLOWS_TABLE",
    "PaymentsTable": "PAYMENTS_TABLE",
    "IdempotencyTable": "IDEMPOTENCY_TABLE",
    "BatchesTable": "BATCHES_TABLE",
    "AttemptsTable": "ATTEMPTS_TABLE",
    "PortalTable": "PORTAL_TABLE",
}
QUEUES = {
    "outbox": "OUTBOX_QUEUE_URL",
    "outbox-dead": "OUTBOX_DEAD_LETTERS_URL",
    "collect": "COLLECT_QUEUE_URL",
    "engagement": "ENGAGEMENT_QUEUE_URL",
    "engagement-dead": "ENGAGEMENT_DEAD_LETTERS_URL",
}
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_LAMBDA_FUNCTION_NAME": "under-test",
    "POWERTOOLS_SERVICE_NAME": "dunlin",
    "POWERTOOLS_METRICS_NAMESPACE": "Dunlin",
    "POWERTOOLS_TRACE_DISABLED": "true",
    "POWERTOOLS_LOG_LEVEL": "INFO",
    "DOCUMENTS_BUCKET": "dunlin-documents",
    "CONFIGURATION_SET": CONFIGURATION_SET,
    "DEFAULT_SENDER_ADDRESS": f"invoices@{SENDER_DOMAIN}",
    "SIGNING_SECRET_ARN": "signing",
    "PAYMENT_PROVIDER": "test",
    "PAYMENT_SECRET_ARN": "payments",
    "DOCUMENTS_FUNCTION": "documents",
    "SCHEDULE_GROUP": "dunlin-schedules",
    "SCHEDULE_ROLE_ARN": "arn:aws:iam::123456789012:role/schedules",
    "OUTBOX_QUEUE_ARN": f"arn:aws:sqs:{REGION}:123456789012:outbox",
    "OUTBOX_DEAD_LETTERS_ARN": f"arn:aws:sqs:{REGION}:123456789012:outbox-dead",
    "BATCH_MACHINE_ARN": f"arn:aws:states:{REGION}:123456789012:stateMachine:batch-send",
    "INDEX_SHARDS": "2",
    "PORTAL_URL": "https://portal.seller.example",
    **{variable: name for name, variable in TABLES.items()},
    **{variable: f"https://sqs.{REGION}.amazonaws.com/123456789012/{name}" for name, variable in QUEUES.items()},
}


@cache
def _tables() -> dict[str, dict[str, Any]]:
    resources = translate()["Resources"]
    wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    return {
        name: {key: resources[name]["Properties"][key] for key in wanted if key in resources[name]["Properties"]}
        for name in TABLES
    }


@cache
def _client(service: str) -> Any:
    """Kept: a new one costs more than what it is asked for."""
    return boto3.client(service)  # type: ignore[call-overload] # any of them


def build() -> None:
    """Everything that the functions expect to be there."""
    dynamodb, sqs = _client("dynamodb"), _client("sqs")
    for name, properties in _tables().items():
        dynamodb.create_table(TableName=name, **properties)
    for name in QUEUES:
        sqs.create_queue(QueueName=name)
    _client("s3").create_bucket(Bucket=ENVIRONMENT["DOCUMENTS_BUCKET"])
    _client("scheduler").create_schedule_group(Name=ENVIRONMENT["SCHEDULE_GROUP"])
    _client("secretsmanager").create_secret(Name="signing", SecretString="a secret")
    keys = {"stripe_api_key": "sk_test_1", "stripe_webhook_secret": "whsec_1", "test_webhook_secret": "played"}
    _client("secretsmanager").create_secret(Name="payments", SecretString=json.dumps(keys))
    ses = _client("sesv2")
    ses.create_email_identity(EmailIdentity=SENDER_DOMAIN)
    ses.create_configuration_set(ConfigurationSetName=CONFIGURATION_SET)


def schedules() -> dict[str, Any]:
    """The schedules that the code has made, whole, by name."""
    client, group = _client("scheduler"), ENVIRONMENT["SCHEDULE_GROUP"]
    pages = client.get_paginator("list_schedules").paginate(GroupName=group)
    names = [each["Name"] for page in pages for each in page["Schedules"]]
    return {name: client.get_schedule(GroupName=group, Name=name) for name in names}


def outbox() -> list[str]:
    """Take everything out of the outbox: the ids of the messages to send, in order."""
    return [body["message_id"] for body in outbox_bodies() if "message_id" in body]


def outbox_bodies(queue: str = "OUTBOX_QUEUE_URL") -> list[dict[str, Any]]:
    """Take everything out of the outbox, or of another queue: what was asked for, in order."""
    found: list[dict[str, Any]] = []
    sqs, url = _client("sqs"), os.environ[queue]
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        found.extend(json.loads(message["Body"]) for message in messages)
        done = [{"Id": str(at), "ReceiptHandle": each["ReceiptHandle"]} for at, each in enumerate(messages)]
        sqs.delete_message_batch(QueueUrl=url, Entries=done)
    return found


def forget_schedule(name: str) -> None:
    """It has fired."""
    _client("scheduler").delete_schedule(GroupName=ENVIRONMENT["SCHEDULE_GROUP"], Name=name)


def forget_turn(invoice_id: str) -> None:
    """Nobody would look at the invoice's dunning any more."""
    _client("dynamodb").update_item(
        TableName=os.environ["INVOICES_TABLE"],
        Key={"invoice_id": {"S": invoice_id}, "part": {"S": "head"}},
        UpdateExpression="REMOVE turn_shard, turn_at",
    )
