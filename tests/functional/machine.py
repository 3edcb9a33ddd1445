"""The state machine of batches, executed by moto from its own definition, with the real handler behind its tasks."""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from unittest.mock import patch

import boto3
from moto.core.config import default_user_config
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.models import stepfunctions_parser_backends
from samtranslator.yaml_helper import yaml_parse

from local.template import TEMPLATE
from tests.functional.functions import invoke

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:batch"
DEFINITION = TEMPLATE.parent / "statemachines" / "batch_send.asl.yaml"
SECONDS = 400  # a machine may be busy with other tests


class BatchInProcess:
    """Lambda, for the one function that the machine may invoke. `failing` raises before so many invocations;
    `before` is what somebody else does before a task comes for the so-and-so-manieth time.
    """

    def __init__(self) -> None:
        self.tasks: list[str] = []
        self.failing: dict[str, int] = {}
        self.before: dict[tuple[str, int], Callable[[], object]] = {}
        self._one_at_a_time = threading.Lock()

    def invoke(self, *, FunctionName: str, Payload: Any, **_: Any) -> dict[str, Any]:  # noqa: N803 - boto3's names
        """The handler's answer, or its failure, as Lambda tells them."""
        assert FunctionName == FUNCTION
        event = json.loads(Payload)
        with self._one_at_a_time:
            self.tasks.append(event["task"])
            self.before.get((event["task"], self.tasks.count(event["task"])), list)()
            try:
                self._perhaps_fail(event["task"])
                answer = invoke("batch", event)
            except Exception as failure:  # noqa: BLE001 - Lambda tells of any
                told = {"errorMessage": str(failure), "errorType": type(failure).__name__}
                return {"StatusCode": 200, "FunctionError": "Unhandled", "Payload": BytesIO(json.dumps(told).encode())}
        return {"StatusCode": 200, "Payload": BytesIO(json.dumps(answer).encode())}

    def _perhaps_fail(self, task: str) -> None:
        if self.failing.get(task):
            self.failing[task] -= 1
            raise TimeoutError(f"{task} ran out of time")


@contextmanager
def machine(*, patient: bool = False) -> Iterator[BatchInProcess]:
    """While this lasts, executions run. Unless `patient`, retries of tasks do not wait."""
    text = (
        DEFINITION.read_text(encoding="utf-8").replace("${Partition}", "aws").replace("${BatchFunctionArn}", FUNCTION)
    )
    definition = (
        text
        if patient
        else text.replace("IntervalSeconds: 2", "IntervalSeconds: 1").replace("BackoffRate: 3", "BackoffRate: 1.0")
    )
    backend = stepfunctions_parser_backends["123456789012"][os.environ["AWS_REGION"]]
    backend.reset()
    batch = BatchInProcess()
    with (
        patch.dict(default_user_config, {"stepfunctions": {"execute_state_machine": True}}),
        patch.object(lambda_eval_utils, "boto_client_for", lambda **_: batch),
    ):
        boto3.client("stepfunctions").create_state_machine(
            name=os.environ["BATCH_MACHINE_ARN"].rpartition(":")[2],
            definition=json.dumps(yaml_parse(definition)),
            roleArn="arn:aws:iam::123456789012:role/batch-send",
        )
        yield batch


def ended(batch_id: str, run: int = 1, action: str = "send") -> str:
    """Wait for a run; the answer is its status."""
    arn = f"{os.environ['BATCH_MACHINE_ARN'].replace(':stateMachine:', ':execution:')}:{batch_id}-{run}-{action}"
    end = time.monotonic() + SECONDS
    pause = 0.05
    client = boto3.client("stepfunctions")  # once: to make one costs more than to ask it
    while time.monotonic() < end:
        told = client.describe_execution(executionArn=arn)
        if told["status"] != "RUNNING":
            return str(told["status"])
        time.sleep(pause)
        pause = min(1.0, 1.3 * pause)
    raise TimeoutError(arn)
