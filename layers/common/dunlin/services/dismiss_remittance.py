"""Dismiss a remittance: it was returned to the payer, or booked elsewhere, and nobody has to place it any more."""

from datetime import datetime

from dunlin.domain.errors import StaleVersion
from dunlin.domain.ids import derived
from dunlin.domain.money import Money
from dunlin.domain.remittance import Dismissal, Remittance
from dunlin.domain.timeline import Actor, Entry
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
            return unapplied.change(after, entry=_told(after, Dismissal(actor, reason, now)))
        except StaleVersion:
            continue
    raise StaleVersion(f"payment {payment_id} keeps changing: try again")


def _told(money: Remittance, dismissal: Dismissal) -> Entry:
    """On the invoice that it was for; of money for none, of the money alone."""
    incoming = money.incoming
    text = f"{Money(money.unapplied, incoming.currency)} that waited to be placed were taken off the list"
    data = {
        "payment_id": money.payment_id,
        "amount": str(money.unapplied),
        "currency": incoming.currency,
        "source": incoming.source,
    }
    return Entry(
        derived("tml", "dismissed", money.payment_id),
        money.invoice_id or money.payment_id,
        dismissal.at,
        dismissal.actor,
        "payment.dismissed",
        f"{text}: {dismissal.reason}",
        data,
    )
