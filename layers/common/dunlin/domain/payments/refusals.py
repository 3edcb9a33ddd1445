"""Why a charge is refused: what the providers' codes say to a customer, and whether trying again can help."""

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """As far as a customer is told. That a card is called stolen is between them and their bank."""

    DECLINED = "declined"
    FUNDS = "funds"
    LIMIT = "limit"  # the bank's, not the customer's own
    EXPIRED = "expired"
    CONFIRMATION = "confirmation"  # the bank wants the customer themselves
    MANDATE = "mandate"
    ACCOUNT = "account"
    TROUBLE = "trouble"  # not the customer's: nothing that they could change


@dataclass(frozen=True, slots=True)
class Refusal:
    """`again`: another day may be another answer. `gone`: what the customer agreed to can be charged no more."""

    why: Why
    again: bool = True
    gone: bool = False


# The provider was asked and has not answered for so long that it would no longer know a repeated request.
UNANSWERED = "unanswered"
# What was to be charged changed while nobody knew whether the provider had charged it.
WITHDRAWN = "withdrawn"
# With these, a person has to look at the provider; a customer could be told nothing that is certain.
UNKNOWN = (UNANSWERED, WITHDRAWN)
NOT_OFFERED = "not_offered"
PROVIDER_CHANGED = "provider_changed"

_ONCE = Refusal(Why.DECLINED, again=False)
_GONE = Refusal(Why.DECLINED, again=False, gone=True)
_MANDATE = Refusal(Why.MANDATE, again=False, gone=True)
_ACCOUNT = Refusal(Why.ACCOUNT, again=False, gone=True)
_OURS = Refusal(Why.TROUBLE, again=False)

# Stripe: https://docs.stripe.com/declines/codes, https://docs.stripe.com/error-codes, and for debits
# https://docs.stripe.com/payments/sepa-debit. Our own provider takes the same codes.
REFUSALS = {
    "insufficient_funds": Refusal(Why.FUNDS),
    "withdrawal_count_limit_exceeded": Refusal(Why.LIMIT),
    "card_velocity_exceeded": Refusal(Why.LIMIT),
    "debit_authorization_not_match": _MANDATE,
    "expired_card": Refusal(Why.EXPIRED, again=False),
    "invalid_expiry_month": Refusal(Why.EXPIRED, again=False),
    "invalid_expiry_year": Refusal(Why.EXPIRED, again=False),
    "authentication_required": Refusal(Why.CONFIRMATION, again=False),
    "authentication_not_handled": Refusal(Why.CONFIRMATION, again=False),
    "payment_intent_authentication_failure": Refusal(Why.CONFIRMATION, again=False),
    "offline_pin_required": Refusal(Why.CONFIRMATION, again=False),
    "online_or_offline_pin_required": Refusal(Why.CONFIRMATION, again=False),
    "lost_card": _GONE,
    "stolen_card": _GONE,
    "pickup_card": _GONE,
    "restricted_card": _ONCE,
    "fraudulent": _ONCE,
    "merchant_blacklist": _ONCE,
    "stop_payment_order": _MANDATE,
    "revocation_of_authorization": _MANDATE,
    "revocation_of_all_authorizations": _MANDATE,
    "payment_intent_mandate_invalid": _MANDATE,
    "debit_not_authorized": _MANDATE,
    "debit_disputed": _MANDATE,
    "debit_blocked": _MANDATE,
    "refer_to_customer": Refusal(Why.DECLINED),
    "bank_account_restricted": _ACCOUNT,
    "bank_account_unusable": _ACCOUNT,
    "account_closed": _ACCOUNT,
    "bank_account_closed": _ACCOUNT,
    "bank_account_invalid_details": _ACCOUNT,
    "bank_account_declined": _ACCOUNT,
    "account_frozen": _ACCOUNT,
    "recipient_deceased": _ACCOUNT,
    "branch_does_not_exist": _ACCOUNT,
    "incorrect_account_holder_name": _ACCOUNT,
    "invalid_account_number": _ACCOUNT,
    "invalid_currency": _OURS,
    "amount_too_small": _OURS,
    "amount_too_large": _OURS,
    "payment_intent_invalid_parameter": _OURS,
    "refused": Refusal(Why.TROUBLE),
    "bank_ownership_changed": _ACCOUNT,
    "no_account": _ACCOUNT,
    "invalid_account": _ACCOUNT,
    "new_account_information_available": _ACCOUNT,
    "resource_missing": _GONE,
    "payment_method_invalid": _GONE,
    "payment_method_unactivated": _OURS,
    "payment_method_provider_decline": Refusal(Why.DECLINED),
    "processing_error": Refusal(Why.TROUBLE),
    "issuer_not_available": Refusal(Why.TROUBLE),
    "try_again_later": Refusal(Why.TROUBLE),
    "reenter_transaction": Refusal(Why.TROUBLE),
    PROVIDER_CHANGED: Refusal(Why.TROUBLE, again=False, gone=True),
    UNANSWERED: _OURS,
    WITHDRAWN: _OURS,
    NOT_OFFERED: _OURS,
    "no_provider": _OURS,
}


def refusal_of(code: str) -> Refusal:
    """What a code says; one that is not known may be another answer another day."""
    return REFUSALS.get(code, Refusal(Why.DECLINED))
