"""Sweep: every minute, what was forgotten, lost or left unconfirmed goes to the outbox again."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from dunlin import wiring
from dunlin.adapters.logs import Discreet
from dunlin.services.repair_dunning import repair_dunning
from dunlin.services.sweep_due import sweep_due
from dunlin.services.sweep_turns import sweep_turns

logger, metrics = Logger(logger_formatter=Discreet()), Metrics()


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(_: dict[str, Any], __: LambdaContext) -> dict[str, int]:
    """EventBridge Scheduler, rate(1 minute). How often, or twice at once, makes no difference."""
    now, outbox = wiring.now(), wiring.outbox()
    queued = sweep_due(now=now, messages=wiring.messages(), outbox=outbox)
    turns = sweep_turns(now=now, dunnings=wiring.dunnings(), outbox=outbox)
    repaired = repair_dunning(now=now, new_id=wiring.new_id, invoices=wiring.invoices(), dunnings=wiring.dunnings())
    counted = {"swept": queued, "turns_swept": turns, "turns_repaired": repaired.turns, "keys_repaired": repaired.keys}
    for name, count in counted.items():
        metrics.add_metric(name, MetricUnit.Count, count)
    return counted
