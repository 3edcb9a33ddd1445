"""The notes and the texts of decisions."""

from dataclasses import replace
from datetime import datetime

from dunlin.domain.dunning.charges import Charge
from dunlin.domain.dunning.decision import Decision, Reason, Verdict
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.note import Note
from dunlin.domain.invoice import standing
from dunlin.domain.message import Recipient
from dunlin.domain.money import Money


def decision_of(  # noqa: PLR0917 - its own fields
    facts: Facts, verdict: Verdict, reason: Reason, text: str, number: int, next_at: datetime | None = None
) -> Decision:
    """What is decided, with the facts that it was decided from."""
    invoice, workflow = facts.invoice, facts.workflow
    seen = (
        *standing(invoice).items(),
        ("workflow_id", workflow.workflow_id if workflow else ""),
        ("workflow_version", str(workflow.version) if workflow else ""),
    )
    return Decision(verdict, reason, text, number, next_at, seen)


def called(facts: Facts, number: int) -> str:
    """What people call the reminder of that number."""
    escalation = facts.workflow is not None and number > facts.workflow.reminders
    return "The escalation" if escalation else f"Reminder {number}"


def note_of(facts: Facts, decision: Decision, type_: str) -> Note:
    """A decision, told."""
    data = {"reason": decision.reason.value, "number": str(decision.number), **dict(decision.facts)}
    if decision.next_at:
        data["next_at"] = decision.next_at.isoformat()
    what = called(facts, decision.number)
    says = {
        "reminder.skipped": f"{what} is passed over: {decision.text}",
        "reminder.held": f"{what} waits: {decision.text}",
        "dunning.ended": f"No more reminders: {decision.text}",
        "dunning.escalated": f"Escalated: {decision.text}",
    }
    return Note(type_, says.get(type_, decision.text), data)


def note_of_due(facts: Facts, decision: Decision, recipients: tuple[Recipient, ...]) -> Note:
    """A reminder that goes out, told."""
    people = ", ".join(each.name or each.address for each in recipients)
    text = f"Reminder {decision.number} over {facts.invoice.balance} goes to {people}: {decision.text}"
    return replace(note_of(facts, decision, "reminder.due"), text=text)


def note_of_charge(charge: Charge, currency: str) -> Note:
    """A late fee or interest, told."""
    data = {
        "charge_id": charge.charge_id,
        "kind": charge.kind.value,
        "amount": str(charge.amount),
        "currency": currency,
    }
    amount = Money(charge.amount, currency)
    return Note("charge.booked", f"A late {charge.kind} of {amount} was booked: {charge.formula}", data)
