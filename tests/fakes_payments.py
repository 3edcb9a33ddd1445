"""The ports of paying online in memory, and whoever plays with them between a read and a write."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from dunlin.domain.errors import NotFound, StaleVersion
from dunlin.domain.payments.attempt import Attempt
from dunlin.services.ports.sending import TurnDue


@dataclass
class FakeCollector:
    """Port `Collector`."""

    queued: list[TurnDue] = field(default_factory=list)

    def put(self, turn: TurnDue) -> None:
        self.queued.append(turn)


@dataclass
class FakeAttempts:
    """Port `Attempts`. `meanwhile` is what somebody else does just before a write."""

    stored: dict[tuple[str, str], Attempt] = field(default_factory=dict)
    meanwhile: deque[Callable[[], None]] = field(default_factory=deque)

    def put(self, attempt: Attempt) -> Attempt:
        if self.meanwhile:
            self.meanwhile.popleft()()
        key = (attempt.invoice_id, attempt.attempt_id)
        known = self.stored.get(key)
        if attempt.version != (known.version if known else 0):
            raise StaleVersion(f"attempt {attempt.attempt_id} is no longer at version {attempt.version}")
        self.stored[key] = replace(attempt, version=attempt.version + 1)
        return self.stored[key]

    def get(self, invoice_id: str, attempt_id: str) -> Attempt:
        if (invoice_id, attempt_id) not in self.stored:
            raise NotFound(f"there is no attempt {attempt_id}")
        return self.stored[invoice_id, attempt_id]

    def of_invoice(self, invoice_id: str) -> tuple[Attempt, ...]:
        found = (each for each in self.stored.values() if each.invoice_id == invoice_id)
        return tuple(sorted(found, key=lambda each: (each.created_at, each.attempt_id)))

    def find_payment(self, provider: str, payment_id: str) -> Attempt | None:
        return next(
            (
                each
                for each in self.stored.values()
                if each.provider == provider and each.received and each.received[0].payment_id == payment_id
            ),
            None,
        )
