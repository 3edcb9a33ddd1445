"""Say how an invoice may be paid online, and what each way costs, before anything is begun."""

from dataclasses import dataclass

from dunlin.domain.invoice import OWED, Invoice, Status
from dunlin.domain.payments.attempt import Attempt, AttemptState
from dunlin.domain.payments.offer import Offer, offers
from dunlin.services.ports.sending import Parties
from dunlin.services.till import Till


@dataclass(frozen=True, slots=True)
class Payable:
    """`objection`: why nothing can be paid (`paid`, `payment_processing`, `not_owed`, `not_offered`), or empty."""

    parties: Parties
    attempts: tuple[Attempt, ...]
    offers: tuple[Offer, ...]
    objection: str = ""


def offer_payment(invoice_id: str, *, till: Till) -> Payable:
    """Writes nothing. Raises NotFound."""
    # The attempts first: what is booked in between has left them, but stands on the invoice.
    attempts = till.attempts.of_invoice(invoice_id)
    parties = till.desk.messages.parties(invoice_id)
    invoice, settings = parties.invoice, parties.seller.portal
    if against := _objection(invoice, attempts):
        return Payable(parties, attempts, (), against)
    found = offers(invoice.balance, parties.customer, settings, step=till.provider.step)
    return Payable(parties, attempts, found, "" if found else "not_offered")


def _objection(invoice: Invoice, attempts: tuple[Attempt, ...]) -> str:
    if invoice.status is Status.PAID:
        return "paid"
    if invoice.status not in OWED:
        return "not_owed"
    under_way = (each.state is AttemptState.PROCESSING or (each.charging and each.asked_at) for each in attempts)
    return "payment_processing" if any(under_way) else ""
