"""Two rushes: batches that are asked for at once, and reminders that are due in the same minute."""

from bench.rush.model import Circumstances, Outcome, Rush
from bench.rush.product import Product, Retry

CHUNK = 100  # of `services.plan_batch`
FEWEST, FAST = 2, 4  # of `OutboxConcurrency` in the template, and what a worker sends in a second by its description


def workers_for(rate: float, quota: int, *, held: int) -> int:
    """As docs/deploying.md has it: what the rate takes, as far as Lambda's quota leaves room."""
    return max(FEWEST, min(-int(-rate // FAST), quota - held))


def reminders(mails: int, product: Product, around: Circumstances) -> Outcome:
    """All due within a minute; EventBridge Scheduler is precise to the minute, and bounded by its own quota."""
    rush = Rush(product, around)
    rush.turns = range(mails)
    fires = sorted(rush.random.uniform(0, 60) for _ in range(mails))
    for mail, planned in enumerate(fires):
        rush.at(max(planned, mail / around.scheduler), rush.plan, mail, product.missed)
    return rush.run(mails)


def batches(mails: int, product: Product, around: Circumstances) -> Outcome:
    """As many batches as it takes, all asked for at once."""
    rush = Rush(product, around)
    for first in range(0, mails, product.items_of_batch):
        _Batch(rush, product, around, range(first, min(mails, first + product.items_of_batch))).begin()
    return rush.run(mails)


class _Batch:
    """One run of the state machine: so many tasks at once, each repeated as the definition says."""

    def __init__(self, rush: Rush, product: Product, around: Circumstances, mails: range) -> None:
        self._rush, self._product, self._around = rush, product, around
        self._tasks = [mails[start : start + CHUNK] for start in range(0, len(mails), CHUNK)][::-1]

    def begin(self, tries: int = 0) -> None:
        """Plan, then as many tasks as may run at once."""
        rush, around = self._rush, self._around
        if not rush.place():
            rush.at(rush.now + self._wait(self._product.task_retry, tries), self.begin, tries + 1)
            return
        planned = rush.now + around.plan * len(self._tasks) * CHUNK / self._product.items_of_batch
        rush.at(planned, rush.leave)
        for _ in range(self._product.tasks_at_once):
            rush.at(planned, self._next)

    def _next(self) -> None:
        if self._tasks:
            self._try(self._tasks.pop(), 0)

    def _try(self, mails: range, tries: int) -> None:
        if self._rush.place():
            step = self._around.task * len(mails) / CHUNK / len(mails)
            for number, mail in enumerate(mails, start=1):
                when = self._rush.now + step * number
                self._rush.at(when, self._rush.plan, mail, when + self._product.forgotten)
            self._rush.at(self._rush.now + step * len(mails), self._done)
        elif tries < self._product.task_retry.attempts:
            self._rush.at(self._rush.now + self._wait(self._product.task_retry, tries), self._try, mails, tries + 1)
        else:
            self._rush.outcome.given_up += len(mails)
            self._next()

    def _done(self) -> None:
        self._rush.leave()
        self._next()

    def _wait(self, retry: Retry, tries: int) -> float:
        wait = min(retry.interval * retry.rate**tries, retry.longest)
        return self._rush.random.uniform(0, wait) if retry.jitter else wait
