"""Stripe's webhooks, read: https://docs.stripe.com/api/events/types."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from dunlin.adapters.stripe_amounts import from_stripe
from dunlin.domain.payments.event import EventKind, ProviderEvent

INVOICE, ATTEMPT, OFF_SESSION = "dunlin_invoice", "dunlin_attempt", "dunlin_off_session"
SETUP = "dunlin_setup"

type Object = Mapping[str, Any]


def read(event: Object) -> ProviderEvent:
    """What it means to us. What is not about an attempt of ours, or of a type that we do not act on, is IGNORED."""
    thing = event["data"]["object"]
    kind = _KINDS.get(event["type"], _ignored)(thing)
    at = datetime.fromtimestamp(event["created"], UTC)
    if kind is EventKind.IGNORED:
        return ProviderEvent(event["id"], kind, at)
    told = thing.get("metadata") or {}
    if kind is EventKind.AGREED:
        return ProviderEvent(event["id"], kind, at, setup_id=told[SETUP])
    money = from_stripe(_amount(thing), thing["currency"])
    return ProviderEvent(
        event_id=event["id"],
        kind=kind,
        at=at,
        invoice_id=told.get(INVOICE, ""),
        attempt_id=told.get(ATTEMPT, ""),
        payment_id=_payment(thing),
        amount=money.amount,
        currency=money.currency,
        reason=_reason(thing),
        refund_id=thing["id"] if kind is EventKind.REFUNDED else "",
        dispute_id=thing["id"] if thing["object"] == "dispute" else "",
    )


def of_intent(intent: Object, kind: EventKind) -> ProviderEvent:
    """What the answer to a charge tells at once; the webhook tells it again."""
    event = {"id": intent["id"], "type": "", "created": intent["created"], "data": {"object": intent}}
    return read(event | {"type": f"payment_intent.{_INTENT[kind]}"})


def _ignored(_: Object) -> EventKind:
    return EventKind.IGNORED


def _completed(session: Object) -> EventKind:
    told = session.get("metadata") or {}
    if session.get("mode") == "setup" and told.get(SETUP):
        return EventKind.AGREED
    if session.get("mode") != "payment" or not told.get(ATTEMPT):
        return EventKind.IGNORED
    # With a debit, the customer has done their part, and the money comes days later.
    return EventKind.PROCESSING if session["payment_status"] == "unpaid" else EventKind.SUCCEEDED


def _of_ours(kind: EventKind) -> Callable[[Object], EventKind]:
    return lambda thing: kind if (thing.get("metadata") or {}).get(ATTEMPT) else EventKind.IGNORED


def _off_session(kind: EventKind) -> Callable[[Object], EventKind]:
    """Within a checkout, an intent that fails is tried again there: the session says how it ends."""
    return lambda intent: kind if (intent.get("metadata") or {}).get(OFF_SESSION) else EventKind.IGNORED


def _refund(refund: Object) -> EventKind:
    return EventKind.REFUNDED if refund.get("status") == "succeeded" else EventKind.IGNORED


_INTENT = {
    EventKind.PROCESSING: "processing",
    EventKind.SUCCEEDED: "succeeded",
    EventKind.FAILED: "payment_failed",
}
# How a dispute ends: an inquiry of the bank's takes no money, and one that was prevented was given back before.
_CLOSED = {
    "lost": EventKind.DISPUTE_LOST,
    "won": EventKind.DISPUTE_WON,
    "warning_closed": EventKind.DISPUTE_WON,
    "prevented": EventKind.DISPUTE_WON,
}
_KINDS: dict[str, Callable[[Object], EventKind]] = {
    "checkout.session.completed": _completed,
    "checkout.session.async_payment_succeeded": _of_ours(EventKind.SUCCEEDED),
    "checkout.session.async_payment_failed": _of_ours(EventKind.FAILED),
    "checkout.session.expired": _of_ours(EventKind.EXPIRED),
    **{f"payment_intent.{name}": _off_session(kind) for kind, name in _INTENT.items()},
    # These say nothing of ours but the intent's id. A debit's refund is under way for days before it has succeeded.
    "refund.created": _refund,
    "refund.updated": _refund,
    "charge.dispute.created": lambda _: EventKind.DISPUTED,
    "charge.dispute.funds_withdrawn": lambda _: EventKind.DISPUTE_WITHDRAWN,
    "charge.dispute.funds_reinstated": lambda _: EventKind.DISPUTE_WON,
    "charge.dispute.closed": lambda dispute: _CLOSED.get(str(dispute.get("status")), EventKind.IGNORED),
}


def _payment(thing: Object) -> str:
    intent = thing["id"] if thing["object"] == "payment_intent" else thing.get("payment_intent")
    return str(intent["id"] if isinstance(intent, Mapping) else intent or "")


def _amount(thing: Object) -> int:
    return int(thing["amount_total" if thing["object"] == "checkout.session" else "amount"] or 0)


def _reason(thing: Object) -> str:
    failed = thing.get("last_payment_error") or {}
    return str(failed.get("decline_code") or failed.get("code") or thing.get("reason") or "")
