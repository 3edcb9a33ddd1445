"""How customers know their means of payment, from Stripe's: https://docs.stripe.com/api/payment_methods/object."""

from collections.abc import Mapping
from typing import Any

# Stripe's codes of card brands that are not written as one word with a capital.
_BRANDS = {
    "amex": "American Express",
    "cartes_bancaires": "Cartes Bancaires",
    "diners": "Diners Club",
    "eftpos_au": "eftpos",
    "jcb": "JCB",
    "unionpay": "UnionPay",
    "unknown": "",
}


def means_label(means: Mapping[str, Any]) -> str:
    """`Visa •••• 4242` of a card, `DE •••• 3000` of an account; empty where Stripe does not tell."""
    card, debit = means.get("card") or {}, means.get("sepa_debit") or {}
    brand = str(card.get("display_brand") or card.get("brand") or "")
    name = _BRANDS.get(brand, brand.capitalize()) if card else str(debit.get("country") or "")
    last = card.get("last4") or debit.get("last4")
    return f"{name} •••• {last}".strip() if last else name
