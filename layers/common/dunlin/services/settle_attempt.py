"""Bring everything else to what an attempt to pay says: dunning rests or goes on, others are closed, a receipt is sent.

It looks at how things are, not at what has happened, so it may be done again at any time.
"""

from contextlib import suppress
from datetime import timedelta

from dunlin.domain.dunning.hold import HoldKind
from dunlin.domain.errors import Conflict
from dunlin.domain.invoice import OVER, Invoice
from dunlin.domain.payments.attempt import Attempt, AttemptState
from dunlin.domain.payments.dispute import DisputeState
from dunlin.services.close_attempts import close_attempts
from dunlin.services.conclude_try import conclude_try
from dunlin.services.hold_dunning import hold_dunning
from dunlin.services.plan_receipt import plan_receipt
from dunlin.services.rest_disputed import rest_disputed
from dunlin.services.resume_dunning import resume_dunning
from dunlin.services.till import Till

# A bank debit takes two weeks at most; an event that never comes must not let an invoice rest for ever.
PATIENCE = timedelta(days=21)
_UNDER_WAY = (AttemptState.PROCESSING, AttemptState.SUCCEEDED)


def settle_attempt(attempt: Attempt, *, till: Till) -> None:
    """Raises StaleVersion and Unavailable: then it must be done again."""
    attempts = till.attempts.of_invoice(attempt.invoice_id)
    if attempt.state in _UNDER_WAY:
        close_attempts(attempts, but=attempt, till=till)
    invoice = till.invoices.get(attempt.invoice_id)
    if attempt.number and (attempt.state is AttemptState.FAILED or invoice.status not in OVER):
        conclude_try(attempt, till=till)
    _rest(invoice, attempts, till)
    _resolve(invoice, attempts, till)
    ours = {till.payment_id(each.payment_id) for each in attempt.received}
    for payment in invoice.payments:
        if payment.payment_id in ours:
            plan_receipt(invoice.invoice_id, payment.payment_id, till=till)


def _rest(invoice: Invoice, attempts: tuple[Attempt, ...], till: Till) -> None:
    now = till.desk.now
    waits = [each for each in attempts if each.state is AttemptState.PROCESSING and now < each.created_at + PATIENCE]
    held = invoice.dunning and invoice.dunning.held_by(HoldKind.PROCESSING, now=now)
    # Somebody else may have paid it, voided it or resumed it meanwhile: then there is nothing to do.
    with suppress(Conflict):
        if waits and invoice.status not in OVER:
            reason, until = f"a payment by {waits[0].method}", waits[0].created_at + PATIENCE
            hold_dunning(invoice.invoice_id, HoldKind.PROCESSING, reason=reason, until=until, desk=till.desk)
        elif held and not waits:
            resume_dunning(invoice.invoice_id, kinds=(HoldKind.PROCESSING,), desk=till.desk)


def _resolve(invoice: Invoice, attempts: tuple[Attempt, ...], till: Till) -> None:
    """When every dispute was won. After one that was lost, a person says whether reminders go on."""
    held = invoice.dunning and invoice.dunning.held_by(HoldKind.CHARGEBACK, now=till.desk.now)
    if held and all(each.state is DisputeState.WON for attempt in attempts for each in attempt.disputes):
        rest_disputed(invoice.invoice_id, reason="", desk=till.desk)
