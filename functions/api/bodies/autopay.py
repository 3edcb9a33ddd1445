"""How an invoice is charged automatically, as callers get it."""

from datetime import datetime

from pydantic import Field

from api.bodies.common import Amount, Shown
from api.bodies.common import shown as money
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.payments.collecting import LEFT, Collection, Left, collection_of
from dunlin.domain.payments.tries import TryState


class LeftShown(Shown):
    """Why the invoice is left to a customer who has agreed to be charged."""

    reason: Left
    text: str


class NextChargeShown(Shown):
    """The charge to come, as things are now. What holds reminders holds it too."""

    at: datetime
    amount: Amount = Field(description="what is owed, and the fee of the method")
    means: str = Field(description="as the customer knows it; may be empty", examples=["Visa •••• 4242"])
    number: int = Field(description="which try of the invoice")
    turn: int = Field(description="which try under this agreement")
    turns: int = Field(description="after so many it is left to the customer")


class TryShown(Shown):
    """One try to charge it."""

    number: int
    at: datetime
    state: TryState
    code: str = Field(description="why it failed; the provider's own")


class AutopayShown(Shown):
    """Automatic payment of the invoice; null where nobody has agreed to it and nothing was tried."""

    next: NextChargeShown | None
    left: LeftShown | None
    tries: list[TryShown]


def autopay(facts: Facts, *, now: datetime) -> AutopayShown | None:
    """As it stands."""
    found = collection_of(facts.invoice, facts.customer, facts.seller, now=now)
    tries = facts.dunning.tries
    if found is None and not tries:
        return None
    return AutopayShown(
        next=_next(found) if isinstance(found, Collection) else None,
        left=LeftShown(reason=found, text=LEFT[found]) if isinstance(found, Left) else None,
        tries=[TryShown.model_validate(each) for each in tries],
    )


def _next(found: Collection) -> NextChargeShown:
    return NextChargeShown(
        at=found.at,
        amount=money(found.total),
        means=found.agreement.mandate.label,
        number=found.number,
        turn=found.turn,
        turns=found.turns,
    )
