"""Messages, the queues between the functions, and the way out."""

from functools import cache
from typing import TYPE_CHECKING

import boto3

from dunlin import settings, wiring
from dunlin.adapters.dynamodb.messages import DynamoMessages
from dunlin.adapters.eventbridge_schedules import EventBridgeSchedules, Target
from dunlin.adapters.sqs_collector import SqsCollector
from dunlin.adapters.sqs_dead_letters import SqsDeadLetters
from dunlin.adapters.sqs_outbox import SqsOutbox
from dunlin.adapters.sqs_pipeline import SqsPipeline
from dunlin.services.ports.mail import Mailer

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


@cache
def messages() -> DynamoMessages:
    """Port `Messages`."""
    wiring.bind_tables()
    return DynamoMessages(shards=settings.index_shards(), key=wiring.signing_key)


@cache
def _sqs() -> "SQSClient":
    return boto3.client("sqs")


@cache
def outbox() -> SqsOutbox:
    """Port `Outbox`."""
    return SqsOutbox(_sqs(), queue_url=settings.outbox_queue_url())


@cache
def collector() -> SqsCollector:
    """Port `Collector`."""
    return SqsCollector(_sqs(), queue_url=settings.collect_queue_url())


@cache
def schedules() -> EventBridgeSchedules:
    """Port `Schedules`."""
    target = Target(
        group=settings.schedule_group(),
        queue_arn=settings.outbox_queue_arn(),
        dead_letters_arn=settings.outbox_dead_letters_arn(),
        role_arn=settings.schedule_role_arn(),
    )
    return EventBridgeSchedules(boto3.client("scheduler"), target=target)


@cache
def dead_outbox() -> SqsDeadLetters:
    """Port `DeadOutbox`."""
    return SqsDeadLetters(_sqs(), queue_url=settings.outbox_dead_letters_url())


@cache
def pipeline() -> SqsPipeline:
    """Port `Pipeline`."""
    return SqsPipeline(
        _sqs(), queue_url=settings.engagement_queue_url(), dead_letters_url=settings.engagement_dead_letters_url()
    )


@cache
def mailer() -> Mailer:
    """Port `Mailer`. Imported here, because only `deliver` may send."""
    from dunlin.adapters.ses_mailer import CONFIG, SesMailer, can_untrack

    client = boto3.client("sesv2", config=CONFIG)
    return SesMailer(client, configuration_set=settings.configuration_set(), can_untrack=can_untrack(client))
