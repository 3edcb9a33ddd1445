"""What the code reads from its environment is what the template declares, and says what its name says."""

import pytest

from tests.infrastructure.sources import readers_of_the_environment, variables_read
from tests.infrastructure.stack import functions, package_of, target, template

READ_BY_POWERTOOLS = {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_LOG_LEVEL"}
SET_BY_LAMBDA = {"AWS_REGION", "AWS_DEFAULT_REGION", "AWS_LAMBDA_FUNCTION_NAME"}
RESOURCES = {
    "SELLERS_TABLE": ("SellersTable", "AWS::DynamoDB::Table"),
    "CUSTOMERS_TABLE": ("CustomersTable", "AWS::DynamoDB::Table"),
    "INVOICES_TABLE": ("InvoicesTable", "AWS::DynamoDB::Table"),
    "MESSAGES_TABLE": ("MessagesTable", "AWS::DynamoDB::Table"),
    "TIMELINE_TABLE": ("TimelineTable", "AWS::DynamoDB::Table"),
    "IDENTIFIERS_TABLE": ("IdentifiersTable", "AWS::DynamoDB::Table"),
    "TEMPLATES_TABLE": ("TemplatesTable", "AWS::DynamoDB::Table"),
    "WORKFLOWS_TABLE": ("WorkflowsTable", "AWS::DynamoDB::Table"),
    "IDEMPOTENCY_TABLE": ("IdempotencyTable", "AWS::DynamoDB::Table"),
    "PORTAL_TABLE": ("PortalTable", "AWS::DynamoDB::Table"),
    "BATCHES_TABLE": ("BatchesTable", "AWS::DynamoDB::Table"),
    "ATTEMPTS_TABLE": ("AttemptsTable", "AWS::DynamoDB::Table"),
    "PAYMENT_SECRET_ARN": ("PaymentSecret", "AWS::SecretsManager::Secret"),
    "PAYMENTS_TABLE": ("PaymentsTable", "AWS::DynamoDB::Table"),
    "BATCH_MACHINE_ARN": ("BatchSend", "AWS::StepFunctions::StateMachine"),
    "DOCUMENTS_BUCKET": ("DocumentsBucket", "AWS::S3::Bucket"),
    "OUTBOX_QUEUE_URL": ("OutboxQueue", "AWS::SQS::Queue"),
    "COLLECT_QUEUE_URL": ("CollectQueue", "AWS::SQS::Queue"),
    "OUTBOX_DEAD_LETTERS_URL": ("OutboxDeadLetters", "AWS::SQS::Queue"),
    "ENGAGEMENT_QUEUE_URL": ("EngagementQueue", "AWS::SQS::Queue"),
    "ENGAGEMENT_DEAD_LETTERS_URL": ("EngagementDeadLetters", "AWS::SQS::Queue"),
    "CONFIGURATION_SET": ("ConfigurationSet", "AWS::SES::ConfigurationSet"),
    "SIGNING_SECRET_ARN": ("SigningSecret", "AWS::SecretsManager::Secret"),
    "DOCUMENTS_FUNCTION": ("DocumentsFunction", "AWS::Lambda::Function"),
    "SCHEDULE_GROUP": ("ScheduleGroup", "AWS::Scheduler::ScheduleGroup"),
}
ONLY = {
    **{each: {"collect", "portal"} for each in ("PAYMENT_PROVIDER", "PAYMENT_SECRET_ARN")},
    "COLLECT_QUEUE_URL": {"deliver"},
    **{each: {"api"} for each in ("BATCH_MACHINE_ARN", "OUTBOX_DEAD_LETTERS_URL")},
    "DOCUMENTS_FUNCTION": {"api", "portal"},
    "PORTAL_URL": {"deliver"},
    **{each: {"api", "batch", "collect", "deliver", "portal"} for each in ("SCHEDULE_GROUP", "SCHEDULE_ROLE_ARN")},
}


def declared() -> dict[str, dict[str, object]]:
    return {package_of(name): each["Environment"]["Variables"] for name, each in functions().items()}


def test_the_settings_read_what_the_template_declares_and_nothing_else() -> None:
    everywhere = {variable for variables in declared().values() for variable in variables}
    assert variables_read() - SET_BY_LAMBDA == everywhere - READ_BY_POWERTOOLS


def test_the_settings_alone_read_the_environment() -> None:
    assert readers_of_the_environment() == {"dunlin.settings"}


@pytest.mark.parametrize("variable", RESOURCES)
def test_a_variable_names_the_resource_it_is_called_after(variable: str) -> None:
    name, kind = RESOURCES[variable]
    values = [variables[variable] for variables in declared().values() if variable in variables]
    assert values == [{"Ref": name}] * len(values) != []
    assert template()["Resources"][target(values[0])]["Type"] == kind


def test_every_variable_that_points_somewhere_is_held_here() -> None:
    parameters = set(template()["Parameters"])
    pointing = {
        variable
        for variables in declared().values()
        for variable, value in variables.items()
        if isinstance(value, dict) and "Ref" in value and value["Ref"] not in parameters
    }
    assert pointing == set(RESOURCES)


@pytest.mark.parametrize("variable", ONLY)
def test_a_variable_of_one_function_is_not_given_to_others(variable: str) -> None:
    assert {package for package, variables in declared().items() if variable in variables} == ONLY[variable]
