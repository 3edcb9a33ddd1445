"""What of the product decides how fast a rush is over, read from the template and the code."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dunlin.services import plan_send, send_email, start_batch, sweep_due, sweep_turns
from dunlin.services.ports.mail import Refused
from local.template import translate

_MACHINE = Path(__file__).parents[2] / "statemachines" / "batch_send.asl.yaml"


@dataclass(frozen=True, slots=True)
class Retry:
    """How a task of the state machine is repeated: seconds until the first time, how often, and the factor."""

    interval: float
    attempts: int
    rate: float
    longest: float
    jitter: bool


@dataclass(frozen=True, slots=True)
class Product:
    """Seconds and counts."""

    batch_size: int
    visibility: float
    receives: int
    timeout: float
    waits: tuple[int, ...]
    forgotten: float
    missed: float
    again: float
    swept: int
    items_of_batch: int
    tasks_at_once: int
    task_retry: Retry


@cache
def product() -> Product:
    """As it is in this working tree."""
    resources = translate()["Resources"]
    outbox, deliver = (resources[name]["Properties"] for name in ("OutboxQueue", "DeliverFunction"))
    items = yaml.safe_load(_MACHINE.read_text(encoding="utf-8"))["States"]["Items"]
    tasks = items["ItemProcessor"]["States"]
    return Product(
        batch_size=_mapping(resources)["BatchSize"],
        visibility=outbox["VisibilityTimeout"],
        receives=outbox["RedrivePolicy"]["maxReceiveCount"],
        timeout=deliver["Timeout"],
        waits=send_email._WAIT[Refused.THROTTLED],  # noqa: SLF001 - the very table
        forgotten=plan_send.FORGOTTEN.total_seconds(),
        missed=sweep_turns._MISSED.total_seconds(),  # noqa: SLF001 - the same
        again=sweep_due.AGAIN.total_seconds(),
        swept=(sweep_due.sweep_due.__kwdefaults__ or {})["limit"],
        items_of_batch=start_batch.MOST,
        tasks_at_once=items["MaxConcurrency"],
        task_retry=_retry(tasks["Each hundred"]),
    )


def _mapping(resources: dict[str, Any]) -> dict[str, Any]:
    [found] = [
        each["Properties"]
        for each in resources.values()
        if each["Type"] == "AWS::Lambda::EventSourceMapping"
        and each["Properties"]["FunctionName"] == {"Ref": "DeliverFunction"}
    ]
    return dict(found)


def _retry(task: dict[str, Any]) -> Retry:
    """Of those that stand for a Lambda that has no room, the first."""
    found = task["Retry"][0]
    return Retry(
        found["IntervalSeconds"],
        found["MaxAttempts"],
        found["BackoffRate"],
        found.get("MaxDelaySeconds", float("inf")),
        found.get("JitterStrategy") == "FULL",
    )
