"""The world around the functions: queues, schedules, SES's events, callers and providers who try again, and time."""

import base64
import json
import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any

from dunlin.domain.email_status import EmailStatus
from dunlin.domain.invoice import Invoice
from dunlin.domain.payments.event import ProviderEvent
from local.events import event
from local.mail import Mail
from tests.functional.http import Answer, request_event
from tests.simulation import queues
from tests.simulation.clock import Clock
from tests.simulation.containers import invoke
from tests.simulation.faults import Faults
from tests.simulation.history import History, text_of
from tests.simulation.machine import TaskFailedError, definition, execute
from tests.simulation.provider import Bank
from tests.simulation.state import State, read
from tests.simulation.workers import Workers, current, pause

type Do = Callable[[], Any]
MINUTE = timedelta(minutes=1)
# A world that has not come to rest after so many stops never will.
STOPS = 400
CLERK = {"sub": "0d9c", "username": "clerk", "client_id": "console", "scope": "dunlin/admin"}


@dataclass
class World:
    """`accepted` is what SES has taken, `answers` what callers were told at last, `fates` the events that follow a mail
    to an address (elsewhere: Send, Delivery), each after so many seconds.
    """

    call: Callable[[str, str, dict[str, Any]], Any]
    clock: Clock
    faults: Faults
    workers: Workers
    random: random.Random
    check: Callable[["World"], object]
    accepted: list[Mail] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    fates: dict[str, Sequence[tuple[str, float]]] = field(default_factory=dict)
    emitted: dict[str, set[str]] = field(default_factory=dict)
    runs: dict[str, str] = field(default_factory=dict)
    looks: list[datetime] = field(default_factory=list)
    claimants: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    pages: list[tuple[str, Answer]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    paid: list[ProviderEvent] = field(default_factory=list)
    dunned: bool = False
    sent_before: bool = False
    gap: timedelta = timedelta(days=2)

    def __post_init__(self) -> None:
        self.history = History(self._item)
        self.bank = Bank(self.passage)
        self._due: list[tuple[datetime, int, Do]] = []
        self._order = count()
        self._swept = self.clock.now - MINUTE

    # The passage through which every call goes.

    def passage(self, service: str, operation: str, params: dict[str, Any], do: Do) -> Any:
        """See `install`: the world's own calls pass unhindered."""
        worker = current()
        if worker is None:
            return do()
        pause()
        others = self.workers.let_others_finish
        seen = self._seen(worker.name, service, operation, params, do)
        return self.faults.act(worker.name, service, operation, seen, others)

    def _seen(self, worker: str, service: str, operation: str, params: dict[str, Any], do: Do) -> Do:
        def seen() -> Any:
            now = self.clock.now
            if service == "dynamodb":
                return self.history.observe(operation, params, do, worker=worker, now=now)
            if service == "stepfunctions":
                return self._machine(operation, params)
            answer = do()
            if (service, operation) == ("sesv2", "SendEmail"):
                self._accept(params, answer["MessageId"], worker)
            self._note_time(operation, params)
            return answer

        return seen

    def _note_time(self, operation: str, params: dict[str, Any]) -> None:
        if operation == "SendMessage" and params.get("DelaySeconds"):
            self.looks.append(self.clock.now + timedelta(seconds=params["DelaySeconds"]))
        if operation in {"CreateSchedule", "UpdateSchedule"}:
            self.looks.append(queues.instant_of(params))

    def _item(self, variable: str, key: dict[str, Any]) -> dict[str, Any]:
        asked = {"TableName": os.environ[variable], "Key": key, "ConsistentRead": True}
        found: dict[str, Any] = self.call("dynamodb", "GetItem", asked).get("Item") or {}
        return found

    # SES and its events.

    def _accept(self, params: dict[str, Any], message_id: str, worker: str) -> None:
        data = params["Content"]["Raw"]["Data"]
        mail = Mail(
            message_id=message_id,
            source=params["FromEmailAddress"],
            recipients=tuple(params["Destination"]["ToAddresses"]),
            tags={tag["Name"]: tag["Value"] for tag in params["EmailTags"]},
            configuration_set=params["ConfigurationSetName"],
            raw=data if isinstance(data, bytes) else base64.b64decode(data),
            sent_at=self.clock.now,
        )
        self.claimants.append(self._claimed_by(worker, mail.email_id))
        self.accepted.append(mail)
        for kind, seconds in self.fates.get(mail.recipients[0], (("Send", 1), ("Delivery", 4))):
            self.later(timedelta(seconds=seconds), lambda kind=kind: self.emit(kind, mail))

    def _claimed_by(self, worker: str, email_id: str) -> str:
        """The e-mail, if this worker's claim of it has committed."""
        for write, before, after in self.history.steps_of("MESSAGES_TABLE"):
            claimed = (text_of(after, "part"), text_of(after, "status")) == (email_id, EmailStatus.DISPATCHING)
            if claimed and write.worker == worker and text_of(before, "status") == EmailStatus.PLANNED:
                return email_id
        return ""

    def emit(self, kind: str, mail: Mail, *, times: int = 1, **options: Any) -> None:
        """SES tells of it; perhaps more than once."""
        told = event(
            kind,
            mail,
            account="123456789012",
            region=os.environ["AWS_REGION"],
            now=self.clock.now,
            options={"link": "https://seller.example/terms", **options},
        )
        body = json.dumps(told)
        self.emitted.setdefault(mail.email_id, set()).add(body)
        for _ in range(times):
            queues.put("ENGAGEMENT_QUEUE_URL", body, self.call)

    # Callers, who ask again until they are answered.

    def ask(self, method: str, path: str, body: Any = None, *, key: str = "", function: str = "api", **more: Any) -> str:
        """The name under which the answer will be found; asked at once, and each minute until somebody answers."""
        headers = {"content-type": "application/json", **more.pop("headers", {})}
        headers |= {"idempotency-key": key} if key else {}
        claims = CLERK if function == "api" else {}
        request = request_event(method, path, claims=claims, headers=headers, query=more.pop("query", {}), body=body)
        name = f"{function} {method} {path} {key or next(self._order)}"
        self.asked.add(name)
        self._ask(name, function, {**request, **more})
        return name

    def _ask(self, name: str, function: str, request: dict[str, Any], again: Do | None = None) -> None:
        again = again or (lambda: self._ask(name, function, request))

        def act() -> None:
            try:
                answer = _answer(invoke(function, request))
            except BaseException:
                self.later(MINUTE, again)
                raise
            if answer.status >= 500 or (answer.status == 409 and b"in_progress" in answer.content):
                self.later(MINUTE, again)
            else:
                self.answers[name] = answer

        self.workers.start(function, act)

    def open_page(self, path: str, invoice_id: str) -> None:
        """A page of the portal, which is to be of that invoice."""
        request = request_event("GET", path, claims={}, headers={}, query={}, body=None)

        def act() -> None:
            self.pages.append((invoice_id, _answer(invoke("portal", request))))

        self.workers.start("portal", act)

    def told(self, event: ProviderEvent) -> None:
        """The provider tells of it, and again until it hears that it was understood."""
        self.paid.append(event)
        name = f"webhook {event.event_id} {next(self._order)}"
        self.asked.add(name)
        self._tell(name, event)

    def _tell(self, name: str, event: ProviderEvent) -> None:
        body, headers = self.bank.webhook(event)  # signed anew each time, as providers do
        sent = {"content-type": "application/json", **headers}
        request = request_event("POST", "/webhooks/test", claims={}, headers=sent, query={}, body=body)
        self._ask(name, "portal", request, lambda: self._tell(name, event))

    # Functions.

    def sweep(self) -> None:
        """A minute has passed."""
        self._swept = self.clock.now
        self.workers.start("sweep", lambda: invoke("sweep", {}))

    def _machine(self, operation: str, params: dict[str, Any]) -> Any:
        arn = params.get("executionArn") or f"{params['stateMachineArn']}:{params['name']}".replace(
            ":stateMachine:", ":execution:"
        )
        if operation == "DescribeExecution":
            return {"status": self.runs[arn]}
        if arn not in self.runs:
            self.runs[arn] = "RUNNING"
            self.workers.start("machine", lambda: self._execute(arn, json.loads(params["input"])))
        return {"executionArn": arn}

    def _execute(self, arn: str, told: dict[str, Any]) -> None:
        try:
            execute(definition(), told, invoke=self._task, load=self._load)
        except TaskFailedError:
            self.runs[arn] = "FAILED"
        else:
            self.runs[arn] = "SUCCEEDED"

    def _task(self, payload: dict[str, Any]) -> Any:
        task = self.workers.start("batch", lambda: invoke("batch", payload))
        me = current()
        assert me is not None
        me.waits_for = lambda: bool(task.dead)
        pause()
        me.waits_for = None
        if task.failure:
            raise TaskFailedError(payload["task"]) from task.failure
        return task.answer

    def _load(self, bucket: str, key: str) -> bytes:
        return bytes(self.call("s3", "GetObject", {"Bucket": bucket, "Key": key})["Body"].read())

    # Time.

    def later(self, wait: timedelta, act: Do) -> None:
        """Somebody will do this."""
        heappush(self._due, (self.clock.now + wait, next(self._order), act))

    def settle(self) -> None:
        """Everything that can happen now happens."""
        for _ in range(STOPS):
            self.begin()
            if not self.workers.at_work:
                return
            self.workers.run()
        raise AssertionError("the world does not come to rest")

    def begin(self) -> None:
        """Whatever is due by now is handed to workers."""
        while self._due and self._due[0][0] <= self.clock.now:
            heappop(self._due)[2]()
        for name, body in list(queues.due_schedules(self.call, now=self.clock.now)):
            self.call("scheduler", "DeleteSchedule", {"GroupName": os.environ["SCHEDULE_GROUP"], "Name": name})
            queues.put("OUTBOX_QUEUE_URL", body, self.call)
        for source in queues.SOURCES:
            while messages := queues.receive(source, self.call):
                self._hand_over(source, messages)

    def _hand_over(self, source: queues.Source, messages: list[dict[str, Any]]) -> None:
        def act() -> Any:
            answer = None
            try:
                answer = invoke(source.function, queues.event_of(source, messages))
            finally:
                done = queues.done(answer, messages)
                queues.delete(source, done, self._unseen)
                if len(done) < len(messages):
                    self.looks.append(self.clock.now + source.visibility)
            return answer

        self.workers.start(source.function, act)

    def _unseen(self, service: str, operation: str, params: dict[str, Any]) -> Any:
        return self.call(service, operation, params)

    def run(self, span: timedelta) -> State:
        """Time passes, with a stop wherever something is due and the sweep at each; the invariants hold at every one."""
        end = self.clock.now + span
        state = self._stop()
        for _ in range(STOPS):
            self.clock.move_to(min(self._next(state), end))
            if self.clock.now - self._swept >= MINUTE:
                self.sweep()
            state = self._stop()
            if self.clock.now >= end:
                return state
        raise AssertionError(f"the world does not come to rest: {self._next(state)}")

    def _stop(self) -> State:
        self.settle()
        self.check(self)
        return self.state

    def head(self, email: dict[str, Any]) -> dict[str, Any]:
        """The invoice of an e-mail's item, as it is now."""
        return self._item("INVOICES_TABLE", {"invoice_id": email["invoice_id"], "part": {"S": "head"}})

    def has_workflow(self, invoice: Invoice) -> bool:
        """Whether anybody is reminded of it."""
        return self.dunned or bool(invoice.dunning and invoice.dunning.workflow_id)

    @property
    def state(self) -> State:
        """What is stored now."""
        return read(self.call)

    def _next(self, state: State) -> datetime:
        """When something is due next; what is overdue is looked at by the sweep of the next minute."""
        now = self.clock.now
        self.looks = [each for each in self.looks if each > now]
        swept = [max(each + MINUTE, now + MINUTE) for each in state.moments]
        due = [self._due[0][0]] if self._due else []
        return max(min((*self.looks, *swept, *due), default=datetime.max.replace(tzinfo=now.tzinfo)), now)

    def calm(self, span: timedelta) -> State:
        """No faults any more; whoever was killed stays dead."""
        self.faults.active = False
        return self.run(span)


def _answer(told: dict[str, Any]) -> Answer:
    body = told.get("body") or ""
    content = base64.b64decode(body) if told.get("isBase64Encoded") else body.encode()
    return Answer(told["statusCode"], {name.lower(): str(each) for name, each in told.get("headers", {}).items()}, content)
