"""Deliver: the one door out. Takes message ids from the outbox and sends what is due."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from dunlin import wiring
from dunlin.adapters.logs import Discreet
from dunlin.services.deliver_message import deliver_message

logger, metrics = Logger(logger_formatter=Discreet()), Metrics()
processor = BatchProcessor(
    event_type=EventType.SQS,
    raise_on_entire_batch_failure=False,
    logger=logger,  # type: ignore[arg-type] # Powertools' own Logger is what it means
)


def deliver(record: SQSRecord) -> None:
    """One message of the outbox."""
    metrics.add_metric("messages", MetricUnit.Count, 1)
    message_id = record.json_body["message_id"]
    done = deliver_message(
        message_id,
        now=wiring.now(),
        new_id=wiring.new_id,
        messages=wiring.messages(),
        documents=wiring.documents(),
        mailer=wiring.mailer(),
        outbox=wiring.outbox(),
        pipeline=wiring.pipeline(),
        renderer=wiring.renderer(),
        templates=wiring.templates(),
        batches=wiring.batches(),
    )
    for outcome, count in done.items():
        metrics.add_metric(f"emails_{outcome.lower()}", MetricUnit.Count, count)
    logger.info("delivered", message_id=message_id, outcomes=dict(done))


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """SQS batch, answered item by item: one poisoned message never stops its neighbours."""
    return process_partial_response(event=event, record_handler=deliver, processor=processor, context=context)
