"""The whole product on this machine: what `make run` starts and tests may use.

with Stack(port=0, seed=False, quiet=True) as stack:
    urllib.request.urlopen(f"{stack.url}/v1/invoices")
"""

from collections import deque
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from moto.awslambda.models import EventSourceMapping, LambdaFunction
from moto.dynamodb.models import dynamodb_backends
from moto.events.models import events_backends
from moto.scheduler.models import scheduler_backends
from moto.sns.models import sns_backends
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from local import logs
from local import seed as seeding
from local.activity import Activity
from local.aws import ACCOUNT, REGION, Aws, invocations_answered_by
from local.bus import Bus
from local.clock import Clock
from local.cloudformation import Resource
from local.control import Control
from local.front import Front
from local.functions import function_of
from local.gateway import Gateway
from local.machines import executed_at, running
from local.outbox import Outbox
from local.passage import Passage
from local.pipes import Pipe
from local.product import Product
from local.queues import Pump
from local.refusals import Account
from local.schedules import Schedules
from local.seed_late import seed_late
from local.server import Server
from local.ses import Ses
from local.streams import Stream
from local.targets import deliver
from local.template import translate
from local.workers import Worker, Workers

ROOT = Path(__file__).resolve().parent.parent
IDENTITY, CONFIGURATION_SET = "AWS::SES::EmailIdentity", "AWS::SES::ConfigurationSet"
DESTINATION, SCOPES = "AWS::SES::ConfigurationSetEventDestination", "AWS::Cognito::UserPoolResourceServer"
API, PIPE = "AWS::ApiGatewayV2::Api", "AWS::Pipes::Pipe"
PARAMETERS = MappingProxyType({"SenderDomain": "example.com"})
"""What `sam deploy --guided` would ask for."""


class Stack:
    """Everything, started on entering and gone on leaving.

    `template` and the code beside it may be others than the product's own; `port` 0 takes any that is free.
    A quiet stack keeps its log in `log` instead of printing it. AWS lives in moto's global state: one stack at a time
    in a process, and no `mock_aws` beside it.
    """

    def __init__(
        self,
        template: Path = ROOT / "template.yaml",
        *,
        port: int = 0,
        seed: bool = False,
        quiet: bool = True,
        parameters: Mapping[str, str] = PARAMETERS,
    ) -> None:
        self._template, self._parameters = template, dict(parameters)
        self._port, self._seed = port, seed
        self._exit = ExitStack()
        self.activity, self.clock = Activity(), Clock()
        self.seeded: list[seeding.Seeded] = []
        self.log: deque[str] = deque(maxlen=5_000)
        self._tell: logs.Tell = self.log.append if quiet else logs.say

    def __enter__(self) -> Self:
        with self._exit:
            self._start()
            self._exit = self._exit.pop_all()  # all went well: stay open
        return self

    def __exit__(self, *_: object) -> None:
        self._exit.close()

    def _start(self) -> None:
        server = Server(self._serve, port=self._port, name="front")
        self._exit.callback(server.stop)
        self.url, self.product = server.url, Product(server.url)
        template = translate(self._template, self._parameters)
        self.aws = Aws(template, self._parameters)
        self._exit.callback(self.aws.stop)
        self.machines = stepfunctions_parser_backends[ACCOUNT][REGION]
        self._exit.enter_context(executed_at(self.aws.endpoint))
        self._exit.callback(self.clock.stop)
        self._start_ses()
        self._start_workers(template)
        self._start_time()
        self._front = self._make_front()
        server.start()
        if self._seed:
            self.seeded = [*seeding.seed(self.url), *seed_late(self.url)]
            self.settle()

    def _serve(self, environ: Any, start_response: Any) -> Any:
        return self._front(environ, start_response)

    def settle(self) -> None:
        """Return when the queues that functions read and the streams that pipes read are empty and nothing runs."""
        self.activity.settle(lambda: running(self.machines) or any(each.waiting() for each in self.moving))

    def advance(self, span: timedelta) -> None:
        """Move the clock, stopping at every moment at which something is due."""
        self.passage.advance(span)

    def _start_ses(self) -> None:
        identities = frozenset(made.physical_resource_id for made in self.aws.of_type(IDENTITY))
        sets = frozenset(made.physical_resource_id for made in self.aws.of_type(CONFIGURATION_SET))
        account = Account(ACCOUNT, REGION, identities, sets)
        topics = sns_backends[ACCOUNT][REGION]
        self.ses = Ses(account, self.aws.of_type(DESTINATION), topics, self.activity)
        self.ses.start()
        self._exit.callback(self.ses.stop)

    def _start_workers(self, template: dict[str, Any]) -> None:
        """With the environment of the template, where AWS is this process and the public address of the API ours."""
        endpoints = {"AWS_ENDPOINT_URL": self.aws.endpoint, "AWS_ENDPOINT_URL_SESV2": self.ses.server.url}
        public = [api.get_cfn_attribute("ApiEndpoint") for api in self.aws.of_type(API)]
        workers = []
        for logical_id, made in self.aws.of_kind(LambdaFunction).items():
            function = function_of(logical_id, made, template)
            environ = function.environ(region=REGION, root=self._template.parent) | endpoints
            for address in public:
                environ = {name: value.replace(address, self.url) for name, value in environ.items()}
            workers.append(Worker(function, environ, lambda: self.clock.offset, self._tell))
        self.workers = Workers(workers, self._tell)
        self._exit.callback(self.workers.stop)
        self.workers.start()
        self._exit.enter_context(invocations_answered_by(self.workers.invoke))

    def _start_time(self) -> None:
        mappings = self.aws.of_kind(EventSourceMapping).values()
        pumps = [Pump(mapping, self.aws.queues, self.workers.invoke, self.activity) for mapping in mappings]
        fire = partial(deliver, queues=self.aws.queues, invoke=self.workers.invoke, tell=self._tell)
        self.schedules = Schedules(scheduler_backends[ACCOUNT][REGION], fire)
        self.passage = Passage(self.clock, self.schedules, pumps, self.activity, self.settle)
        self.bus = Bus(events_backends[ACCOUNT][REGION])
        self.moving: list[Pump | Pipe] = [*pumps, *map(self._pipe, self.aws.of_type(PIPE))]
        for each in (*self.moving, self.passage):
            each.loop.start()
            self._exit.callback(each.loop.stop)
        self._exit.callback(self.workers.stop)  # first of all, so that nobody waits for an invocation

    def _pipe(self, made: Resource) -> Pipe:
        stream = Stream(made.properties["Source"], dynamodb_backends[ACCOUNT][REGION])
        return Pipe(
            made,
            stream=stream,
            bus=self.bus,
            queues=self.aws.queues,
            invoke=self.workers.invoke,
            activity=self.activity,
            tell=self._tell,
        )

    def _make_front(self) -> Front:
        api = self.aws.of_type(API)[0]
        scopes = [
            f"{server.physical_resource_id}/{scope['ScopeName']}"
            for server in self.aws.of_type(SCOPES)
            for scope in server.properties["Scopes"]
        ]
        gateway = Gateway(api.properties["Body"], api.physical_resource_id, ACCOUNT, scopes, self.workers.invoke)
        self.routes = gateway.routes
        views = Control(self).views() | Outbox(self).views()
        return Front(gateway, views, self.activity, self._tell)
