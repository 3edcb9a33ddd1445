"""What a payment provider tells of a payment, whatever it calls it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dunlin.domain.errors import InvalidInput
from dunlin.domain.money import LARGEST

_LONGEST = (
    255  # what Stripe says of its ids and codes: https://docs.stripe.com/upgrades#what-changes-does-stripe-consider
)
_YEARS = range(2000, 2200)


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

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is neither a number nor a time."""
        named = (self.event_id, self.invoice_id, self.attempt_id, self.payment_id, self.refund_id, self.setup_id)
        return (*named, self.dispute_id, self.currency, self.reason)


def checked(event: ProviderEvent) -> ProviderEvent:
    """The event. Raises InvalidInput for one that no provider sends, however well it is signed: what it would book
    could not be stored, or not be read again.
    """
    if not all(isinstance(each, str) and len(each) <= _LONGEST and each.isprintable() for each in event.texts):
        raise InvalidInput(f"an id or a code of an event is a text of at most {_LONGEST} characters")
    if not isinstance(event.amount, int) or not 0 <= event.amount <= LARGEST:
        raise InvalidInput("the amount of an event is more than there is, or less than nothing")
    if event.at.tzinfo is None or event.at.year not in _YEARS:
        raise InvalidInput("the event is of a time that is none")
    return event
