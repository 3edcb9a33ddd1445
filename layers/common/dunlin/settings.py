"""The environment: the only reader of it. A missing variable fails by its name, at the first use."""

import os


class MissingSettingError(Exception):
    """The function was deployed without a variable that it needs."""


def required(name: str) -> str:
    """The variable's value. Raises MissingSettingError when it is absent or empty."""
    value = os.environ.get(name, "")
    if not value:
        raise MissingSettingError(f"the environment variable {name} is not set")
    return value


def sellers_table() -> str:
    """DynamoDB table of sellers."""
    return required("SELLERS_TABLE")


def customers_table() -> str:
    """DynamoDB table of customers."""
    return required("CUSTOMERS_TABLE")


def invoices_table() -> str:
    """DynamoDB table of invoices."""
    return required("INVOICES_TABLE")


def messages_table() -> str:
    """DynamoDB table of messages and e-mails."""
    return required("MESSAGES_TABLE")


def payments_table() -> str:
    """DynamoDB table of money that came in."""
    return required("PAYMENTS_TABLE")


def timeline_table() -> str:
    """DynamoDB table of the timeline."""
    return required("TIMELINE_TABLE")


def identifiers_table() -> str:
    """DynamoDB table of business keys."""
    return required("IDENTIFIERS_TABLE")


def templates_table() -> str:
    """DynamoDB table of templates."""
    return required("TEMPLATES_TABLE")


def workflows_table() -> str:
    """DynamoDB table of dunning workflows."""
    return required("WORKFLOWS_TABLE")


def batches_table() -> str:
    """DynamoDB table of batches and their items."""
    return required("BATCHES_TABLE")


def idempotency_table() -> str:
    """DynamoDB table of answered requests."""
    return required("IDEMPOTENCY_TABLE")


def documents_bucket() -> str:
    """S3 bucket of PDFs and mails."""
    return required("DOCUMENTS_BUCKET")


def outbox_queue_url() -> str:
    """SQS queue in front of `deliver`."""
    return required("OUTBOX_QUEUE_URL")


def outbox_dead_letters_url() -> str:
    """SQS queue of what the outbox gave up on."""
    return required("OUTBOX_DEAD_LETTERS_URL")


def engagement_queue_url() -> str:
    """SQS queue of SES events."""
    return required("ENGAGEMENT_QUEUE_URL")


def engagement_dead_letters_url() -> str:
    """SQS queue of SES events that could not be recorded."""
    return required("ENGAGEMENT_DEAD_LETTERS_URL")


def configuration_set() -> str:
    """SES configuration set that publishes events."""
    return required("CONFIGURATION_SET")


def default_sender_address() -> str:
    """The From address of a seller that was created without one, in the stack's verified domain."""
    return required("DEFAULT_SENDER_ADDRESS")


def attempts_table() -> str:
    """DynamoDB table of attempts to pay online."""
    return required("ATTEMPTS_TABLE")


def collect_queue_url() -> str:
    """SQS queue in front of `collect`."""
    return required("COLLECT_QUEUE_URL")


def payment_provider() -> str:
    """Who takes online payments: `stripe`, `test`, or `none`."""
    return required("PAYMENT_PROVIDER")


def payment_secret_arn() -> str:
    """Secret that holds the keys of the payment provider."""
    return required("PAYMENT_SECRET_ARN")


def signing_secret_arn() -> str:
    """Secret that signs cursors."""
    return required("SIGNING_SECRET_ARN")


def portal_table() -> str:
    """DynamoDB table of links, codes and sessions."""
    return required("PORTAL_TABLE")


def portal_url() -> str:
    """What the links in mails begin with."""
    return required("PORTAL_URL")


def documents_function() -> str:
    """Function that renders PDFs for the API."""
    return required("DOCUMENTS_FUNCTION")


def schedule_group() -> str:
    """EventBridge Scheduler group of the schedules that the code makes."""
    return required("SCHEDULE_GROUP")


def schedule_role_arn() -> str:
    """Role in which those schedules fill the outbox."""
    return required("SCHEDULE_ROLE_ARN")


def outbox_queue_arn() -> str:
    """The outbox, as schedules name it."""
    return required("OUTBOX_QUEUE_ARN")


def outbox_dead_letters_arn() -> str:
    """Where schedules put what they could not hand over."""
    return required("OUTBOX_DEAD_LETTERS_ARN")


def batch_machine_arn() -> str:
    """State machine that carries out batches."""
    return required("BATCH_MACHINE_ARN")


def index_shards() -> int:
    """Over how many partitions each index is spread."""
    return int(required("INDEX_SHARDS"))
