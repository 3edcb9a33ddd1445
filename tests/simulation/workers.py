"""Workers: invocations of the real handlers, each of which stops before every call to AWS, where another may go on."""

from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from random import Random
from typing import Any

from aws_lambda_powertools.event_handler.api_gateway import BaseRouter
from greenlet import greenlet

from tests.functional.functions import LOGS
from tests.simulation.aws.refusal import NotModelledError

type Choose = Callable[[Sequence["Worker"]], "Worker"]


def in_turn(ready: Sequence["Worker"]) -> "Worker":
    """Who began first goes on until it ends."""
    return ready[0]


def by_chance(chance: Random) -> Choose:
    """Whoever, at every call."""
    return chance.choice


class Worker(greenlet):  # type: ignore[misc] # it brings no types
    """One invocation. `answer` is what it returned, `failure` what it raised, a kill among them."""

    def __init__(self, name: str, act: Callable[[], Any], hub: greenlet) -> None:
        super().__init__(self._work, hub)  # whoever starts another does not wait for it
        self.name, self._act = name, act
        self.answer: Any = None
        self.failure: BaseException | None = None
        self.waits_for: Callable[[], bool] | None = None
        self.polite = False
        self._request: tuple[Any, Any] = (None, None)

    def _work(self) -> None:
        try:
            self.answer = self._act()
        except BaseException as failure:  # noqa: BLE001 - a kill is one
            self.failure = failure

    def go_on(self) -> None:
        """Until its next call, or its end. A container has one request at a time; these share a process."""
        BaseRouter.current_event, BaseRouter.lambda_context = self._request
        self.switch()
        self._request = (BaseRouter.current_event, BaseRouter.lambda_context)

    @property
    def ready(self) -> bool:
        """Whether it can go on."""
        return not self.dead and (self.waits_for is None or self.waits_for())


class Workers:
    """All that are at work; `begun` counts those that ever were."""

    def __init__(self, choose: Choose = in_turn, *, begun: int = 0) -> None:
        self._choose = choose
        self.at_work: list[Worker] = []
        self.begun, self._hub = begun, greenlet.getcurrent()

    def start(self, name: str, act: Callable[[], Any]) -> Worker:
        """It comes to its first call when its turn comes."""
        self.begun += 1
        worker = Worker(f"{name}#{self.begun}", act, self._hub)
        self.at_work.append(worker)
        return worker

    def step(self) -> bool:
        """One worker goes on by one call; False when none can."""
        ready = [each for each in self.at_work if each.ready]
        if not ready:
            return False
        worker = self._choose(ready)
        with redirect_stdout(LOGS), redirect_stderr(LOGS):
            worker.go_on()
        if isinstance(worker.failure, NotModelledError):
            raise worker.failure
        self.at_work = [each for each in self.at_work if not each.dead]
        return True

    def stop(self) -> None:
        """Whoever has not ended never will."""
        for worker in self.at_work:
            if not worker.dead:
                worker.throw()
        self.at_work = []

    def let_others_finish(self) -> None:
        """The present worker waits until all others have ended, or wait themselves."""
        me = current()
        if me is None:
            return
        me.waits_for = lambda: not any(each.ready for each in self.at_work if each is not me and not each.polite)
        me.polite = True
        pause()
        me.waits_for, me.polite = None, False


def current() -> Worker | None:
    """The worker that runs this, if one does."""
    running = greenlet.getcurrent()
    return running if isinstance(running, Worker) else None


def pause() -> None:
    """Another may go on."""
    me = current()
    if me is not None and me.parent is not None:
        me.parent.switch()
