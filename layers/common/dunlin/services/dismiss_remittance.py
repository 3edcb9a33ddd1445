"""Dismiss a remittance: it was returned to the payer, or booked elsewhere, and nobody has to place it any more."""

from datetime import datetime

from dunlin.domain.errors import StaleVersion
from dunlin.domain.remittance import Dismissal, Remittance
from dunlin.domain.timeline import Actor
from dunlin.services.change_invoice import TRIES
from dunlin.services.ports.payments import Remittances


def dismiss_remittance(
    payment_id: str, *, reason: str, actor: Actor, now: datetime, unapplied: Remittances
) -> Remittance:
    """As stored. One that is dismissed already stays as it is. Raises NotFound, and Conflict when nothing is left."""
    for _ in range(TRIES):
        before = unapplied.get(payment_id)
        after = before.dismiss(Dismissal(actor, reason, now))
        if after is before:
            return before
        try:
            return unapplied.change(after)
        except StaleVersion:
            continue
    raise StaleVersion(f"payment {payment_id} keeps changing: try again")
