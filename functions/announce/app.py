"""Announce: what the timeline's stream brings, made into the events that other systems receive."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from dunlin.adapters.logs import Discreet
from dunlin.adapters.timeline_stream import entry_of, to_event
from dunlin.domain.announcement.announcement import announcement

logger, metrics = Logger(logger_formatter=Discreet()), Metrics()


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: list[dict[str, Any]], _: LambdaContext) -> list[dict[str, Any]]:
    """Enrichment of a pipe: a batch of inserted entries, answered in the same order. The pipe publishes the answer."""
    metrics.add_metric("records", MetricUnit.Count, len(event))
    told = [to_event(announcement(entry_of(record))) for record in event]
    logger.info("announced", entry_ids=[each["id"] for each in told])
    return told
