"""The payment provider of the simulation: it remembers what it has charged, and calls to it fail like any other."""

from collections.abc import Callable
from typing import Any

from dunlin import wiring
from dunlin.adapters.play_payments import PlayPayments
from dunlin.domain.errors import Unavailable
from dunlin.domain.payments.agreement import Mandate
from dunlin.domain.payments.attempt import Attempt
from dunlin.domain.payments.event import ProviderEvent
from dunlin.services.ports.providers import PaymentRefused

type Passage = Callable[[str, str, dict[str, Any], Callable[[], Any]], Any]


class Bank(PlayPayments):
    """Port `PaymentProvider`. The same attempt is the same charge, as under an idempotency key of Stripe's."""

    def __init__(self, passage: Passage) -> None:
        super().__init__(secret="played", clock=wiring.now)
        self._passage = passage
        self.charges: dict[str, ProviderEvent | PaymentRefused] = {}

    def charge_off_session(self, attempt: Attempt, mandate: Mandate) -> ProviderEvent:
        """See the port."""
        try:
            answer = self._passage("bank", "Charge", {}, lambda: self._charge(attempt, mandate))
        except Exception as lost:
            raise Unavailable("the bank did not answer") from lost
        if isinstance(answer, PaymentRefused):
            raise answer
        assert isinstance(answer, ProviderEvent)
        return answer

    def _charge(self, attempt: Attempt, mandate: Mandate) -> ProviderEvent | PaymentRefused:
        if attempt.attempt_id not in self.charges:
            try:
                self.charges[attempt.attempt_id] = super().charge_off_session(attempt, mandate)
            except PaymentRefused as refused:
                self.charges[attempt.attempt_id] = refused
        return self.charges[attempt.attempt_id]
