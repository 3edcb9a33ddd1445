"""Book a payment: what the invoice owes is applied, whatever else came in is kept for a person. Nothing is lost.

The payment, the invoice and the entry that tells of it are written together; the same money twice is known.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dunlin.domain.errors import AlreadyExists, InvalidInput, NotFound, Problem, StaleVersion
from dunlin.domain.invoice import Invoice, Status, pay, standing
from dunlin.domain.money import Money
from dunlin.domain.placing import Share, payment_of, share_of
from dunlin.domain.remittance import WHY, IncomingPayment, Part, Remittance, Unplaced
from dunlin.domain.timeline import Actor, Entry
from dunlin.services.change_invoice import TRIES
from dunlin.services.ports.payments import Remittances
from dunlin.services.ports.records import Invoices, NewId
from dunlin.services.ports.sending import Outbox
from dunlin.services.write_change import Told, write_change


class Outcome(StrEnum):
    """What became of it."""

    APPLIED = "applied"  # all of it, or the part that was owed
    UNAPPLIED = "unapplied"
    KNOWN = "known"  # the same money was booked before; nothing was done


@dataclass(frozen=True, slots=True)
class Booked:
    """`invoice` as it is now (None: there is no such invoice); `rest` is what waits to be placed, and `why` it does."""

    outcome: Outcome
    invoice: Invoice | None
    rest: int = 0
    why: Unplaced | None = None


def book_payment(
    invoice_id: str,
    incoming: IncomingPayment,
    *,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    invoices: Invoices,
    outbox: Outbox,
    unapplied: Remittances,
    strict: bool = False,
    why: Unplaced = Unplaced.UNKNOWN_INVOICE,
) -> Booked:
    """Of more than is owed, what is owed is applied and the rest kept. With an empty `invoice_id` all of it is kept,
    for the reason `why`.

    `strict` is for a person who can be asked: then nothing is kept, and what the invoice does not take raises NotFound,
    Conflict or InvalidInput. Raises InvalidInput for no amount, StaleVersion when the invoice keeps changing.
    """
    if incoming.amount <= 0:
        message = "a payment must be more than zero"
        raise InvalidInput(message, Problem("/amount", message))
    for _ in range(TRIES):
        before = _read(invoice_id, invoices, strict=strict)
        if before and any(each.payment_id == incoming.payment_id for each in before.payments):
            return Booked(Outcome.KNOWN, before)
        share = _share(before, incoming, why, strict=strict)
        money = Remittance(incoming, now, actor, why=share.why, invoice_id=before.invoice_id if before else "")
        try:
            if before is None or not share.amount:
                unapplied.add(money, entry=_kept(before, money, new_id))
                return Booked(Outcome.UNAPPLIED, before, incoming.amount, share.why)
            after = pay(before, payment_of(incoming, share.amount, now=now), now=now)
            money = money.placed(Part(before.invoice_id, incoming.payment_id, share.amount, now))
            told = _told(after, money, share)
            written = write_change(
                before, after, told, actor=actor, now=now, new_id=new_id, invoices=invoices, outbox=outbox, money=money
            )
            return Booked(Outcome.APPLIED, written, money.unapplied, share.why)
        except AlreadyExists:
            return Booked(Outcome.KNOWN, _read(invoice_id, invoices, strict=strict))
        except StaleVersion:
            continue
    raise StaleVersion(f"invoice {invoice_id} keeps changing: try again")


def _read(invoice_id: str, invoices: Invoices, *, strict: bool) -> Invoice | None:
    try:
        return invoices.get(invoice_id) if invoice_id else None
    except NotFound:
        if strict:
            raise
        return None


def _share(invoice: Invoice | None, incoming: IncomingPayment, why: Unplaced, *, strict: bool) -> Share:
    if invoice is None:
        return Share(0, why)
    if not strict:
        return share_of(invoice, incoming)
    if invoice.currency != incoming.currency:
        message = f"{invoice.number} is in {invoice.currency}, not {incoming.currency}"
        raise InvalidInput(message, Problem("/currency", message))
    return Share(incoming.amount)


def _told(after: Invoice, money: Remittance, share: Share) -> Told:
    left = "it is paid" if after.status is Status.PAID else f"{after.balance} are still owed"
    rest = Money(money.unapplied, after.currency)
    kept = f"; {rest} more came in than was owed, and wait to be placed" if rest.amount else ""
    data = {
        "payment_id": money.payment_id,
        "amount": str(share.amount),
        "source": money.incoming.source,
        **({"unapplied": str(rest.amount)} if rest.amount else {}),
        **standing(after),
    }
    return Told("payment.recorded", f"{Money(share.amount, after.currency)} came in: {left}{kept}", data)


def _kept(invoice: Invoice | None, money: Remittance, new_id: NewId) -> Entry | None:
    """The entry of the invoice that it was for. Without one it is told of the money alone, for other systems."""
    if money.why is None:
        return None
    incoming = money.incoming
    amount = Money(incoming.amount, incoming.currency)
    data = {
        "payment_id": money.payment_id,
        "amount": str(incoming.amount),
        "currency": incoming.currency,
        "reason": money.why.value,
        "source": incoming.source,
        **({"status": invoice.status.value} if invoice else {}),
    }
    text = f"{amount} came in and wait to be placed: {WHY[money.why]}"
    about = invoice.invoice_id if invoice else money.payment_id
    type_ = "payment.unapplied" if invoice else "payment.unmatched"
    return Entry(new_id("tml"), about, money.recorded_at, money.actor, type_, text, data)
