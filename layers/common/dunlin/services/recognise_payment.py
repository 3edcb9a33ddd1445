"""Recognise a payment that a person has recorded in what a bank tells of, and remember the bank's name for it."""

from collections.abc import Container
from dataclasses import replace
from datetime import datetime

from dunlin.domain.errors import AlreadyExists, StaleVersion
from dunlin.domain.ids import derived
from dunlin.domain.invoice import Invoice
from dunlin.domain.money import Money
from dunlin.domain.recognising import alike, recorded_by_hand
from dunlin.domain.remittance import IncomingPayment, Remittance
from dunlin.domain.timeline import Actor, Entry
from dunlin.services.change_invoice import TRIES
from dunlin.services.ports.payments import Remittances


def recognise_payment(
    invoice: Invoice,
    incoming: IncomingPayment,
    *,
    dry_run: bool,
    but: Container[str],
    actor: Actor,
    now: datetime,
    unapplied: Remittances,
) -> Remittance | None:
    """The money as the person recorded it; None for money that is new. Those in `but` are taken.

    First the person's record names the row, then the row gets a record of its own: whoever dies in between finds it by
    the name when the row comes again. Raises StaleVersion when the record keeps changing.
    """
    payment_ids = tuple(each for each in alike(invoice, incoming) if each not in but)
    if not payment_ids:
        return None
    for _ in range(TRIES):
        by_hand = recorded_by_hand(payment_ids, incoming, unapplied.find(payment_ids))
        if by_hand is None or dry_run:
            return by_hand
        try:
            if not by_hand.told_as:
                unapplied.change(replace(by_hand, told_as=incoming.payment_id))
            money = Remittance(incoming, now, actor, invoice_id=invoice.invoice_id, same_as=by_hand.payment_id)
            unapplied.add(money, entry=_told(money))
        except AlreadyExists:
            return by_hand
        except StaleVersion:
            continue
        return by_hand
    raise StaleVersion(f"the payments of {invoice.number} keep changing: try again")


def _told(money: Remittance) -> Entry:
    incoming = money.incoming
    amount = Money(incoming.amount, incoming.currency)
    text = f"The bank has told of {amount} on {incoming.received_on}: they are the payment that was recorded before"
    data = {
        "payment_id": money.same_as,
        "amount": str(incoming.amount),
        "currency": incoming.currency,
        "source": incoming.source,
    }
    entry_id = derived("tml", "confirmed", incoming.payment_id)
    return Entry(entry_id, money.invoice_id, money.recorded_at, money.actor, "payment.confirmed", text, data)
