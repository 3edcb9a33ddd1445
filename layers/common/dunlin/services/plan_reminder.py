"""Plan a reminder: the message that a due step becomes, one e-mail per person."""

from datetime import datetime

from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.email import Email, emails_for
from dunlin.domain.message import Instructions, Message, MessageKind, Reminded
from dunlin.services.desk import DUNNING
from dunlin.services.ports.records import Templates


def plan_reminder(
    facts: Facts, found: Refreshed, *, now: datetime, wake_at: datetime, templates: Templates
) -> tuple[Message, tuple[Email, ...]]:
    """The message that the dunning names as its last turn. Raises NotFound for a template that is gone."""
    invoice, number = found.invoice, found.decision.number
    assert facts.workflow  # noqa: S101 - nothing is due without one
    step = facts.workflow.step(number)
    attach = facts.customer.preferences.attach_pdf if step.attach_pdf is None else step.attach_pdf
    reminded = Reminded(
        number=number,
        workflow_id=facts.workflow.workflow_id,
        workflow_version=facts.workflow.version,
        assignment=found.dunning.assignment,
        amount=invoice.balance.amount,
        currency=invoice.currency,
        days_late=(facts.today(now=now) - invoice.due_date).days,
        invoice_number=invoice.number,
        customer_name=invoice.customer_name,
        generation=found.dunning.generation,
    )
    message = Message(
        message_id=found.dunning.turns[-1].message_id,
        invoice_id=invoice.invoice_id,
        customer_id=invoice.customer_id,
        seller_id=invoice.seller_id,
        kind=MessageKind.REMINDER,
        created_at=now,
        actor=DUNNING,
        instructions=Instructions(
            subject=step.subject,
            message=step.message,
            attach_pdf=attach,
            template_id=step.template_id,
            template_version=templates.get(step.template_id).version,
        ),
        reminder=reminded,
    )
    return message, emails_for(message, found.recipients, wake_at=wake_at)
