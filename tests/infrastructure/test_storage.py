"""What customers entrusted to the stack is encrypted, private, restorable, and outlives it."""

from typing import Any

import pytest
from pynamodb.models import Model

from dunlin.adapters.dynamodb.attempts import AttemptRow
from dunlin.adapters.dynamodb.batch_rows import BatchRow, CountRow, ItemRow, NamedRow
from dunlin.adapters.dynamodb.customer_addresses import AddressRow
from dunlin.adapters.dynamodb.customers import CustomerRow
from dunlin.adapters.dynamodb.identifiers import IdentifierRow
from dunlin.adapters.dynamodb.invoice_rows import DocumentRow, InvoiceRow
from dunlin.adapters.dynamodb.message_rows import EmailRow, MessageRow
from dunlin.adapters.dynamodb.payment_keys import PaymentKeyRow
from dunlin.adapters.dynamodb.portal_rows import PortalRow
from dunlin.adapters.dynamodb.remittances import RemittanceRow
from dunlin.adapters.dynamodb.sellers import SellerRow
from dunlin.adapters.dynamodb.templates import TemplateRow
from dunlin.adapters.dynamodb.timeline import EntryRow
from dunlin.adapters.dynamodb.workflows import WorkflowRow
from tests.infrastructure.stack import as_list, of_type, queues, target, template

KEPT = {"AWS::DynamoDB::Table", "AWS::S3::Bucket"}
TLS_ONLY = {"Bool": {"aws:SecureTransport": "false"}}
TABLES = of_type("AWS::DynamoDB::Table")
MODELS: dict[str, list[type[Model]]] = {
    "SellersTable": [SellerRow],
    "CustomersTable": [CustomerRow, AddressRow],
    "InvoicesTable": [InvoiceRow, DocumentRow],
    "MessagesTable": [MessageRow, EmailRow],
    "TimelineTable": [EntryRow],
    "IdentifiersTable": [IdentifierRow, PaymentKeyRow],
    "TemplatesTable": [TemplateRow],
    "WorkflowsTable": [WorkflowRow],
    "PaymentsTable": [RemittanceRow],
    "AttemptsTable": [AttemptRow],
    "PortalTable": [PortalRow],
    "BatchesTable": [BatchRow, NamedRow, ItemRow, CountRow],
}


@pytest.mark.parametrize("name", [name for name, each in template()["Resources"].items() if each["Type"] in KEPT])
def test_data_outlives_the_stack(name: str) -> None:
    resource = template()["Resources"][name]
    assert (resource.get("DeletionPolicy"), resource.get("UpdateReplacePolicy")) == ("Retain", "Retain")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_can_be_restored_is_encrypted_and_paid_by_use(name: str) -> None:
    table = TABLES[name]
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"


def keys(schema: Any) -> set[tuple[str, str]]:
    return {(key["AttributeName"], key["KeyType"]) for key in schema}


@pytest.mark.parametrize("name", MODELS)
def test_a_table_has_the_keys_that_the_code_writes(name: str) -> None:
    for model in MODELS[name]:
        assert keys(TABLES[name]["KeySchema"]) == keys(model._get_schema()["key_schema"]), model


@pytest.mark.parametrize("name", MODELS)
def test_a_table_has_the_indexes_that_the_code_reads_and_no_more(name: str) -> None:
    made = TABLES[name].get("GlobalSecondaryIndexes", [])
    read = [index for model in MODELS[name] for index in model._get_schema()["global_secondary_indexes"]]
    assert sorted((each["IndexName"], keys(each["KeySchema"]), each["Projection"]) for each in made) == sorted(
        (each["index_name"], keys(each["key_schema"]), each["projection"]) for each in read
    )


@pytest.mark.parametrize("name", MODELS)
def test_the_attributes_of_keys_are_of_the_type_that_the_code_writes(name: str) -> None:
    written = {
        (each["AttributeName"], each["AttributeType"])
        for model in MODELS[name]
        for each in model._get_schema()["attribute_definitions"]
    }
    assert {(each["AttributeName"], each["AttributeType"]) for each in TABLES[name]["AttributeDefinitions"]} == written


def test_every_table_is_held_against_the_code_that_writes_it() -> None:
    assert set(TABLES) == {*MODELS, "IdempotencyTable"}  # the last is written by Powertools, whose key is `id`
    assert keys(TABLES["IdempotencyTable"]["KeySchema"]) == {("id", "HASH")}


def test_the_audit_trail_can_be_followed() -> None:
    assert TABLES["TimelineTable"]["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}


def test_idempotency_records_expire() -> None:
    expiry = TABLES["IdempotencyTable"]["TimeToLiveSpecification"]
    assert expiry == {"AttributeName": "expiration", "Enabled": True}


@pytest.mark.parametrize("name", of_type("AWS::S3::Bucket"))
def test_a_bucket_is_private_versioned_and_encrypted(name: str) -> None:
    bucket = of_type("AWS::S3::Bucket")[name]
    blocks = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
    assert bucket["PublicAccessBlockConfiguration"] == dict.fromkeys(blocks, True)
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]


@pytest.mark.parametrize("name", of_type("AWS::S3::Bucket"))
def test_a_bucket_speaks_tls_only(name: str) -> None:
    (policy,) = (each for each in of_type("AWS::S3::BucketPolicy").values() if target(each["Bucket"]) == name)
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Principal"], statement["Condition"]) == ("Deny", "*", TLS_ONLY)
    assert statement["Resource"] == [{"Fn::GetAtt": [name, "Arn"]}, {"Fn::Sub": f"${{{name}.Arn}}/*"}]


def test_queues_are_encrypted_and_speak_tls_only() -> None:
    assert {name for name, each in queues().items() if each["SqsManagedSseEnabled"] is True} == set(queues())
    closed = [
        target(queue)
        for policy in of_type("AWS::SQS::QueuePolicy").values()
        if any(
            (each["Effect"], each["Condition"]) == ("Deny", TLS_ONLY) for each in policy["PolicyDocument"]["Statement"]
        )
        for queue in as_list(policy["Queues"])
    ]
    assert sorted(closed) == sorted(queues())  # each exactly once: a second policy would replace the first


def test_ses_alone_publishes_engagement_and_only_for_this_stack() -> None:
    (policy,) = of_type("AWS::SNS::TopicPolicy").values()
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "ses.amazonaws.com"}
    assert statement["Action"] == "sns:Publish"
    assert target(statement["Condition"]["StringEquals"]["aws:SourceArn"]) == "ConfigurationSet"
    assert statement["Condition"]["StringEquals"]["aws:SourceAccount"] == {"Ref": "AWS::AccountId"}
