"""Plan the notice that tells a customer of a charge that was refused: what, why, and what happens now."""

from datetime import datetime

from dunlin.domain import recipients as whom
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.email import Email, emails_for
from dunlin.domain.errors import InvalidInput
from dunlin.domain.ids import derived
from dunlin.domain.invoice import OVER
from dunlin.domain.message import Instructions, Message, MessageKind, Uncharged
from dunlin.domain.payments.attempt import Attempt
from dunlin.domain.payments.collecting import next_charge
from dunlin.domain.payments.refusals import refusal_of
from dunlin.domain.template import TemplateKind, default_id
from dunlin.services.plan_send import FORGOTTEN
from dunlin.services.ports.records import Templates
from dunlin.services.till import PAYMENTS


def plan_refused(
    attempt: Attempt, facts: Facts, found: Refreshed, *, now: datetime, templates: Templates
) -> tuple[Message, tuple[Email, ...]] | None:
    """One for each try. None where nothing is owed any more, or nobody can be written to."""
    if found.invoice.status in OVER:
        return None
    template_id = default_id(TemplateKind.AUTOPAY_FAILED)
    message = Message(
        message_id=derived("msg", attempt.invoice_id, "uncharged", attempt.attempt_id),
        invoice_id=attempt.invoice_id,
        customer_id=attempt.customer_id,
        seller_id=attempt.seller_id,
        kind=MessageKind.AUTOPAY_FAILED,
        created_at=now,
        actor=PAYMENTS,
        instructions=Instructions(
            attach_pdf=False,
            template_id=template_id,
            template_version=templates.get(template_id).version,
        ),
        uncharged=_uncharged(attempt, facts, found, now),
    )
    try:
        return message, emails_for(message, whom.choose(facts.customer), wake_at=now + FORGOTTEN)
    except InvalidInput:
        return None


def _uncharged(attempt: Attempt, facts: Facts, found: Refreshed, now: datetime) -> Uncharged:
    again = next_charge(found.invoice, facts.customer, facts.seller, now=now)
    refusal = refusal_of(attempt.problem)
    return Uncharged(
        amount=attempt.total.amount,
        currency=attempt.currency,
        means=means_of(attempt, facts),
        why=refusal.why,
        again_on=facts.seller.day(again) if again else None,
        ended=refusal.gone,
    )


def means_of(attempt: Attempt, facts: Facts) -> str:
    """What the customer calls the means; empty where the provider does not tell."""
    agreed = (each for each in facts.customer.agreements if each.agreement_id == attempt.agreement_id)
    return next((each.mandate.label for each in agreed), "")
