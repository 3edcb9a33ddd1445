"""State machines, which moto executes: their tasks reach the workers through its own endpoint."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import boto3
from moto.core.config import default_user_config
from moto.stepfunctions.parser.asl.utils import boto_client
from moto.stepfunctions.parser.models import StepFunctionsParserBackend


@contextmanager
def executed_at(endpoint: str) -> Iterator[None]:
    """While this lasts, executions run, and call AWS at `endpoint`; moto would look for itself at a port of its own."""

    def client(**wish: Any) -> Any:
        return boto3.client(**wish | {"endpoint_url": endpoint})

    with (
        patch.dict(default_user_config, {"stepfunctions": {"execute_state_machine": True}}),
        patch.object(boto_client, "boto3", SimpleNamespace(client=client)),
    ):
        yield


def running(machines: StepFunctionsParserBackend) -> bool:
    """Whether any execution has not ended."""
    return any(
        getattr(each, "exec_status", None) == "RUNNING"
        for made in list(machines.state_machines)
        for each in list(made.executions)
    )
