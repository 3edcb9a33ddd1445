"""AWS on this machine: moto's server in this process, holding the resources of the template."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

from moto.awslambda.models import LambdaFunction
from moto.cloudformation.models import cloudformation_backends
from moto.moto_api._internal.models import MotoAPIBackend
from moto.moto_server import werkzeug_app
from moto.server import ThreadedMotoServer
from moto.sqs.models import Queue, SQSBackend, sqs_backends
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from local import cloudformation
from local.partitions import partitions
from local.transactions import all_or_nothing

ACCOUNT, REGION = "123456789012", "us-east-1"
Invoke = Callable[[str, Any], tuple[str, bool]]
"""(function name, event) → (JSON text, whether it is an error)."""


class Aws:
    """The resources by their logical id, as moto's own objects, and the endpoint where clients reach them."""

    def __init__(self, template: dict[str, Any], parameters: dict[str, str]) -> None:
        cloudformation.teach_moto()
        if unknown := cloudformation.unknown_types(template):
            raise ValueError(f"local/cloudformation.py does not know {', '.join(sorted(unknown))}")
        werkzeug_app.DISABLE_GLOBAL_CORS = True  # type: ignore[attr-defined]  # no business of web pages
        logging.getLogger("werkzeug").setLevel(logging.ERROR)  # moto's server would log every call
        MotoAPIBackend(REGION, ACCOUNT).reset()
        stepfunctions_parser_backends[ACCOUNT][REGION].reset()  # moto forgets these
        stacks = cloudformation_backends[ACCOUNT][REGION]
        stack = stacks.create_stack("dunlin", json.dumps(_without_code(template)), parameters)
        self.resources: dict[str, Any] = stack.resource_map._parsed_resources  # noqa: SLF001
        for queue in self.of_kind(Queue).values():
            queue.lambda_event_source_mappings.clear()  # moto's own fan-out ignores batches, retries and failures
            queue.delete_message = partial(_delete_message, queue)
        self._taught = ExitStack()
        self._taught.enter_context(all_or_nothing())
        self._taught.enter_context(partitions())
        self._server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        self._server.start()
        self.endpoint = "http://{}:{}".format(*self._server.get_host_and_port())

    def of_kind(self, kind: Any) -> dict[str, Any]:
        """The resources of one of moto's classes, by logical id."""
        return {name: resource for name, resource in self.resources.items() if isinstance(resource, kind)}

    def of_type(self, cfn_type: str) -> list[cloudformation.Resource]:
        """The resources of a type that moto does not know."""
        return [made for made in self.of_kind(cloudformation.Resource).values() if made.cfn_type == cfn_type]

    @property
    def queues(self) -> SQSBackend:
        return sqs_backends[ACCOUNT][REGION]

    def stop(self) -> None:
        self._server.stop()
        if self._server._server is not None:  # noqa: SLF001
            self._server._server.server_close()  # noqa: SLF001 moto leaves the socket open
        self._taught.close()


@contextmanager
def invocations_answered_by(invoke: Invoke) -> Iterator[None]:
    """While this lasts, `lambda:Invoke` reaches our own workers instead of Docker."""

    def invoked(function: LambdaFunction, event: Any = None) -> tuple[str, bool, str]:
        return *invoke(function.function_name, event), ""

    with patch.object(LambdaFunction, "_invoke_lambda", invoked):
        yield


def _without_code(template: dict[str, Any]) -> dict[str, Any]:
    """The template with its functions' code left out: it is run from the working tree."""
    resources = {name: dict(resource) for name, resource in template["Resources"].items()}
    for resource in resources.values():
        if resource["Type"] == "AWS::Lambda::Function":
            resource["Properties"] = resource["Properties"] | {"Code": {"ZipFile": "# local"}}
    return template | {"Resources": resources}


def _delete_message(queue: Queue, receipt_handle: str) -> None:
    """To delete a message moto builds its list anew; one sent meanwhile by another thread would be lost."""
    with queue._messages_lock:  # noqa: SLF001
        Queue.delete_message(queue, receipt_handle)
