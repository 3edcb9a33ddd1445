"""Batch: the tasks of `statemachines/batch_send.asl.yaml`. It plans sends and cancels them; it sends nothing."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from dunlin import wiring
from dunlin.adapters.logs import Discreet
from dunlin.domain.batch import Blocker
from dunlin.services.cancel_batch_items import cancel_batch_items
from dunlin.services.give_up_items import give_up_items
from dunlin.services.plan_batch import plan_batch
from dunlin.services.plan_batch_items import Planning, plan_batch_items
from dunlin.services.ports.batches import BatchAction
from dunlin.services.preview_send import preview_send
from dunlin.services.summarise_batch import summarise_batch

logger, metrics = Logger(logger_formatter=Discreet()), Metrics()


def plan(event: dict[str, Any]) -> dict[str, Any]:
    """Where the ready-made batches are."""
    bucket, key = plan_batch(
        event["batch_id"],
        run=event["run"],
        action=BatchAction(event["action"]),
        batches=wiring.batches(),
        plans=wiring.batch_plans(),
        invoices=wiring.invoices(),
    )
    return {"bucket": bucket, "key": key}


def items(event: dict[str, Any]) -> dict[str, Any]:
    """What became of up to a hundred items."""
    if BatchAction(event["action"]) is BatchAction.CANCEL:
        return _counted(
            cancel_batch_items(
                event["batch_id"],
                event["ids"],
                now=wiring.now(),
                new_id=wiring.new_id,
                batches=wiring.batches(),
                messages=wiring.messages(),
                schedules=wiring.schedules(),
            )
        )
    return _counted(plan_batch_items(event["batch_id"], event["ids"], _planning(event["run"])))


def give_up(event: dict[str, Any]) -> dict[str, Any]:
    """What of them could not be planned, however often it was tried, is blocked for now.

    What could not be cancelled stays as it is: the summary finds it, and has the run fail.
    """
    if BatchAction(event["action"]) is BatchAction.CANCEL:
        return _counted(Counter(not_cancelled=len(event["ids"])))
    why = Blocker("unavailable", "it could not be planned, though it was tried several times: retry the batch")
    given_up = give_up_items(
        event["batch_id"],
        event["ids"],
        why,
        run=event["run"],
        batches=wiring.batches(),
        messages=wiring.messages(),
    )
    return _counted(given_up)


def summarise(event: dict[str, Any]) -> dict[str, Any]:
    """Where the batch stands."""
    state, progress = summarise_batch(
        event["batch_id"],
        run=event["run"],
        action=BatchAction(event["action"]),
        failed=event["failed"],
        batches=wiring.batches(),
        messages=wiring.messages(),
    )
    return {"state": state.value, "items": {each.value: count for each, count in progress.items.items()}}


_TASKS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "plan": plan,
    "items": items,
    "give_up": give_up,
    "summarise": summarise,
}


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], _: LambdaContext) -> dict[str, Any]:
    """One task of the state machine; any of them may come twice."""
    done = _TASKS[event["task"]](event)
    metrics.add_metric(f"batch_{event['task']}", MetricUnit.Count, 1)
    logger.info("batch task done", batch_id=event["batch_id"], run=event["run"], task=event["task"], outcome=done)
    return done


def _counted(done: Counter[str]) -> dict[str, Any]:
    for outcome, count in done.items():
        metrics.add_metric(f"batch_items_{outcome}", MetricUnit.Count, count)
    return dict(done)


def _planning(run: int) -> Planning:
    invoices, customers, sellers = wiring.invoices(), wiring.customers(), wiring.sellers()
    return Planning(
        run=run,
        now=wiring.now(),
        new_id=wiring.new_id,
        batches=wiring.batches(),
        invoices=invoices,
        customers=customers,
        sellers=sellers,
        messages=wiring.messages(),
        outbox=wiring.outbox(),
        schedules=wiring.schedules(),
        shelf=wiring.shelf(),
        check=partial(
            preview_send,
            now=wiring.now(),
            invoices=invoices,
            customers=customers,
            shelf=wiring.shelf(),
            render=wiring.mail_renderer(),
        ),
    )
