"""Apply a remittance, or a part of it, to the invoice that a person says it was for."""

from dataclasses import replace
from datetime import datetime

from dunlin.domain.errors import InvalidInput, Problem, StaleVersion
from dunlin.domain.ids import derived
from dunlin.domain.invoice import Invoice, Status, pay, standing
from dunlin.domain.money import Money
from dunlin.domain.placing import payment_of
from dunlin.domain.remittance import Part, Remittance
from dunlin.domain.timeline import Actor, Entry
from dunlin.services.change_invoice import TRIES
from dunlin.services.ports.payments import Remittances
from dunlin.services.ports.records import Invoices, NewId, Timeline
from dunlin.services.ports.sending import Outbox
from dunlin.services.write_change import Told, write_change


def apply_remittance(
    payment_id: str,
    invoice_id: str,
    *,
    amount: int | None,
    part_id: str,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    invoices: Invoices,
    outbox: Outbox,
    unapplied: Remittances,
    timeline: Timeline,
) -> Remittance:
    """As stored: with `amount` applied, or without one, as much of what is left as the invoice owes. The payment on the
    invoice is `part_id`; the same part again changes nothing.

    Raises NotFound for either, Conflict when nothing is left or owed, InvalidInput for another currency or too much.
    """
    for _ in range(TRIES):
        before, invoice = unapplied.get(payment_id), invoices.get(invoice_id)
        if any(each.payment_id == part_id for each in before.parts):
            _tell(before, part_id, invoice, actor, timeline)
            return before
        _check_currency(before, invoice)
        share = amount or min(before.unapplied, invoice.balance.amount)
        money = before.placed(Part(invoice_id, part_id, share or before.unapplied, now))
        # The fee was for paying the invoice that was meant at first, and is told once.
        payment = replace(payment_of(before.incoming, money.parts[-1].amount, now=now), payment_id=part_id, fee=0)
        after = pay(invoice, payment, now=now)
        try:
            write_change(
                invoice,
                after,
                _told(after, money),
                actor=actor,
                now=now,
                new_id=new_id,
                invoices=invoices,
                outbox=outbox,
                money=money,
            )
        except StaleVersion:
            continue
        _tell(money, part_id, invoice, actor, timeline)
        return replace(money, version=before.version + 1)
    raise StaleVersion(f"payment {payment_id} or invoice {invoice_id} keep changing: try again")


def _check_currency(money: Remittance, invoice: Invoice) -> None:
    if invoice.currency != money.incoming.currency:
        message = f"{invoice.number} is in {invoice.currency}, the payment in {money.incoming.currency}"
        raise InvalidInput(message, Problem("/invoice_id", message))


def _told(after: Invoice, money: Remittance) -> Told:
    part = money.parts[-1]
    left = "it is paid" if after.status is Status.PAID else f"{after.balance} are still owed"
    text = f"{Money(part.amount, after.currency)} that had come in were applied: {left}"
    data = {"payment_id": part.payment_id, "amount": str(part.amount), "source": money.incoming.source}
    return Told("payment.recorded", text, {**data, **standing(after)})


def _tell(money: Remittance, part_id: str, invoice: Invoice, actor: Actor, timeline: Timeline) -> None:
    """The invoice that it came in for, where that is another: the same entry, however often it is told."""
    if not money.invoice_id or money.invoice_id == invoice.invoice_id:
        return
    part = next(each for each in money.parts if each.payment_id == part_id)
    amount = Money(part.amount, money.incoming.currency)
    data = {
        "payment_id": money.payment_id,
        "amount": str(part.amount),
        "currency": amount.currency,
        "source": money.incoming.source,
    }
    text = f"{amount} that had come in for this invoice were applied to {invoice.number}"
    entry_id = derived("tml", "placed", part_id)
    timeline.add(Entry(entry_id, money.invoice_id, part.at, actor, "payment.placed_elsewhere", text, data))
