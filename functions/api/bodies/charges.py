"""Late fees and interest, as callers get them, and how they are waived."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from api.bodies.common import Amount, Given, Shown, amount, named
from dunlin.domain.dunning.charges import Charge, ChargeKind, Waiver
from dunlin.domain.invoice import Invoice


class WaiverShown(Shown):
    """Who let the customer off, why and when."""

    actor: str
    reason: str
    at: datetime


class ChargeShown(Shown):
    """A late fee or interest, beside the invoice."""

    charge_id: str
    kind: ChargeKind
    amount: Amount
    on: date
    reminder: int = Field(description="the reminder it was booked with; the escalation is the one after the last")
    formula: str = Field(description="how it came about, to be checked with a calculator")
    since: date | None = Field(description="interest covers the days after this one")
    until: date | None = Field(description="up to and with this one")
    waived: WaiverShown | None


class WaiveBody(Given):
    """Why the customer does not have to pay it."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


def charges(invoice: Invoice) -> list[ChargeShown]:
    """All of an invoice, waived ones too, in the order in which they were booked."""
    return [_shown(each, invoice.currency) for each in invoice.charges]


def _shown(charge: Charge, currency: str) -> ChargeShown:
    return ChargeShown(
        charge_id=charge.charge_id,
        kind=charge.kind,
        amount=amount(charge.amount, currency),
        on=charge.on,
        reminder=charge.number,
        formula=charge.formula,
        since=charge.since,
        until=charge.until,
        waived=_waiver(charge.waived) if charge.waived else None,
    )


def _waiver(waiver: Waiver) -> WaiverShown:
    return WaiverShown(actor=named(waiver.actor), reason=waiver.reason, at=waiver.at)
