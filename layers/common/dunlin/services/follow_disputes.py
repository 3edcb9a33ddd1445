"""Follow the disputes of an attempt: reminders rest before the money is owed again, and each is told once."""

from contextlib import suppress

from dunlin.domain.errors import Conflict
from dunlin.domain.ids import derived
from dunlin.domain.money import Money
from dunlin.domain.payments.attempt import Attempt
from dunlin.domain.payments.dispute import Dispute, DisputeState
from dunlin.domain.payments.event import EventKind, ProviderEvent
from dunlin.domain.timeline import Entry
from dunlin.services.rest_disputed import rest_disputed
from dunlin.services.till import Till

_TOLD = {
    EventKind.DISPUTED: ("payment.disputed", "{} are disputed at the bank, which may take them back for now"),
    EventKind.DISPUTE_LOST: ("payment.dispute_lost", "The dispute of {} was lost: the bank keeps them"),
    EventKind.DISPUTE_WON: ("payment.dispute_won", "The dispute of {} was won, or given up: they are the seller's"),
}


def follow_disputes(before: Attempt, after: Attempt, event: ProviderEvent, *, till: Till) -> None:
    """Before anything is booked: who has lost a dispute is not reminded until a person says so. What is told again
    changes nothing, so that a person's word holds.
    """
    if after.disputes == before.disputes:
        return
    _tell(after, event, till)
    pending = [each for each in after.disputes if each.state is not DisputeState.WON]
    if pending:
        with suppress(Conflict):  # void
            rest_disputed(after.invoice_id, reason=_reason(pending[-1], after), desk=till.desk)


def _reason(dispute: Dispute, attempt: Attempt) -> str:
    money = Money(dispute.amount, attempt.currency)
    code = f" ({dispute.reason})" if dispute.reason else ""
    if dispute.state is DisputeState.LOST:
        return f"the dispute of {money} was lost at the bank{code}"
    return f"{money} are disputed at the bank{code}"


def _tell(attempt: Attempt, event: ProviderEvent, till: Till) -> None:
    """What the bank takes or returns is told with the money."""
    if event.kind not in _TOLD:
        return
    type_, text = _TOLD[event.kind]
    data = {
        "payment_id": till.payment_id(event.payment_id),
        "amount": str(event.amount),
        "currency": event.currency,
        "source": till.provider.name,
        **({"code": event.reason} if event.reason else {}),
    }
    entry_id = derived("tml", till.provider.name, event.event_id)
    said = text.format(Money(event.amount, event.currency))
    till.timeline.add(Entry(entry_id, attempt.invoice_id, event.at, till.actor, type_, said, data))
