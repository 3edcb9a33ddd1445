"""A payment provider that is played: its page has buttons for whatever may happen, and no money moves.

Its webhooks are signed as Stripe signs: `t=` a Unix time, `v1=` an HMAC-SHA256 over that time, a dot and the body.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit

from dunlin.adapters.codec import from_plain, to_plain
from dunlin.domain.payments.agreement import Mandate
from dunlin.domain.payments.attempt import Attempt
from dunlin.domain.payments.event import EventKind, ProviderEvent
from dunlin.domain.payments.method import Method
from dunlin.services.ports.providers import Checkout, PaymentRefused, WebhookRefused

SIGNATURE = "dunlin-test-signature"
FRESH = timedelta(minutes=5)
_DISPUTES = (EventKind.DISPUTED, EventKind.DISPUTE_WITHDRAWN, EventKind.DISPUTE_LOST, EventKind.DISPUTE_WON)


class PlayPayments:
    """Port `PaymentProvider`. A mandate's `means` says what becomes of a charge: `succeeds`, `processes` or `fails`."""

    name = "test"

    def __init__(self, *, secret: str, clock: Callable[[], datetime]) -> None:
        self._secret, self._clock = secret.encode(), clock

    def step(self, currency: str) -> int | None:
        """It takes anything."""
        return 1

    def checkout(self, attempt: Attempt, *, return_url: str) -> Checkout:
        """See the port. The page's address proves itself: nobody can make one up, or lead away from the portal."""
        site = urlsplit(return_url)
        proof = self.proof(attempt.invoice_id, attempt.attempt_id, return_url)
        path = f"/portal/test-provider/{attempt.invoice_id}/{attempt.attempt_id}/{proof}"
        return Checkout(f"{site.scheme}://{site.netloc}{path}?{urlencode({'back': return_url})}", f"cs_{proof}")

    def close(self, attempt: Attempt) -> None:
        """The page looks at the attempt itself."""

    def setup(self, reference: str, *, customer_id: str, method: Method, return_url: str) -> Checkout:
        """Everybody agrees at once."""
        return Checkout(return_url, f"setup_{reference}")

    def agreed(self, checkout_id: str, *, method: Method) -> Mandate:
        """See the port."""
        return Mandate(checkout_id, "succeeds", method)

    def charge_off_session(self, attempt: Attempt, mandate: Mandate) -> ProviderEvent:
        """See the port."""
        kinds = {"succeeds": EventKind.SUCCEEDED, "processes": EventKind.PROCESSING}
        if mandate.means not in kinds:
            raise PaymentRefused("the provider does not take this payment", code="card_declined")
        return self.event(attempt, kinds[mandate.means])

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> ProviderEvent:
        """See the port."""
        header = next((value for name, value in headers.items() if name.lower() == SIGNATURE), "")
        signed = dict(part.partition("=")[::2] for part in header.split(","))
        at = signed.get("t", "")
        if not at.isdigit() or not hmac.compare_digest(self._sign(at, body), signed.get("v1", "")):
            raise WebhookRefused("the webhook is not signed")
        if abs(self._clock() - datetime.fromtimestamp(int(at), UTC)) > FRESH:
            raise WebhookRefused("the webhook was signed too long ago")
        try:
            return from_plain(json.loads(body), ProviderEvent)
        except Exception as unreadable:  # cattrs raises groups
            raise WebhookRefused("the webhook is not an event") from unreadable

    def webhook(self, event: ProviderEvent) -> tuple[bytes, dict[str, str]]:
        """The body and the headers with which the event is told."""
        body, at = json.dumps(to_plain(event)).encode(), str(int(self._clock().timestamp()))
        return body, {SIGNATURE: f"t={at},v1={self._sign(at, body)}"}

    def event(self, attempt: Attempt, kind: EventKind, *, payment: int = 1, reason: str = "") -> ProviderEvent:
        """What happens on the page; `payment` counts the times that the customer has paid."""
        return ProviderEvent(
            event_id=f"evt_{attempt.attempt_id}_{kind}_{payment}",
            kind=kind,
            at=self._clock(),
            invoice_id=attempt.invoice_id,
            attempt_id=attempt.attempt_id,
            payment_id=f"pay_{attempt.attempt_id}_{payment}",
            amount=attempt.total.amount,
            currency=attempt.currency,
            reason=reason,
            refund_id=f"re_{attempt.attempt_id}_{payment}" if kind is EventKind.REFUNDED else "",
            dispute_id=f"du_{attempt.attempt_id}_{payment}" if kind in _DISPUTES else "",
        )

    def proof(self, *parts: str) -> str:
        """What only we can say of these."""
        return hmac.new(self._secret, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()

    def _sign(self, at: str, body: bytes) -> str:
        return hmac.new(self._secret, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
