"""A payment provider that is played: its page has buttons for whatever may happen, and no money moves.

Its webhooks are signed as Stripe signs: `t=` a Unix time, `v1=` an HMAC-SHA256 over that time, a dot and the body.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from dunlin.adapters.codec import from_plain, to_plain
from dunlin.domain.payments.agreement import Mandate
from dunlin.domain.payments.attempt import Attempt
from dunlin.domain.payments.event import EventKind, ProviderEvent
from dunlin.domain.payments.method import Method
from dunlin.services.ports.providers import Checkout, PaymentRefused, WebhookRefused

SIGNATURE = "dunlin-test-signature"
FRESH = timedelta(minutes=5)
_TAKEN = {"succeeds": EventKind.SUCCEEDED, "processes": EventKind.PROCESSING}
_REFUSED = {"declines": "card_declined", "expires": "expired_card"}
_DISPUTES = (EventKind.DISPUTED, EventKind.DISPUTE_WITHDRAWN, EventKind.DISPUTE_LOST, EventKind.DISPUTE_WON)
# What may be agreed to on its page: what becomes of charges, and the last four digits that stand for it.
MEANS = {"succeeds": "4242", "declines": "0002", "processes": "3000", "expires": "0069"}


class Memory(Protocol):
    """Where it is kept what was agreed to on its page."""

    def keep(self, checkout_id: str, means: str) -> None:
        """From now on that is what was agreed to there."""
        ...

    def find(self, checkout_id: str) -> str:
        """Empty for nothing yet."""
        ...


class Forgetful:
    """Keeps it for as long as the process lasts."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def keep(self, checkout_id: str, means: str) -> None:
        """See `Memory`."""
        self._kept[checkout_id] = means

    def find(self, checkout_id: str) -> str:
        """See `Memory`."""
        return self._kept.get(checkout_id, "")


class PlayPayments:
    """Port `PaymentProvider`. A mandate's `means` says what becomes of a charge: `succeeds`, `processes` (how it ends
    is told later), `declines`, `expires`, or the code with which it is refused.
    """

    name = "test"

    def __init__(self, *, secret: str, clock: Callable[[], datetime], memory: Memory | None = None) -> None:
        self._secret, self._clock = secret.encode(), clock
        self._memory = memory or Forgetful()

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
        """See the port. The page's address proves itself, as that of a checkout does."""
        site = urlsplit(return_url)
        path = f"/portal/test-provider/setup/{reference}/{method}/{self.proof('setup', reference, method, return_url)}"
        url = f"{site.scheme}://{site.netloc}{path}?{urlencode({'back': return_url})}"
        return Checkout(url, f"setup_{reference}")

    def agreed(self, checkout_id: str, *, method: Method) -> Mandate:
        """See the port."""
        means = self._memory.find(checkout_id)
        if means not in MEANS:
            raise PaymentRefused("the customer has not agreed yet", code="not_agreed")
        return Mandate(f"cus_{checkout_id}", means, method, f"Test •••• {MEANS[means]}")

    def agree(self, reference: str, means: str) -> ProviderEvent:
        """Somebody agrees on the page of a setup, by one of MEANS; what a webhook tells of it."""
        self._memory.keep(f"setup_{reference}", means)
        return ProviderEvent(f"evt_{reference}", EventKind.AGREED, self._clock(), setup_id=reference)

    def charge_off_session(self, attempt: Attempt, mandate: Mandate) -> ProviderEvent:
        """See the port."""
        if mandate.means in _TAKEN:
            return self.event(attempt, _TAKEN[mandate.means])
        code = _REFUSED.get(mandate.means, mandate.means)
        raise PaymentRefused("the provider does not take this payment", code=code)

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> ProviderEvent:
        """See the port."""
        header = next((value for name, value in headers.items() if name.lower() == SIGNATURE), "")
        signed = dict(part.partition("=")[::2] for part in header.split(","))
        at = signed.get("t", "")
        if not at.isdigit() or not hmac.compare_digest(self._sign(at, body).encode(), signed.get("v1", "").encode()):
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
