"""Payments, as callers give and get them."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from api.bodies.common import Amount, Day, Given, Shown, Text, amount, named
from dunlin.domain.money import LARGEST
from dunlin.domain.refunding import Refund
from dunlin.domain.remittance import WHY, Remittance, Unplaced

Minor = Annotated[int, Field(gt=0, le=LARGEST)]


class RefundBody(Given):
    """What is given back of a payment."""

    amount: Minor | None = Field(None, description="minor units; left out: all that is left of the payment")
    refunded_on: Day
    reason: Annotated[str, Field(min_length=1, max_length=500)]

    def to_domain(self, refund_id: str, payment_id: str) -> Refund:
        """The domain's refund."""
        return Refund(refund_id, payment_id, self.refunded_on, self.reason, self.amount)


class ApplyBody(Given):
    """Which invoice the money was for."""

    invoice_id: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,64}$")]
    amount: Minor | None = Field(None, description="minor units; left out: all that is left, or as much as is owed")


class DismissBody(Given):
    """Why nobody has to place it any more."""

    reason: Annotated[str, Field(min_length=1, max_length=500, examples=["returned to the payer"])]


class PartShown(Shown):
    """What of it was applied to an invoice."""

    invoice_id: str
    payment_id: str
    amount: Amount
    at: datetime


class DismissalShown(Shown):
    """Who took it off the list, and why."""

    by: str
    reason: str
    at: datetime


class RemittanceShown(Shown):
    """A payment that came in, and what became of it."""

    payment_id: str
    amount: Amount
    unapplied: Amount = Field(description="what is on no invoice")
    received_on: date
    method: Text
    reference: str
    source: str = Field(description="`staff`, `import`, or the payment provider")
    payer: str
    account: str = Field(description="whence it came: an IBAN, where the bank names it")
    recorded_at: datetime
    recorded_by: str
    code: Unplaced | None = Field(description="why it was not applied, or not all of it")
    reason: str = Field(description="the same in words")
    invoice_id: str = Field(description="what it was meant for, where that is known")
    applied: list[PartShown]
    dismissed: DismissalShown | None


class UnappliedList(Shown):
    """A page of payments that wait to be placed, the newest first."""

    items: list[RemittanceShown]
    next_cursor: str | None


def remittance(of: Remittance) -> RemittanceShown:
    """As callers get it."""
    told, gone = of.incoming, of.dismissed
    return RemittanceShown(
        payment_id=of.payment_id,
        amount=amount(told.amount, told.currency),
        unapplied=amount(of.unapplied, told.currency),
        received_on=told.received_on,
        method=told.method,
        reference=told.reference,
        source=told.source,
        payer=told.payer,
        account=told.account,
        recorded_at=of.recorded_at,
        recorded_by=named(of.actor),
        code=of.why,
        reason=WHY[of.why] if of.why else "",
        invoice_id=of.invoice_id,
        applied=[
            PartShown(
                invoice_id=each.invoice_id,
                payment_id=each.payment_id,
                amount=amount(each.amount, told.currency),
                at=each.at,
            )
            for each in of.parts
        ],
        dismissed=DismissalShown(by=named(gone.actor), reason=gone.reason, at=gone.at) if gone else None,
    )
