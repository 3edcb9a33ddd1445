"""Runs of batches as executions of the state machine, named after batch, run and action."""

import json
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from dunlin.domain.errors import Unavailable
from dunlin.services.ports.batches import BatchAction

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient


class StepFunctionsBatchRuns:
    """Port `BatchRuns`."""

    def __init__(self, client: "SFNClient", *, machine_arn: str) -> None:
        self._client, self._machine_arn = client, machine_arn

    def start(self, batch_id: str, *, run: int, action: BatchAction) -> None:
        """See the port. Step Functions keeps names for 90 days, and one name is one execution."""
        told = json.dumps({"batch_id": batch_id, "run": run, "action": action.value, "failed": False})
        try:
            self._client.start_execution(
                stateMachineArn=self._machine_arn, name=_name(batch_id, run, action), input=told
            )
        except ClientError as failure:
            if failure.response.get("Error", {}).get("Code") != "ExecutionAlreadyExists":
                raise Unavailable("the batch could not be started: try again with the same key") from failure
        except BotoCoreError as failure:
            raise Unavailable("the batch could not be started: try again with the same key") from failure

    def at_work(self, batch_id: str, *, run: int, action: BatchAction) -> bool:
        """See the port."""
        arn = f"{self._machine_arn.replace(':stateMachine:', ':execution:')}:{_name(batch_id, run, action)}"
        try:
            return self._client.describe_execution(executionArn=arn)["status"] == "RUNNING"
        except ClientError as failure:
            if failure.response.get("Error", {}).get("Code") == "ExecutionDoesNotExist":
                return False
            raise Unavailable("Step Functions did not answer") from failure
        except BotoCoreError as failure:
            raise Unavailable("Step Functions did not answer") from failure


def _name(batch_id: str, run: int, action: BatchAction) -> str:
    return f"{batch_id}-{run}-{action}"
