"""No payment provider: nothing is offered online, and nobody is believed who says that something was paid."""

from collections.abc import Mapping

from dunlin.domain.payments.agreement import Mandate
from dunlin.domain.payments.attempt import Attempt
from dunlin.domain.payments.event import ProviderEvent
from dunlin.domain.payments.method import Method
from dunlin.services.ports.providers import Checkout, PaymentRefused, WebhookRefused


class NoPayments:
    """Port `PaymentProvider`, of a stack that has none."""

    name = "none"

    def step(self, currency: str) -> int | None:
        """It takes nothing."""
        return None

    def checkout(self, attempt: Attempt, *, return_url: str) -> Checkout:
        """See the port."""
        raise _none()

    def close(self, attempt: Attempt) -> None:
        """There is no page."""

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> ProviderEvent:
        """See the port."""
        raise WebhookRefused("this stack takes no online payments")

    def setup(self, reference: str, *, customer_id: str, method: Method, return_url: str) -> Checkout:
        """See the port."""
        raise _none()

    def agreed(self, checkout_id: str, *, method: Method) -> Mandate:
        """See the port."""
        raise _none()

    def charge_off_session(self, attempt: Attempt, mandate: Mandate) -> ProviderEvent:
        """See the port."""
        raise _none()


def _none() -> PaymentRefused:
    return PaymentRefused("this stack takes no online payments", code="no_provider")
