"""A dispute of a payment at the customer's bank (a chargeback). Its states only climb, whatever is told first."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dunlin.domain.payments.event import EventKind, ProviderEvent


class DisputeState(StrEnum):
    """Where it stands."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"  # the bank has taken the money for as long as it is decided
    LOST = "lost"
    WON = "won"  # the money is the seller's; a lost one may be decided anew, so it outweighs all


_RUNG = {state: rung for rung, state in enumerate(DisputeState)}
_AFTER = {
    EventKind.DISPUTED: DisputeState.OPEN,
    EventKind.DISPUTE_WITHDRAWN: DisputeState.WITHDRAWN,
    EventKind.DISPUTE_LOST: DisputeState.LOST,
    EventKind.DISPUTE_WON: DisputeState.WON,
}


@dataclass(frozen=True, slots=True)
class Dispute:
    """`amount` in minor units of the payment's currency, the fee included; both ids are the provider's. `on` is the day
    of the first that was told of it.
    """

    dispute_id: str
    payment_id: str
    amount: int
    on: date
    reason: str = ""
    state: DisputeState = DisputeState.OPEN

    @property
    def taken(self) -> bool:
        """Whether the bank has the money."""
        return self.state in {DisputeState.WITHDRAWN, DisputeState.LOST}


def disputed(disputes: tuple[Dispute, ...], event: ProviderEvent) -> tuple[Dispute, ...]:
    """With what the event tells, in the order of their ids."""
    if event.kind not in _AFTER:
        return disputes
    told = Dispute(event.dispute_id, event.payment_id, event.amount, event.at.date(), event.reason)
    known = next((each for each in disputes if each.dispute_id == told.dispute_id), told)
    climbed = max(known.state, _AFTER[event.kind], key=_RUNG.__getitem__)
    after = replace(known, state=climbed)
    others = (each for each in disputes if each.dispute_id != told.dispute_id)
    return tuple(sorted((*others, after), key=lambda each: each.dispute_id))
