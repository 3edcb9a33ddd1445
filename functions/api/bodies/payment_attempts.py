"""Attempts to pay an invoice online, as staff get them: the customer's way to the provider's page is not among it."""

from datetime import date, datetime

from pydantic import Field

from api.bodies.common import Amount, Shown, amount
from dunlin.domain.payments.attempt import Attempt, AttemptState
from dunlin.domain.payments.dispute import DisputeState
from dunlin.domain.payments.method import Method

_SEEN = 6


class ReceivedShown(Shown):
    """Money that came in."""

    payment_id: str = Field(description="the provider's")
    amount: Amount = Field(description="all that was paid, the fee included")
    on: date


class ReturnedShown(Shown):
    """Money that was given back."""

    refund_id: str = Field(description="the provider's")
    payment_id: str = Field(description="the provider's")
    amount: Amount
    on: date
    reason: str


class DisputeShown(Shown):
    """A dispute at the customer's bank."""

    dispute_id: str = Field(description="the provider's")
    payment_id: str = Field(description="the provider's")
    amount: Amount
    on: date
    reason: str
    state: DisputeState


class AttemptShown(Shown):
    """One attempt."""

    attempt_id: str
    method: Method
    amount: Amount = Field(description="what was owed when it began")
    fee: Amount = Field(description="what the customer pays on top")
    state: AttemptState
    problem: str = Field(description="the provider's code of what went wrong")
    created_at: datetime
    provider: str
    checkout: str = Field(description="the end of the provider's id of its page", examples=["…a1B2c3"])
    received: list[ReceivedShown]
    returned: list[ReturnedShown]
    disputes: list[DisputeShown]


class AttemptList(Shown):
    """All attempts of an invoice, the oldest first."""

    items: list[AttemptShown]


def attempt(of: Attempt) -> AttemptShown:
    """As staff get it."""
    return AttemptShown(
        attempt_id=of.attempt_id,
        method=of.method,
        amount=amount(of.amount, of.currency),
        fee=amount(of.fee, of.currency),
        state=of.state,
        problem=of.problem,
        created_at=of.created_at,
        provider=of.provider,
        checkout=f"…{of.checkout_id[-_SEEN:]}" if of.checkout_id else "",
        received=[
            ReceivedShown(payment_id=each.payment_id, amount=amount(each.amount, each.currency), on=each.on)
            for each in of.received
        ],
        returned=[
            ReturnedShown(
                refund_id=each.refund_id,
                payment_id=each.payment_id,
                amount=amount(each.amount, of.currency),
                on=each.on,
                reason=each.reason,
            )
            for each in of.returned
        ],
        disputes=[
            DisputeShown(
                dispute_id=each.dispute_id,
                payment_id=each.payment_id,
                amount=amount(each.amount, of.currency),
                on=each.on,
                reason=each.reason,
                state=each.state,
            )
            for each in of.disputes
        ],
    )
