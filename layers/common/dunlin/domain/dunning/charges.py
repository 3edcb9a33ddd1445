"""Late fees and interest: lines of their own beside the invoice, which stays as it was sent."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

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
class Term:
    """Days in which neither principal (minor units) nor rate changed: `first` to `last`, both counted.

    `rate_of` is the day of the last known reference rate, where a later one is not known.
    """

    principal: int
    percent: Decimal
    first: date
    last: date
    rate_of: date | None = None

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.last - self.first).days + 1

    @property
    def interest(self) -> Fraction:
        """Minor units, exactly: simple, actual/365, in leap years too."""
        return self.principal * Fraction(self.percent) / 100 * Fraction(self.days, 365)


@dataclass(frozen=True, slots=True)
class Charge:
    """`amount` in minor units of the invoice's currency, booked on the customer's day `on` with reminder `number`.

    `formula` says how it came about, for the customer. Interest covers the days after `since` up to and with `until`,
    and is what `terms` come to, unless a cap limits it.
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
    terms: tuple[Term, ...] = ()

    @property
    def owed(self) -> int:
        """What it adds to the debt."""
        return 0 if self.waived else self.amount

    @property
    def reckoned(self) -> int:
        """What the terms come to in whole minor units, rounded once, half up."""
        return int(sum((each.interest for each in self.terms), Fraction(1, 2)))
