"""Collect: charges invoices automatically whose time has come. Takes invoice ids from its queue, and asks again."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from dunlin import wiring
from dunlin.adapters.logs import Discreet
from dunlin.services.collect_invoice import collect_invoice

logger, metrics = Logger(logger_formatter=Discreet()), Metrics()
processor = BatchProcessor(
    event_type=EventType.SQS,
    raise_on_entire_batch_failure=False,
    logger=logger,  # type: ignore[arg-type] # Powertools' own Logger is what it means
)


def collect(record: SQSRecord) -> None:
    """One invoice, as far as it has come."""
    metrics.add_metric("charges", MetricUnit.Count, 1)
    invoice_id = str(record.json_body["turn"]["invoice_id"])
    became = collect_invoice(invoice_id, till=wiring.till())
    metrics.add_metric(f"charges_{became}", MetricUnit.Count, 1)
    logger.info("collected", invoice_id=invoice_id, outcome=became)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """SQS batch, answered item by item: one poisoned message never stops its neighbours."""
    return process_partial_response(event=event, record_handler=collect, processor=processor, context=context)
