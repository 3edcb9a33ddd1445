"""Plan a notice: a mail to somebody inside the company about an invoice that was escalated."""

from datetime import datetime

from dunlin.domain.dunning.dunning import reminder_id
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.email import Email, emails_for
from dunlin.domain.message import Instructions, Message, MessageKind
from dunlin.services.desk import DUNNING


def plan_notice(
    facts: Facts, found: Refreshed, *, now: datetime, wake_at: datetime
) -> tuple[Message, tuple[Email, ...]]:
    """One mail to each of them, with the invoice attached. The customer gets, and sees, none of it."""
    invoice, customer = found.invoice, facts.customer
    late = (facts.today(now=now) - invoice.due_date).days
    message = Message(
        message_id=reminder_id(invoice.invoice_id, found.dunning, found.decision.number),
        invoice_id=invoice.invoice_id,
        customer_id=invoice.customer_id,
        seller_id=invoice.seller_id,
        kind=MessageKind.NOTICE,
        created_at=now,
        actor=DUNNING,
        instructions=Instructions(
            subject=f"Escalated: invoice {invoice.number} of {customer.party.name}",
            message=(
                f"Invoice {invoice.number} of {customer.party.name} has been due for {late} days. "
                f"{invoice.balance} is owed, after {len(found.dunning.turns)} turns of the workflow "
                f"{facts.workflow.name if facts.workflow else ''}.\n\nThis is for your information; the customer does "
                "not get this mail."
            ),
        ),
    )
    return message, emails_for(message, found.recipients, wake_at=wake_at)
