"""Book what an attempt to pay says has come in, was given back, or was taken by a bank. It may be done at any time."""

from contextlib import suppress

from dunlin.domain.errors import Conflict, InvalidInput, NotFound
from dunlin.domain.ids import derived
from dunlin.domain.money import Money
from dunlin.domain.payments.attempt import Attempt, Received, Returned
from dunlin.domain.refunding import Refund
from dunlin.domain.remittance import IncomingPayment
from dunlin.services.book_dispute import book_dispute
from dunlin.services.book_payment import book_payment
from dunlin.services.dismiss_remittance import dismiss_remittance
from dunlin.services.refund_payment import refund_payment
from dunlin.services.till import Till


def book_attempt(attempt: Attempt, *, till: Till) -> None:
    """The fee is the provider's: it was never owed, so it is only noted. Raises StaleVersion, Unavailable."""
    for money in attempt.received:
        book_received(attempt.invoice_id, money, attempt.method, fee=_fee(attempt, money), till=till)
    came_in = {each.payment_id: each for each in attempt.received}
    for back in attempt.returned:
        if back.payment_id in came_in:
            _give_back(attempt.invoice_id, back, came_in[back.payment_id], till)
    for dispute in attempt.disputes:
        if dispute.payment_id in came_in:
            book_dispute(attempt.invoice_id, dispute, came_in[dispute.payment_id], till=till)


def book_received(invoice_id: str, money: Received, method: str, *, fee: int, till: Till) -> None:
    """What the invoice does not take is kept for a person."""
    book_payment(
        invoice_id,
        IncomingPayment(
            payment_id=till.payment_id(money.payment_id),
            amount=money.amount - fee,
            currency=money.currency,
            received_on=money.on,
            method=method,
            reference=money.payment_id,
            source=till.provider.name,
            fee=fee,
        ),
        actor=till.actor,
        now=till.desk.now,
        new_id=till.desk.new_id,
        invoices=till.invoices,
        outbox=till.desk.outbox,
        unapplied=till.remittances,
    )


def _fee(attempt: Attempt, money: Received) -> int:
    """Of anything but what was asked for, nobody knows what is the fee: all of it is booked."""
    return attempt.fee if Money(money.amount, money.currency) == attempt.total else 0


def _give_back(invoice_id: str, back: Returned, money: Received, till: Till) -> None:
    try:
        _refund(invoice_id, back, None if back.amount >= money.amount else back.amount, till)
    except InvalidInput:  # the fee was given back too
        _refund(invoice_id, back, None, till)
    except NotFound:  # no invoice took it
        if back.amount >= money.amount:
            _dismiss(back, till)


def _refund(invoice_id: str, back: Returned, amount: int | None, till: Till) -> None:
    refund_id = derived("ref", till.provider.name, back.refund_id)
    wanted = Refund(refund_id, till.payment_id(back.payment_id), back.on, back.reason, amount)
    with suppress(Conflict):  # somebody has recorded it by hand
        refund_payment(
            invoice_id,
            wanted,
            actor=till.actor,
            now=till.desk.now,
            new_id=till.desk.new_id,
            invoices=till.invoices,
            outbox=till.desk.outbox,
        )


def _dismiss(back: Returned, till: Till) -> None:
    with suppress(Conflict, NotFound):
        dismiss_remittance(
            till.payment_id(back.payment_id),
            reason=f"given back by the provider ({back.refund_id})",
            actor=till.actor,
            now=till.desk.now,
            unapplied=till.remittances,
        )
