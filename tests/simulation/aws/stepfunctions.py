"""Step Functions: executions are begun and asked about. What a machine does, somebody else does.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.simulation.aws.refusal import Answer, NotModelledError, Params, Refusal

NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")
LARGEST = 256 * 1024
REMEMBERED = timedelta(days=90)


@dataclass(slots=True)
class Execution:
    """One run of a machine; `status` is RUNNING until somebody sets it."""

    arn: str
    name: str
    told: str
    begun_at: datetime
    status: str = "RUNNING"


class StepFunctions:
    """`executions` by ARN, in the order in which they began."""

    def __init__(self, machine_arn: str, *, clock: Callable[[], datetime]) -> None:
        self.executions: dict[str, Execution] = {}
        self._machine_arn, self._clock = machine_arn, clock

    def call(self, operation: str, params: Params) -> Answer:
        """What the operation answers."""
        match operation, sorted(params):
            case "StartExecution", ["input", "name", "stateMachineArn"]:
                return self._start(params)
            case "DescribeExecution", ["executionArn"]:
                return self._describe(params["executionArn"])
        raise NotModelledError(f"stepfunctions.{operation} with {', '.join(params)}")

    def _start(self, params: Params) -> Answer:
        if params["stateMachineArn"] != self._machine_arn:
            raise Refusal("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{params['stateMachineArn']}'")
        if not NAME.fullmatch(params["name"]):
            raise Refusal("InvalidName", f"Invalid Name: '{params['name']}'")
        if len(params["input"].encode()) > LARGEST:
            raise Refusal("InvalidExecutionInput", "Invalid Execution Input: too large")
        arn = f"{self._machine_arn.replace(':stateMachine:', ':execution:')}:{params['name']}"
        known = self.executions.get(arn)
        if known and self._clock() - known.begun_at < REMEMBERED:
            if known.status == "RUNNING" and known.told == params["input"]:
                return {"executionArn": arn, "startDate": known.begun_at}
            raise Refusal("ExecutionAlreadyExists", f"Execution Already Exists: '{arn}'")
        self.executions[arn] = Execution(arn, params["name"], params["input"], self._clock())
        return {"executionArn": arn, "startDate": self._clock()}

    def _describe(self, arn: str) -> Answer:
        execution = self.executions.get(arn)
        if execution is None:
            raise Refusal("ExecutionDoesNotExist", f"Execution Does Not Exist: '{arn}'")
        return {
            "executionArn": arn,
            "stateMachineArn": self._machine_arn,
            "name": execution.name,
            "status": execution.status,
            "startDate": execution.begun_at,
            "input": execution.told,
        }
