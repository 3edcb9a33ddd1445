"""Lambda's containers: each invocation of a handler has a processor of its own, as if it were alone in its process."""

import importlib
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType

from tests.context import Context


def invoke(function: str, event: Any) -> Any:
    """What the real handler returns; raises what it raises."""
    module = importlib.import_module(f"{function}.app")
    if hasattr(module, "processor"):
        module.processor = BatchProcessor(  # type: ignore[attr-defined] # of those that have one
            event_type=EventType.SQS, raise_on_entire_batch_failure=False, logger=module.logger
        )
    return module.handler(event, Context(function_name=function))
