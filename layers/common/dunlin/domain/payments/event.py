"""What a payment provider tells of a payment, whatever it calls it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    """What has happened there."""

    PROCESSING = "processing"  # the customer has done their part, the money is under way
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    EXPIRED = "expired"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    AGREED = "agreed"  # to be charged later: see `agreeing.Setup`
    DISPUTE_WITHDRAWN = "dispute_withdrawn"  # the bank has taken the money, for now at least
    DISPUTE_LOST = "dispute_lost"
    DISPUTE_WON = "dispute_won"
    IGNORED = "ignored"  # nothing of ours, or nothing that we act on


@dataclass(frozen=True, slots=True)
class ProviderEvent:
    """One event, whose signature was checked. `amount` in minor units: all that was paid, the fee included.

    `payment_id` is the provider's id of the payment; `invoice_id` and `attempt_id` are empty where the provider names
    the payment alone. `reason` is the provider's code. `setup_id` is what somebody has agreed to: then nothing else
    is told.
    """

    event_id: str
    kind: EventKind
    at: datetime
    invoice_id: str = ""
    attempt_id: str = ""
    payment_id: str = ""
    amount: int = 0
    currency: str = ""
    reason: str = ""
    refund_id: str = ""
    setup_id: str = ""
    dispute_id: str = ""
