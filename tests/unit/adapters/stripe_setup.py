"""A checkout session in mode `setup` as Stripe answers with it, its intent and means expanded."""

from typing import Any

CARD = {
    "id": "pm_1QaCard",
    "object": "payment_method",
    "allow_redisplay": "limited",
    "billing_details": {"address": {"country": "GB", "postal_code": "LS1 1AA"}, "email": None, "name": "Ada Buyer"},
    "card": {
        "brand": "visa",
        "checks": {"address_line1_check": None, "address_postal_code_check": "pass", "cvc_check": "pass"},
        "country": "US",
        "display_brand": "visa",
        "exp_month": 12,
        "exp_year": 2034,
        "fingerprint": "Xt5EWLLDS7FJjR1c",
        "funding": "credit",
        "generated_from": None,
        "last4": "4242",
        "networks": {"available": ["visa"], "preferred": None},
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    },
    "created": 1795340050,
    "customer": "cus_9",
    "livemode": False,
    "metadata": {},
    "type": "card",
}
DEBIT = {
    "id": "pm_1QaDebit",
    "object": "payment_method",
    "billing_details": {"address": None, "email": "ada@buyer.example", "name": "Ada Buyer", "phone": None},
    "created": 1795340050,
    "customer": "cus_9",
    "livemode": False,
    "metadata": {},
    "sepa_debit": {
        "bank_code": "37040044",
        "branch_code": "",
        "country": "DE",
        "fingerprint": "vifs0Ho7vwRn1Miu",
        "generated_from": {"charge": None, "setup_attempt": None},
        "last4": "3000",
    },
    "type": "sepa_debit",
}


def session(means: Any = CARD, **intent: Any) -> dict[str, Any]:
    """Somebody has agreed by these means, unless the intent says otherwise."""
    return {
        "id": "cs_test_a1b2c3",
        "object": "checkout.session",
        "amount_total": None,
        "client_reference_id": "set_1",
        "currency": None,
        "customer": "cus_9",
        "customer_creation": "always",
        "livemode": False,
        "metadata": {"dunlin_customer": "cus_1", "dunlin_setup": "set_1"},
        "mode": "setup",
        "payment_intent": None,
        "payment_status": "no_payment_required",
        "setup_intent": {
            "id": "seti_1",
            "object": "setup_intent",
            "client_secret": "seti_1_secret_x",
            "customer": "cus_9",
            "last_setup_error": None,
            "latest_attempt": "setatt_1",
            "mandate": None,
            "payment_method": means,
            "payment_method_types": ["card"],
            "status": "succeeded",
            "usage": "off_session",
            **intent,
        },
        "status": "complete",
        "url": "https://checkout.stripe.com/c/pay/cs_test_a1b2c3",
    }
