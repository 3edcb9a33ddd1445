"""Stripe, behind the port of payment providers. Loaded only when somebody pays, or is charged."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import stripe

from dunlin.adapters.stripe_amounts import step, to_stripe
from dunlin.adapters.stripe_events import ATTEMPT, INVOICE, OFF_SESSION, SETUP, of_intent, read
from dunlin.adapters.stripe_means import means_label
from dunlin.domain.errors import Unavailable
from dunlin.domain.money import Money
from dunlin.domain.payments.agreement import Mandate
from dunlin.domain.payments.attempt import Attempt
from dunlin.domain.payments.event import EventKind, ProviderEvent
from dunlin.domain.payments.method import Method
from dunlin.services.ports.providers import Checkout, PaymentRefused, WebhookRefused

TOLERANCE = 300  # seconds; what Stripe advises
# What reading raises over a body of another shape: a text for an object, a time beyond all calendars, a deep nest.
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError, OSError)
_STATES = {"processing": EventKind.PROCESSING, "succeeded": EventKind.SUCCEEDED}


class StripePayments:
    """Port `PaymentProvider`."""

    name = "stripe"

    def __init__(self, client: stripe.StripeClient, *, webhook_secret: str) -> None:
        self._client, self._secret = client, webhook_secret

    def step(self, currency: str) -> int | None:
        """See the port."""
        return step(currency)

    def checkout(self, attempt: Attempt, *, return_url: str) -> Checkout:
        """See the port."""
        told = {INVOICE: attempt.invoice_id, ATTEMPT: attempt.attempt_id}
        params: Any = {
            "mode": "payment",
            "payment_method_types": [attempt.method.value],
            "line_items": _lines(attempt),
            "client_reference_id": attempt.attempt_id,
            # The customer is back before the webhook, as often as not.
            "success_url": f"{return_url}?payment=begun",
            "cancel_url": return_url,
            "expires_at": int(attempt.expires_at.timestamp()),
            "metadata": told,
            "payment_intent_data": {"metadata": told, "description": f"Invoice {attempt.invoice_number}"},
        }
        with _ours():
            session = self._client.v1.checkout.sessions.create(params, _once(attempt, "checkout"))
        return Checkout(str(session.url), session.id)

    def close(self, attempt: Attempt) -> None:
        """See the port. One that is paid, or closed already, is refused, and that is right."""
        try:
            with _ours():
                self._client.v1.checkout.sessions.expire(attempt.checkout_id)
        except PaymentRefused:
            return

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> ProviderEvent:
        """See the port."""
        signature = next((value for name, value in headers.items() if name.lower() == "stripe-signature"), "")
        try:
            text = body.decode()
            stripe.WebhookSignature.verify_header(text, signature, self._secret, TOLERANCE)
            return read(json.loads(text))
        except (stripe.SignatureVerificationError, UnicodeDecodeError) as refused:
            raise WebhookRefused("the webhook is not signed by Stripe, or was signed too long ago") from refused
        except _UNREADABLE as unreadable:
            raise WebhookRefused("the webhook is not an event as Stripe writes them") from unreadable

    def setup(self, reference: str, *, customer_id: str, method: Method, return_url: str) -> Checkout:
        """See the port."""
        params: Any = {
            "mode": "setup",
            "payment_method_types": [method.value],
            "customer_creation": "always",
            "client_reference_id": reference,
            "success_url": return_url,
            "cancel_url": return_url,
            "metadata": {"dunlin_customer": customer_id, SETUP: reference},
        }
        with _ours():
            session = self._client.v1.checkout.sessions.create(params, {"idempotency_key": f"{reference}-setup"})
        return Checkout(str(session.url), session.id)

    def agreed(self, checkout_id: str, *, method: Method) -> Mandate:
        """See the port."""
        with _ours():
            expanded: Any = {"expand": ["setup_intent.payment_method"]}
            session: Any = self._client.v1.checkout.sessions.retrieve(checkout_id, expanded)
        intent = session.setup_intent
        if intent is None or intent.status != "succeeded":
            raise PaymentRefused("the customer has not agreed yet", code="not_agreed")
        means = intent.payment_method.to_dict()
        return Mandate(str(session.customer), str(means["id"]), method, means_label(means))

    def charge_off_session(self, attempt: Attempt, mandate: Mandate) -> ProviderEvent:
        """See the port."""
        params: Any = {
            "amount": to_stripe(attempt.total),
            "currency": attempt.currency.lower(),
            "customer": mandate.customer,
            "payment_method": mandate.means,
            "payment_method_types": [mandate.method.value],
            "off_session": True,
            "confirm": True,
            "description": f"Invoice {attempt.invoice_number}",
            "metadata": {INVOICE: attempt.invoice_id, ATTEMPT: attempt.attempt_id, OFF_SESSION: "yes"},
        }
        with _ours():
            intent = self._client.v1.payment_intents.create(params, _once(attempt, "charge"))
        told = of_intent(intent.to_dict(), _STATES.get(intent.status, EventKind.FAILED))
        # The bank wants the customer themselves, who is not there.
        return replace(told, reason="authentication_required") if intent.status == "requires_action" else told


def with_keys(api_key: str, webhook_secret: str) -> StripePayments:
    """With the keys of an account; a request that was not answered is repeated twice, under its key."""
    return StripePayments(stripe.StripeClient(api_key, max_network_retries=2), webhook_secret=webhook_secret)


def _once(attempt: Attempt, what: str) -> Any:
    """Stripe answers the same to the same key: a repeated request makes no second page and no second charge."""
    return {"idempotency_key": f"{attempt.attempt_id}-{what}"}


def _lines(attempt: Attempt) -> list[dict[str, Any]]:
    """The fee stands by itself, unless only the two together are an amount that Stripe charges."""
    smallest, name = step(attempt.currency) or 1, f"Invoice {attempt.invoice_number}"
    if attempt.fee == 0 or attempt.fee % smallest or attempt.amount % smallest:
        return [_line(name, attempt.total)]
    amount, fee = (Money(each, attempt.currency) for each in (attempt.amount, attempt.fee))
    return [_line(name, amount), _line("Processing fee", fee)]


def _line(name: str, money: Money) -> dict[str, Any]:
    price = {
        "currency": money.currency.lower(),
        "unit_amount": to_stripe(money),
        "product_data": {"name": name},
    }
    return {"quantity": 1, "price_data": price}


def _code(refused: stripe.StripeError) -> str:
    """The bank's own reason where Stripe tells it: all that `card_declined` says is that there is one."""
    return str(getattr(refused.error, "decline_code", None) or refused.code or "refused")


@contextmanager
def _ours() -> Iterator[None]:
    """Stripe's errors as ours. What another request with the same key is still busy with is tried again later."""
    try:
        yield
    except (stripe.CardError, stripe.InvalidRequestError) as refused:
        raise PaymentRefused("the provider does not take this payment", code=_code(refused)) from refused
    except stripe.StripeError as failed:
        raise Unavailable("the payment provider did not answer as it should") from failed
