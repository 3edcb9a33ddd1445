"""The world around the functions: queues, schedules, SES's events, callers and providers who try again, and time."""

import base64
import json
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from typing import Any

from dunlin.domain.email_status import EmailStatus
from dunlin.domain.invoice import Invoice
from dunlin.domain.payments.event import ProviderEvent
from local.mail import Mail
from tests.functional.http import Answer, request_event
from tests.simulation import queues
from tests.simulation.aws import Aws
from tests.simulation.aws.stepfunctions import Execution
from tests.simulation.clock import Clock
from tests.simulation.containers import invoke
from tests.simulation.faults import Call, Faults
from tests.simulation.fingerprint import fingerprint
from tests.simulation.history import History, text_of
from tests.simulation.machine import TaskFailedError, definition, execute
from tests.simulation.moments import Moment, kept
from tests.simulation.provider import Bank
from tests.simulation.state import State, read, wakes, walks
from tests.simulation.workers import Workers, current, pause

type Do = Callable[[], Any]
MINUTE = timedelta(minutes=1)
# A world that has not come to rest after so many stops never will.
STOPS = 400
CLERK = {"sub": "0d9c", "username": "clerk", "client_id": "console", "scope": "dunlin/admin"}


class JoinedError(BaseException):
    """The world has become one that was played already."""


@dataclass
class World:
    """`answers` is what callers were told at last, `claimants` by which e-mail's claim each accepted mail was posted,
    `written` how much had been written by then, `paid` what the provider has told, `pages` what the portal has shown of
    which invoice. `slowness` is how long SES's events are on their way; no two reminders may come within `gap`; a
    worker gets `most` messages at once. `known` are the worlds at rest, after the last fault, of which it is known how
    they go on; `place` is where this one is in what is played; of its `moments` the first after each call is kept.
    """

    aws: Aws
    clock: Clock
    faults: Faults
    workers: Workers
    random: random.Random
    check: Callable[["World"], object]
    answers: dict[str, Answer] = field(default_factory=dict)
    runs: set[str] = field(default_factory=set)
    claimants: list[str] = field(default_factory=list)
    written: list[int] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    pages: list[tuple[str, Answer]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    paid: list[ProviderEvent] = field(default_factory=list)
    dunned: bool = False
    sent_before: bool = False
    gap: timedelta = timedelta(days=2)
    slowness: timedelta = timedelta(0)
    most: int = 10
    known: set[bytes] | None = None
    joined: bool = False
    moments: list[Moment] | None = None

    def __post_init__(self) -> None:
        self.history = History(self._item)
        self.bank = Bank(self.passage)
        self.due: list[tuple[datetime, int, Do]] = []
        self._order, self._checked = iter(range(1_000_000)), (0, 0, 0)  # a `count` is not to be copied
        self.swept = self.clock.now - MINUTE
        self.place: tuple[int, datetime] = (0, self.clock.now)
        self._passed: set[bytes] = set()

    # The passage through which every call goes.

    def passage(self, service: str, operation: str, params: dict[str, Any], do: Do) -> Any:
        """See `install`: the world's own calls pass unhindered."""
        worker = current()
        if worker is None:
            return do()
        pause()
        seen = self._seen(worker.name, service, operation, params, do)
        items = len(params.get("TransactItems", ()))
        call = Call(self.aws, service, operation, seen, self.workers.let_others_finish, items)
        return self.faults.act(worker.name, call)

    def _seen(self, worker: str, service: str, operation: str, params: dict[str, Any], do: Do) -> Do:
        def seen() -> Any:
            if service == "dynamodb":
                return self.history.observe(operation, params, do, worker=worker, now=self.clock.now)
            answer = do()
            if (service, operation) == ("sesv2", "SendEmail"):
                self._accept(worker)
            if (service, operation) == ("stepfunctions", "StartExecution"):
                self._machine(answer["executionArn"])
            return answer

        return seen

    def _item(self, variable: str, key: dict[str, Any]) -> dict[str, Any]:
        asked = {"TableName": os.environ[variable], "Key": key, "ConsistentRead": True}
        found: dict[str, Any] = self.aws.call("dynamodb", "GetItem", asked).get("Item") or {}
        return found

    # SES and its events.

    @property
    def accepted(self) -> list[Mail]:
        """What SES has taken."""
        return self.aws.ses.mails

    def _accept(self, worker: str) -> None:
        mail = self.accepted[-1]
        self.claimants.append(self._claimed_by(worker, mail.email_id))
        self.written.append(len(self.history.writes))
        for number, (kind, options) in enumerate(self.aws.ses.fate(mail)):
            wait = self.slowness + timedelta(seconds=1 + 3 * number)
            self.later(wait, partial(self.emit, kind, mail, **options))

    def _claimed_by(self, worker: str, email_id: str) -> str:
        """The e-mail, if this worker's claim of it has committed."""
        for write, before, after in self.history.steps_of("MESSAGES_TABLE"):
            claimed = (text_of(after, "part"), text_of(after, "status")) == (email_id, EmailStatus.DISPATCHING)
            if claimed and write.worker == worker and text_of(before, "status") == EmailStatus.PLANNED:
                return email_id
        return ""

    def emit(self, kind: str, mail: Mail, *, times: int = 1, **options: Any) -> None:
        """SES tells of it; perhaps more than once."""
        body = json.dumps(self.aws.ses.tell(mail, kind, {"link": "https://seller.example/terms", **options}))
        for _ in range(times):
            self.aws.sqs.put("engagement", body)

    # Callers, who ask again until they are answered.

    def ask(
        self, method: str, path: str, body: Any = None, *, key: str = "", function: str = "api", **more: Any
    ) -> str:
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
        again = again or partial(self._ask, name, function, request)

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
        self._ask(name, "portal", request, partial(self._tell, name, event))

    # Functions.

    def sweep(self) -> None:
        """A minute has passed."""
        self.swept = self.clock.now
        self.workers.start("sweep", lambda: invoke("sweep", {}))

    def _machine(self, arn: str) -> None:
        execution = self.aws.stepfunctions.executions[arn]
        if arn not in self.runs:
            self.runs.add(arn)
            self.workers.start("machine", lambda: self._execute(execution))

    def _execute(self, execution: Execution) -> None:
        try:
            execute(definition(), json.loads(execution.told), invoke=self._task, load=self._load)
        except TaskFailedError:
            execution.status = "FAILED"
        else:
            execution.status = "SUCCEEDED"

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
        return bytes(self.aws.call("s3", "GetObject", {"Bucket": bucket, "Key": key})["Body"].read())

    # Time.

    def later(self, wait: timedelta, act: Do) -> None:
        """Somebody will do this."""
        heappush(self.due, (self.clock.now + wait, next(self._order), act))

    def settle(self, *, steps: int = 20_000) -> None:
        """Everything that can happen now happens, or as much of it as fits into so many calls."""
        for _ in range(steps):
            self.begin()
            if not self.workers.step():
                return
            if self.moments is not None and not self.workers.at_work:
                self.moments.append(kept(self))

    def begin(self) -> None:
        """Whatever is due by now is handed to workers."""
        while self.due and self.due[0][0] <= self.clock.now:
            heappop(self.due)[2]()
        for name in self.aws.scheduler.due():
            self.aws.scheduler.fire(name)
        for source in queues.SOURCES:
            while messages := queues.receive(source, self.aws, most=self.most):
                self._hand_over(source, messages)

    def _hand_over(self, source: queues.Source, messages: list[dict[str, Any]]) -> None:
        def act() -> Any:
            answer = invoke(source.function, queues.event_of(source, messages))
            queues.delete(source, queues.done(answer, messages), self.aws)
            return answer

        self.workers.start(source.function, act)

    def run(self, span: timedelta) -> None:
        """Time passes, with a stop and the sweep wherever something is due; the invariants hold at each."""
        self.place = (self.place[0] + 1, self.clock.now + span)
        self.go_on()

    def go_on(self) -> None:
        """Until the time that is to pass has passed."""
        end = self.place[1]
        self._stop()
        for _ in range(STOPS):
            self.clock.move_to(min(self._next(), end))
            if self.clock.now - self.swept >= MINUTE:
                self.sweep()
            self._stop()
            if self.clock.now >= end:
                return
        raise AssertionError(f"the world does not come to rest: {self._next()}")

    def _stop(self) -> None:
        self.settle()
        happened = (len(self.history.writes), len(self.accepted), len(self.pages))
        if happened != self._checked:
            self.check(self)
        self._checked = happened
        if self.known is not None and self.faults.over and not self.workers.at_work:
            self._remember(self.known)

    def _remember(self, known: set[bytes]) -> None:
        """Raises JoinedError where another world has been: what comes of it is known."""
        mark = fingerprint(self)
        if mark in known - self._passed:
            raise JoinedError
        known.add(mark)
        self._passed.add(mark)

    def head(self, email: dict[str, Any]) -> dict[str, Any]:
        """The invoice of an e-mail's item, as it is now."""
        return self._item("INVOICES_TABLE", {"invoice_id": email["invoice_id"], "part": {"S": "head"}})

    def has_workflow(self, invoice: Invoice) -> bool:
        """Whether anybody is reminded of it."""
        return self.dunned or bool(invoice.dunning and invoice.dunning.workflow_id)

    @property
    def state(self) -> State:
        """What is stored now."""
        return read(self.aws)

    def _next(self) -> datetime:
        """When something is due next; what is overdue is looked at by the sweep of the next minute."""
        now = self.clock.now
        waiting = (each for each in queues.looks(self.aws) if each > now)
        swept = (max(each, now) + MINUTE for each in wakes(self.aws))
        due = (each[0] for each in self.due)
        return max(
            min((*waiting, *swept, *due, *walks(self.aws, now=now)), default=datetime.max.replace(tzinfo=now.tzinfo)),
            now,
        )

    def calm(self, span: timedelta) -> None:
        """No faults any more; whoever was killed stays dead."""
        self.faults.active = False
        self.run(span)


def _answer(told: dict[str, Any]) -> Answer:
    body = told.get("body") or ""
    content = base64.b64decode(body) if told.get("isBase64Encoded") else body.encode()
    return Answer(
        told["statusCode"], {name.lower(): str(each) for name, each in told.get("headers", {}).items()}, content
    )
