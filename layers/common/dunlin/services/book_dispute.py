"""Book what a dispute does to the money: what the bank takes is owed again, what it returns comes in anew.

Looks at how things are, so it may be done again at any time, and in whatever order it was told.
"""

from contextlib import suppress

from dunlin.domain.errors import Conflict, InvalidInput, NotFound
from dunlin.domain.ids import derived
from dunlin.domain.payments.attempt import Received
from dunlin.domain.payments.dispute import Dispute, DisputeState
from dunlin.domain.refunding import Refund
from dunlin.domain.remittance import IncomingPayment
from dunlin.services.book_payment import book_payment
from dunlin.services.dismiss_remittance import dismiss_remittance
from dunlin.services.refund_payment import refund_payment
from dunlin.services.till import Till


def book_dispute(invoice_id: str, dispute: Dispute, money: Received, *, till: Till) -> None:
    """What was never taken is not returned. Raises StaleVersion, Unavailable."""
    whole = dispute.amount >= money.amount
    if dispute.taken:
        _take(invoice_id, dispute, None if whole else dispute.amount, till)
        if whole:
            _take_waiting(dispute, till)
    elif dispute.state is DisputeState.WON and (amount := _taken(invoice_id, dispute, till)):
        _return(invoice_id, dispute, amount, money, till)


def _take(invoice_id: str, dispute: Dispute, amount: int | None, till: Till) -> None:
    try:
        _charge_back(invoice_id, dispute, amount, till)
    except InvalidInput:  # the fee is among it, or a part of it was given back
        _charge_back(invoice_id, dispute, None, till)


def _charge_back(invoice_id: str, dispute: Dispute, amount: int | None, till: Till) -> None:
    why = f"chargeback {dispute.dispute_id}"
    wanted = Refund(
        _back_id(dispute, till), till.payment_id(dispute.payment_id), dispute.on, why, amount, chargeback=True
    )
    with suppress(Conflict, NotFound):  # nothing is left of it, or no invoice took it
        refund_payment(
            invoice_id,
            wanted,
            actor=till.actor,
            now=till.desk.now,
            new_id=till.desk.new_id,
            invoices=till.invoices,
            outbox=till.desk.outbox,
        )


def _take_waiting(dispute: Dispute, till: Till) -> None:
    with suppress(Conflict, NotFound):
        dismiss_remittance(
            till.payment_id(dispute.payment_id),
            reason=_reason(dispute),
            actor=till.actor,
            now=till.desk.now,
            unapplied=till.remittances,
        )


def _taken(invoice_id: str, dispute: Dispute, till: Till) -> int:
    """Minor units that this dispute has taken, from the invoice and from what waited."""
    back_id = _back_id(dispute, till)
    amount = 0
    with suppress(NotFound):
        amount = -sum(each.amount for each in till.invoices.get(invoice_id).payments if each.payment_id == back_id)
    with suppress(NotFound):
        waited = till.remittances.get(till.payment_id(dispute.payment_id))
        if waited.dismissed and waited.dismissed.reason == _reason(dispute):
            amount += waited.unapplied
    return amount


def _return(invoice_id: str, dispute: Dispute, amount: int, money: Received, till: Till) -> None:
    book_payment(
        invoice_id,
        IncomingPayment(
            payment_id=till.payment_id(dispute.dispute_id),
            amount=amount,
            currency=money.currency,
            received_on=till.desk.now.date(),
            reference=f"chargeback {dispute.dispute_id} returned",
            source=till.provider.name,
        ),
        actor=till.actor,
        now=till.desk.now,
        new_id=till.desk.new_id,
        invoices=till.invoices,
        outbox=till.desk.outbox,
        unapplied=till.remittances,
    )


def _back_id(dispute: Dispute, till: Till) -> str:
    return derived("cbk", till.provider.name, dispute.dispute_id)


def _reason(dispute: Dispute) -> str:
    return f"taken back by the customer's bank ({dispute.dispute_id})"
