"""What speaks, as things are today, against a reminder that is to come."""

from datetime import datetime

from dunlin.domain.dunning.addressees import addressees
from dunlin.domain.dunning.collected import doubt_of
from dunlin.domain.dunning.decision import TEXTS, Reason, objection
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.steps import PlannedStep
from dunlin.domain.dunning.workflow import amount_in
from dunlin.domain.money import Money


def doubt(facts: Facts, step: PlannedStep, *, now: datetime) -> str:
    """In a sentence; empty when nothing does."""
    against = objection(facts.invoice, facts.customer, now=now)
    # A hold that ends before the reminder's time is no reason against it.
    if against and (against.until is None or step.at < against.until):
        return against.text
    return doubt_of(facts, now=now) or _too_little(facts, step) or _nobody(facts, step)


def _nobody(facts: Facts, step: PlannedStep) -> str:
    if facts.workflow is None or step.escalation:
        return ""
    whom = addressees(facts.workflow.step(step.number), facts.customer)
    return "" if whom.recipients else "; ".join((TEXTS[Reason.UNDELIVERABLE], *whom.why))


def _too_little(facts: Facts, step: PlannedStep) -> str:
    balance = facts.invoice.balance
    if facts.workflow is None or step.escalation:
        return ""
    least = amount_in(balance.currency, facts.workflow.step(step.number).minimums)
    return f"it is sent for {Money(least, balance.currency)} or more" if least and balance.amount < least else ""
