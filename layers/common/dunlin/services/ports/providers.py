"""Ports of paying online: attempts, and the provider that takes the money.

Adapters and fakes keep these promises; contract tests hold both to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from dunlin.domain.errors import DunlinError
from dunlin.domain.payments.agreement import Mandate
from dunlin.domain.payments.attempt import Attempt
from dunlin.domain.payments.event import ProviderEvent
from dunlin.domain.payments.method import Method
from dunlin.services.ports.sending import TurnDue


class Collector(Protocol):
    """The queue in front of `collect`."""

    def put(self, turn: TurnDue) -> None:
        """Ask for the invoice to be charged, if that is still wanted. May be repeated; raises Unavailable."""
        ...


class Attempts(Protocol):
    """Attempts to pay, by invoice."""

    def put(self, attempt: Attempt) -> Attempt:
        """Write version+1, if the stored one is still `attempt.version` (0: none yet). Raises StaleVersion."""
        ...

    def get(self, invoice_id: str, attempt_id: str) -> Attempt:
        """Raises NotFound."""
        ...

    def of_invoice(self, invoice_id: str) -> tuple[Attempt, ...]:
        """All of an invoice as they are at this moment, the oldest first."""
        ...

    def find_payment(self, provider: str, payment_id: str) -> Attempt | None:
        """The attempt that the provider's payment was received for, as long as it is known; a moment later at first."""
        ...


@dataclass(frozen=True, slots=True)
class Checkout:
    """The provider's page for one attempt, and the provider's id of it."""

    url: str
    checkout_id: str


class WebhookRefused(DunlinError):
    """An event that the provider did not sign, or signed too long ago, or whose body was changed on its way."""


class PaymentRefused(DunlinError):
    """The provider will not take this payment. `code` is its own."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


class PaymentProvider(Protocol):
    """Whoever takes money online. Every call may be repeated: the same attempt is the same payment."""

    name: str

    def step(self, currency: str) -> int | None:
        """The smallest part of the currency that it charges, in minor units; None where it takes none of it."""
        ...

    def checkout(self, attempt: Attempt, *, return_url: str) -> Checkout:
        """A page on which the customer pays `attempt.total`. It leads back, with `?payment=begun` where they have paid.

        Raises PaymentRefused, Unavailable.
        """
        ...

    def close(self, attempt: Attempt) -> None:
        """Take the page away, if nobody has paid there yet; nothing happens otherwise. Raises Unavailable."""
        ...

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> ProviderEvent:
        """What a webhook tells, from its body as it was received. Raises WebhookRefused."""
        ...

    def setup(self, reference: str, *, customer_id: str, method: Method, return_url: str) -> Checkout:
        """A page on which the customer agrees to be charged later. Raises PaymentRefused, Unavailable."""
        ...

    def agreed(self, checkout_id: str, *, method: Method) -> Mandate:
        """What the customer has agreed to on that page. Raises PaymentRefused while they have not, Unavailable."""
        ...

    def charge_off_session(self, attempt: Attempt, mandate: Mandate) -> ProviderEvent:
        """Charge `attempt.total` without the customer; what it tells at once.

        Raises PaymentRefused where it was not charged for good, Unavailable where nobody knows: then it is asked again.
        """
        ...
