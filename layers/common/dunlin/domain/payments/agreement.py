"""A customer's agreement to be charged automatically by a seller, and what lets a provider do so."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dunlin.domain.money import Money
from dunlin.domain.payments.method import Method


@dataclass(frozen=True, slots=True)
class Mandate:
    """What lets the provider charge a customer without them: its own ids of customer and means of payment.

    `label` is how the customer knows the means ("Visa •••• 4242"); empty where the provider does not tell.
    """

    customer: str
    means: str
    method: Method
    label: str = ""


class AgreementState(StrEnum):
    """Whether it may be charged by."""

    ACTIVE = "active"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Agreement:
    """One of each seller's at most is active. `limits` are the most that is charged at once, one per currency; an
    invoice of more, or in another currency where there are any, is left to the customer.

    `text` is what the customer agreed to, as they read it in `locale`, and `by` the address that agreed: the evidence.
    """

    agreement_id: str
    seller_id: str
    provider: str
    mandate: Mandate
    agreed_at: datetime
    by: str
    text: str
    locale: str
    limits: tuple[Money, ...] = ()
    state: AgreementState = AgreementState.ACTIVE
    ended_at: datetime | None = None
    ended_why: str = ""

    @property
    def active(self) -> bool:
        """Whether it may be charged by."""
        return self.state is AgreementState.ACTIVE

    def covers(self, money: Money) -> bool:
        """Whether so much may be charged at once."""
        limit = next((each for each in self.limits if each.currency == money.currency), None)
        return not self.limits or (limit is not None and money.amount <= limit.amount)
