"""Engage: what SES tells about our mails, on its way back to the invoice."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from dunlin import wiring
from dunlin.adapters.logs import Discreet
from dunlin.adapters.ses_events import batch_of, parse
from dunlin.services.record_event import record_event
from dunlin.services.settle_batch_item import settle_batch_item

logger, metrics = Logger(logger_formatter=Discreet()), Metrics()
processor = BatchProcessor(
    event_type=EventType.SQS,
    raise_on_entire_batch_failure=False,
    logger=logger,  # type: ignore[arg-type] # Powertools' own Logger is what it means
)


def engage(record: SQSRecord) -> None:
    """One event. What is no event raises, and ends in the dead letters, where somebody sees it."""
    metrics.add_metric("events", MetricUnit.Count, 1)
    event = parse(record.body)
    if event is None:
        metrics.add_metric("events_not_ours", MetricUnit.Count, 1)
        return
    recorded = record_event(
        event, now=wiring.now(), new_id=wiring.new_id, messages=wiring.messages(), timeline=wiring.timeline()
    )
    if batch_id := batch_of(record.body):  # a repeated event too: it mends a settlement that was lost
        settle_batch_item(batch_id, event.invoice_id, batches=wiring.batches(), messages=wiring.messages())
    metrics.add_metric(f"events_{recorded}", MetricUnit.Count, 1)
    logger.info("recorded", email_id=event.email_id, type=event.name, outcome=recorded)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """SQS batch fed by SNS with raw delivery: the body is SES's own JSON."""
    return process_partial_response(event=event, record_handler=engage, processor=processor, context=context)
