"""A rush, event by event: a queue, workers that take from it, and a provider that takes so many mails a second.

A mail is planned, or given to the provider once. A copy of its message that comes later does nothing, as in `deliver`.
"""

import heapq
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from random import Random

from bench.rush.product import Product
from deliver.pace import Pace

# Five of engage, while opens come in, and the sweep.
HELD = 6


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the product does not decide; seconds, and counts per second.

    `rate` is SES's, `quota` how many functions may run at once, `workers` the outbox's. `held` are the places of that
    quota which other functions take all the time. One in `dies` invocations dies in the middle.
    """

    rate: float
    quota: int
    workers: int
    mail: float = 0.2
    refused: float = 0.15
    nothing: float = 0.02
    turn: float = 0.05
    task: float = 10.0
    plan: float = 60.0
    held: int = HELD
    dies: int = 10_000
    scheduler: int = 1_000
    ramp: float = 5.0
    seed: int = 1


@dataclass(slots=True)
class Outcome:
    """`taken` is when SES took each mail, in seconds after it was asked for or due."""

    taken: list[float] = field(default_factory=list)
    throttles: int = 0
    redelivered: int = 0
    copies: int = 0
    dead: int = 0
    given_up: int = 0

    @property
    def finished(self) -> float:
        """When the last was taken."""
        return max(self.taken)


class Rush:
    """One run. What happens at the same instant happens in the order in which it was foreseen."""

    def __init__(self, product: Product, around: Circumstances) -> None:
        self.product, self.around, self.outcome = product, around, Outcome()
        self.random = Random(around.seed)  # noqa: S311 - a model
        self.now = 0.0
        self._ahead: list[tuple[float, int, Callable[..., None], tuple[object, ...]]] = []
        self._order = count()
        self._queue: deque[tuple[int, int]] = deque()
        self._wake: list[tuple[float, int]] = []
        self._woken: dict[int, float] = {}
        self._attempts: dict[int, int] = {}
        self._polling = self._running = 0
        self._warm: list[Pace] = []
        self.turns = range(0)
        self._places = max(1, around.quota - around.held)
        self._tokens, self._filled = around.rate, 0.0

    def at(self, when: float, act: Callable[..., None], *args: object) -> None:
        """Foresee that."""
        heapq.heappush(self._ahead, (when, next(self._order), act, args))

    def plan(self, mail: int, wake: float) -> None:
        """A mail is asked for: its message is in the queue, and the sweep looks for it from `wake` on."""
        self._attempts[mail] = 0
        self._sleep(mail, wake)
        self.put(mail, 0)

    def put(self, mail: int, received: int) -> None:
        """A message can be seen in the queue."""
        self._queue.append((mail, received))
        self._poll()

    def run(self, mails: int) -> Outcome:
        """Until every mail was taken, given up on, or lies in the dead letters."""
        self.at(60.0, self._sweep)
        ended = self.outcome
        while self._ahead and len(ended.taken) + ended.given_up < mails:
            self.now, _, act, args = heapq.heappop(self._ahead)
            act(*args)
        return ended

    def place(self) -> bool:
        """Take one of the places for functions, if there is one."""
        if self._running >= self._places:
            return False
        self._running += 1
        return True

    def leave(self) -> None:
        """Give it back."""
        self._running -= 1

    def _poll(self) -> None:
        # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html: five at first, 300 more a minute.
        most = min(self.around.workers, 5 + int(self.around.ramp * self.now))
        while self._queue and self._polling < most:
            if taken := self._receive():
                self._polling += 1
                self._invoke(taken, self.now + self.product.visibility, 0)

    def _receive(self) -> list[tuple[int, int]]:
        taken: list[tuple[int, int]] = []
        while self._queue and len(taken) < self.product.batch_size:
            mail, received = self._queue.popleft()
            if received >= self.product.receives:
                self.outcome.dead += 1
                continue
            self.outcome.redelivered += received > 0
            taken.append((mail, received + 1))
        return taken

    def _invoke(self, taken: list[tuple[int, int]], until: float, tries: int) -> None:
        """A poller whose function has no place tries again until the queue shows its messages to others."""
        if self.place():
            dies = self.random.randrange(self.around.dies) == 0
            pace = self._warm.pop() if self._warm else Pace(self.random)
            self._work(taken, 0, self.random.randrange(len(taken)) if dies else -1, until, pace, self.now)
            return
        wait = self.random.uniform(0.5, 1.5) * min(2**tries, 30)
        if self.now + wait < until:
            self.at(self.now + wait, self._invoke, taken, until, tries + 1)
        else:
            self.at(until, self._show, taken)
            self.at(until, self._rest)

    def _rest(self) -> None:
        self._polling -= 1
        self._poll()

    def _show(self, taken: list[tuple[int, int]]) -> None:
        for mail, received in taken:
            self.put(mail, received)

    def _work(  # noqa: PLR0917 - it goes on and on
        self, taken: list[tuple[int, int]], index: int, dies: int, until: float, pace: Pace, begun: float
    ) -> None:
        if index == dies:
            self.at(until, self._show, taken)
        elif index == len(taken):
            self._warm.append(pace)
        if index in {dies, len(taken)}:
            self.leave()
            self._rest()
            return
        refused = self.outcome.throttles
        spent = self._deliver(taken[index][0]) * self.random.uniform(0.7, 1.3)
        left = self.product.timeout - (self.now + spent - begun)
        if left < 0:
            raise TimeoutError("the model knows no invocation that takes longer than it may")
        spent += pace.rest(put_off=self.outcome.throttles > refused, left=left)
        self.at(self.now + spent, self._work, taken, index + 1, dies, until, pace, begun)

    def _deliver(self, mail: int) -> float:
        """How long it takes; what it does is done at its beginning."""
        tries = self._attempts.get(mail)
        if tries is None:
            self.outcome.copies += 1
            return self.around.nothing
        first = self.around.turn if mail in self.turns and not tries else 0.0
        if self._taken():
            del self._attempts[mail]
            self._woken.pop(mail, None)
            self.outcome.taken.append(self.now)
            return self.around.mail + first
        waits = self.product.waits
        wait = waits[min(tries, len(waits) - 1)]
        self._attempts[mail] = tries + 1
        self.outcome.throttles += 1
        self._sleep(mail, self.now + wait)
        self.at(self.now + wait, self.put, mail, 0)
        return self.around.refused + first

    def _taken(self) -> bool:
        """SES lets a second's worth of mails come at once, and no more than its rate after that."""
        rate = self.around.rate
        self._tokens = min(rate, self._tokens + (self.now - self._filled) * rate)
        self._filled = self.now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def _sleep(self, mail: int, wake: float) -> None:
        self._woken[mail] = wake
        heapq.heappush(self._wake, (wake, mail))

    def _sweep(self) -> None:
        found = 0
        while self._wake and self._wake[0][0] <= self.now and found < self.product.swept:
            wake, mail = heapq.heappop(self._wake)
            if self._woken.get(mail) == wake:
                found += 1
                self._sleep(mail, self.now + self.product.again)
                self.put(mail, 0)
        self.at(self.now + 60, self._sweep)
