"""Agreeing to automatic payment at Stripe: what it is asked, what it tells, and how customers know their means."""

from typing import Any

import pytest

from dunlin.adapters.stripe_means import means_label
from dunlin.domain.payments.agreement import Mandate
from dunlin.domain.payments.event import EventKind
from dunlin.domain.payments.method import Method
from dunlin.services.ports.providers import Checkout, PaymentRefused
from tests.unit.adapters.stripe_setup import CARD, DEBIT, session
from tests.unit.adapters.test_stripe_payments import FakeStripe, provider, told

BACK = "https://pay.seller.example/portal/autopay/setups/set_1"


def test_the_page_is_made_once_and_leads_back_to_its_setup() -> None:
    wire = FakeStripe(session())
    page = provider(wire).setup("set_1", customer_id="cus_1", method=Method.SEPA_DEBIT, return_url=BACK)
    assert page == Checkout("https://checkout.stripe.com/c/pay/cs_test_a1b2c3", "cs_test_a1b2c3")
    ((_, path, sent, key),) = wire.asked
    assert (path, key) == ("/v1/checkout/sessions", "set_1-setup")
    assert (sent["mode"], sent["customer_creation"]) == ("setup", "always")
    assert sent["payment_method_types[0]"] == "sepa_debit"
    assert (sent["success_url"], sent["cancel_url"], sent["metadata[dunlin_setup]"]) == (BACK, BACK, "set_1")


@pytest.mark.parametrize(
    ("method", "means", "mandate"),
    [
        (Method.CARD, CARD, Mandate("cus_9", "pm_1QaCard", Method.CARD, "Visa •••• 4242")),
        (Method.SEPA_DEBIT, DEBIT, Mandate("cus_9", "pm_1QaDebit", Method.SEPA_DEBIT, "DE •••• 3000")),
    ],
)
def test_a_mandate_is_what_the_customer_has_agreed_to(method: Method, means: Any, mandate: Mandate) -> None:
    wire = FakeStripe(session(means))
    assert provider(wire).agreed("cs_test_a1b2c3", method=method) == mandate
    ((verb, path, _, _),) = wire.asked
    assert verb == "get"
    assert path == "/v1/checkout/sessions/cs_test_a1b2c3?expand[0]=setup_intent.payment_method"


@pytest.mark.parametrize("status", ["requires_payment_method", "processing", "canceled"])
def test_who_has_not_agreed_yet_has_no_mandate(status: str) -> None:
    for answer in (session(None, status=status), session() | {"setup_intent": None}):
        with pytest.raises(PaymentRefused):
            provider(FakeStripe(answer)).agreed("cs_test_a1b2c3", method=Method.CARD)


def test_what_stripe_tells_of_a_setup_names_it_and_nothing_else() -> None:
    event = told("checkout_setup")
    assert (event.kind, event.setup_id, event.attempt_id, event.amount) == (EventKind.AGREED, "aut_1", "", 0)
    assert told("checkout_setup", metadata={}).kind is EventKind.IGNORED


@pytest.mark.parametrize(
    ("means", "label"),
    [
        ({"card": {"brand": "amex", "last4": "0005"}}, "American Express •••• 0005"),
        ({"card": {"brand": "mastercard", "last4": "4444"}}, "Mastercard •••• 4444"),
        ({"card": {"brand": "visa", "display_brand": "cartes_bancaires", "last4": "1"}}, "Cartes Bancaires •••• 1"),
        ({"card": {"brand": "unknown", "last4": "1234"}}, "•••• 1234"),
        ({"type": "link"}, ""),
    ],
)
def test_means_are_called_what_their_owner_calls_them(means: dict[str, Any], label: str) -> None:
    assert means_label(means) == label
