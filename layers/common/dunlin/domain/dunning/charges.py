"""Late fees and interest: lines of their own beside the invoice, which stays as it was sent."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dunlin.domain.timeline import Actor


class ChargeKind(StrEnum):
    """What a charge is for."""

    FEE = "fee"
    INTEREST = "interest"


@dataclass(frozen=True, slots=True)
class Waiver:
    """Who let the customer off, why and when."""

    actor: Actor
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Charge:
    """`amount` in minor units of the invoice's currency, booked on the customer's day `on` with reminder `number`.

    `formula` says how it came about, for the customer. Interest covers the days after `since` up to and with `until`.
    """

    charge_id: str
    kind: ChargeKind
    amount: int
    on: date
    number: int
    formula: str = ""
    since: date | None = None
    until: date | None = None
    waived: Waiver | None = None

    @property
    def owed(self) -> int:
        """What it adds to the debt."""
        return 0 if self.waived else self.amount
