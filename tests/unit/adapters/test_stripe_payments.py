"""Stripe behind the port: what it is asked, and what it tells."""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import pytest
import stripe

from dunlin.adapters.stripe_payments import StripePayments
from dunlin.domain.errors import Unavailable
from dunlin.domain.payments.agreement import Mandate
from dunlin.domain.payments.attempt import Attempt
from dunlin.domain.payments.event import EventKind, ProviderEvent
from dunlin.domain.payments.method import Method
from dunlin.domain.payments.refusals import refusal_of
from dunlin.services.ports.providers import Checkout, PaymentRefused, WebhookRefused
from tests.builders import NOW
from tests.unit.adapters.stripe_webhooks import SECRET, body, signed

ATTEMPT = Attempt("att_1", "inv_1", "cus_1", "sel_1", "2026-001", Method.CARD, 15125, 256, "EUR", "stripe", NOW)
BACK = "https://pay.seller.example/p/token"
INTENT = "pi_3Q1a2b3c4d5e6f7g"


@dataclass
class FakeStripe(stripe.HTTPClient):
    """Stripe's end of the wire: it notes what it is asked, and answers as it is told."""

    answer: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    asked: list[tuple[str, str, dict[str, str], str]] = field(default_factory=list)

    name = "fake"

    def __post_init__(self) -> None:
        super().__init__()

    def request(
        self, method: str, url: str, headers: Any, post_data: Any = None, *, _usage: Any = None
    ) -> tuple[str, int, dict[str, str]]:
        key = headers.get("Idempotency-Key", "")
        self.asked.append((method, url.removeprefix("https://api.stripe.com"), dict(parse_qsl(post_data or "")), key))
        return json.dumps(self.answer), self.status, {"request-id": "req_1"}

    def close(self) -> None:
        """Nothing is open."""


def provider(wire: FakeStripe | None = None) -> StripePayments:
    client = stripe.StripeClient("sk_test_1", http_client=wire or FakeStripe())
    return StripePayments(client, webhook_secret=SECRET)


def told(name: str, **changes: Any) -> ProviderEvent:
    content = body(name, **changes)
    return provider().read_event(content, signed(content))


def test_a_checkout_is_over_what_is_owed_and_the_fee_once_for_each_attempt() -> None:
    wire = FakeStripe({"id": "cs_1", "object": "checkout.session", "url": "https://checkout.stripe.com/c/pay/cs_1"})
    assert provider(wire).checkout(ATTEMPT, return_url=BACK) == Checkout(
        "https://checkout.stripe.com/c/pay/cs_1", "cs_1"
    )
    ((method, path, sent, key),) = wire.asked
    assert (method, path, key) == ("post", "/v1/checkout/sessions", "att_1-checkout")
    amounts = {name: value for name, value in sent.items() if "unit_amount" in name or "currency" in name}
    assert amounts == {
        "line_items[0][price_data][currency]": "eur",
        "line_items[0][price_data][unit_amount]": "15125",
        "line_items[1][price_data][currency]": "eur",
        "line_items[1][price_data][unit_amount]": "256",
    }
    assert sent["payment_method_types[0]"] == "card"
    assert sent["metadata[dunlin_attempt]"] == sent["payment_intent_data[metadata][dunlin_attempt]"] == "att_1"
    assert sent["expires_at"] == str(int(ATTEMPT.expires_at.timestamp()))
    assert (sent["success_url"], sent["cancel_url"], sent["mode"]) == (f"{BACK}?payment=begun", BACK, "payment")


@pytest.mark.parametrize(
    ("currency", "amount", "fee", "stripes"),
    [
        ("JPY", 500, 0, ["500"]),
        ("JPY", 500, 19, ["500", "19"]),
        ("KWD", 1235, 125, ["1360"]),  # neither alone ends with 0
        ("HUF", 10050, 0, ["10050"]),
        ("ISK", 5000, 0, ["500000"]),
    ],
)
def test_amounts_are_in_stripes_own_units(currency: str, amount: int, fee: int, stripes: list[str]) -> None:
    wire = FakeStripe({"id": "cs_1", "object": "checkout.session", "url": "https://checkout.stripe.com/1"})
    attempt = replace(ATTEMPT, amount=amount, fee=fee, currency=currency)
    provider(wire).checkout(attempt, return_url=BACK)
    assert [value for name, value in wire.asked[0][2].items() if "unit_amount" in name] == stripes


@pytest.mark.parametrize(
    ("status", "error", "ours"),
    [
        (400, {"type": "invalid_request_error", "code": "amount_too_small", "message": "…"}, PaymentRefused),
        (400, {"type": "idempotency_error", "message": "other parameters"}, Unavailable),
        (401, {"type": "invalid_request_error", "message": "no such key"}, Unavailable),
        (429, {"type": "invalid_request_error", "message": "slow down"}, Unavailable),
        (500, {"type": "api_error", "message": "…"}, Unavailable),
    ],
)
def test_what_stripe_refuses_is_told_apart_from_what_may_be_tried_again(
    status: int, error: dict[str, str], ours: type[Exception]
) -> None:
    with pytest.raises(ours):
        provider(FakeStripe({"error": error}, status)).checkout(ATTEMPT, return_url=BACK)


def test_a_page_that_is_paid_already_cannot_be_closed_and_that_is_right() -> None:
    error = {"type": "invalid_request_error", "message": "only open sessions can be expired"}
    wire = FakeStripe({"error": error}, 400)
    provider(wire).close(replace(ATTEMPT, checkout_id="cs_1"))
    assert wire.asked[0][:2] == ("post", "/v1/checkout/sessions/cs_1/expire")


@pytest.mark.parametrize(
    ("name", "kind", "amount"),
    [
        ("checkout_paid", EventKind.SUCCEEDED, 15381),
        ("checkout_debit_begun", EventKind.PROCESSING, 15125),
        ("checkout_debit_paid", EventKind.SUCCEEDED, 15125),
        ("checkout_debit_failed", EventKind.FAILED, 15125),
        ("checkout_expired", EventKind.EXPIRED, 15381),
        ("off_session_paid", EventKind.SUCCEEDED, 15381),
        ("off_session_failed", EventKind.FAILED, 15381),
    ],
)
def test_what_a_webhook_tells_of_an_attempt(name: str, kind: EventKind, amount: int) -> None:
    event = told(name)
    assert (event.kind, event.amount, event.currency) == (kind, amount, "EUR")
    assert (event.invoice_id, event.attempt_id) == ("inv_1", "att_1")
    assert event.payment_id == ("" if kind is EventKind.EXPIRED else INTENT)
    assert event.at == datetime.fromtimestamp(1795340100, UTC)


def test_a_declined_card_says_why() -> None:
    assert told("off_session_failed").reason == "insufficient_funds"


def test_refunds_and_disputes_name_the_payment_alone() -> None:
    refund, dispute = told("refund_made"), told("disputed")
    assert (refund.kind, refund.payment_id, refund.refund_id, refund.amount) == (
        *(EventKind.REFUNDED, INTENT),
        *("re_3Q1a2b", 5000),
    )
    assert (dispute.kind, dispute.payment_id, dispute.reason) == (EventKind.DISPUTED, INTENT, "fraudulent")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("disputed", EventKind.DISPUTED),
        ("dispute_withdrawn", EventKind.DISPUTE_WITHDRAWN),
        ("dispute_lost", EventKind.DISPUTE_LOST),
        ("dispute_won", EventKind.DISPUTE_WON),
        ("dispute_reinstated", EventKind.DISPUTE_WON),
        ("inquiry_closed", EventKind.DISPUTE_WON),
    ],
)
def test_what_becomes_of_a_dispute_is_told_by_its_own_id(name: str, kind: EventKind) -> None:
    event = told(name)
    assert (event.kind, event.dispute_id, event.payment_id, event.amount) == (kind, "du_1Q", INTENT, 15381)


def test_a_dispute_that_closes_in_a_way_nobody_has_heard_of_is_left_alone() -> None:
    assert told("dispute_lost", status="something_new").kind is EventKind.IGNORED


@pytest.mark.parametrize(
    "name",
    ["checkout_of_somebody_else", "intent_of_a_checkout", "refund_pending", "customer_updated"],
)
def test_what_is_not_about_an_attempt_of_ours_or_not_final_is_ignored(name: str) -> None:
    assert told(name).kind is EventKind.IGNORED


@pytest.mark.parametrize(
    ("currency", "stripes", "ours"), [("jpy", 500, 500), ("kwd", 5120, 5120), ("huf", 1050, 1050), ("isk", 500, 5)]
)
def test_amounts_that_are_told_are_in_our_units(currency: str, stripes: int, ours: int) -> None:
    event = told("checkout_paid", currency=currency, amount_total=stripes)
    assert (event.amount, event.currency) == (ours, currency.upper())


def test_a_webhook_that_is_forged_changed_stale_or_unsigned_is_refused() -> None:
    content = body("checkout_paid")
    for sent, headers in (
        (content, signed(content, secret="whsec_2")),
        (content.replace(b"15381", b"15382"), signed(content)),
        (content, signed(content, age=301)),
        (content, {}),
        (content, {"Stripe-Signature": "t=,v1="}),
        (b"\xff\xfe", signed(b"")),
        (b"[]", signed(b"[]")),
        (b"{}", signed(b"{}")),
    ):
        with pytest.raises(WebhookRefused):
            provider().read_event(sent, headers)


def test_a_charge_without_the_customer_is_made_once_and_tells_at_once() -> None:
    wire = FakeStripe(json.loads(body("off_session_paid"))["data"]["object"])
    event = provider(wire).charge_off_session(ATTEMPT, Mandate("cus_9", "pm_1Q", Method.CARD))
    ((_, path, sent, key),) = wire.asked
    assert (path, sent["amount"], sent["off_session"], key) == ("/v1/payment_intents", "15381", "true", "att_1-charge")
    assert (event.kind, event.payment_id, event.attempt_id) == (EventKind.SUCCEEDED, INTENT, "att_1")


def test_a_charge_that_the_bank_declines_is_refused_with_its_code() -> None:
    error = {"type": "card_error", "code": "authentication_required", "message": "…"}
    with pytest.raises(PaymentRefused) as refused:
        provider(FakeStripe({"error": error}, 402)).charge_off_session(ATTEMPT, Mandate("cus_9", "pm_1", Method.CARD))
    assert refused.value.code == "authentication_required"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ({"code": "card_declined", "decline_code": "insufficient_funds"}, "insufficient_funds"),
        ({"code": "card_declined", "decline_code": "stolen_card"}, "stolen_card"),
        ({"code": "expired_card"}, "expired_card"),
        ({"code": "authentication_required", "decline_code": "authentication_required"}, "authentication_required"),
        ({}, "refused"),
    ],
)
def test_the_banks_own_reason_wins_over_stripes(error: dict[str, str], code: str) -> None:
    body = {"error": {"type": "card_error", "message": "…", **error}}
    with pytest.raises(PaymentRefused) as refused:
        provider(FakeStripe(body, 402)).charge_off_session(ATTEMPT, Mandate("cus_9", "pm_1", Method.CARD))
    assert refused.value.code == code
    assert refusal_of(code).again is (code in {"insufficient_funds", "refused"})


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (409, {"type": "invalid_request_error", "code": "idempotency_key_in_use"}),
        (429, {"type": "invalid_request_error", "code": "rate_limit"}),
        (401, {"type": "invalid_request_error"}),
        (500, {"type": "api_error"}),
        (400, {"type": "idempotency_error"}),
    ],
)
def test_what_is_no_answer_is_asked_again_and_is_no_refusal(status: int, error: dict[str, str]) -> None:
    wire = FakeStripe({"error": {"message": "…", **error}}, status)
    with pytest.raises(Unavailable):
        provider(wire).charge_off_session(ATTEMPT, Mandate("cus_9", "pm_1", Method.CARD))


def intent(**changes: Any) -> dict[str, Any]:
    told = json.loads(body("off_session_paid"))["data"]["object"]
    return {**told, **changes}


def test_a_debit_is_under_way_for_days_and_a_webhook_tells_how_it_ended() -> None:
    debit = {"payment_method_types": ["sepa_debit"], "status": "processing", "amount_received": 0}
    event = provider(FakeStripe(intent(**debit))).charge_off_session(
        ATTEMPT, Mandate("cus_9", "pm_1", Method.SEPA_DEBIT)
    )
    assert (event.kind, event.attempt_id) == (EventKind.PROCESSING, "att_1")
    failed = {"code": "payment_method_provider_decline", "decline_code": "debit_not_authorized", "type": "card_error"}
    later = told("off_session_failed", payment_method_types=["sepa_debit"], last_payment_error=failed)
    assert (later.kind, later.reason, later.attempt_id) == (EventKind.FAILED, "debit_not_authorized", "att_1")
    assert refusal_of(later.reason).gone


def test_a_charge_for_which_the_bank_wants_the_customer_has_failed() -> None:
    asked = intent(status="requires_action", amount_received=0)
    event = provider(FakeStripe(asked)).charge_off_session(ATTEMPT, Mandate("cus_9", "pm_1", Method.CARD))
    assert (event.kind, event.reason) == (EventKind.FAILED, "authentication_required")
