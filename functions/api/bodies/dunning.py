"""Where an invoice's reminders stand, as callers get it, and how they choose a workflow."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from api.bodies.autopay import AutopayShown, autopay
from api.bodies.charges import ChargeShown, charges
from api.bodies.common import Amount, Given, Shown, Text, amount, named
from api.bodies.common import shown as money
from api.bodies.holds import HoldShown, holds
from dunlin.domain.dunning.decision import TEXTS, Reason
from dunlin.domain.dunning.dunning import Outcome, Source
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import Promise, PromiseState
from dunlin.domain.dunning.overview import Coming, State, overview
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.dunning.steps import Cause, Moved
from dunlin.domain.invoice import Status


class AssignBody(Given):
    """By which workflow the invoice is reminded of."""

    workflow_id: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,64}$", examples=["wf_standard"])]
    version: int | None = Field(None, ge=1, description="left out: the newest")
    first: int = Field(1, ge=1, description="the reminder to begin with")


class AttendBody(Given):
    """What a person has to say about it."""

    note: Text = ""


class WorkflowNamed(Shown):
    """The version that holds."""

    workflow_id: str
    version: int
    name: str


class DefaultsShown(Shown):
    """What invoices get for which nobody has chosen; empty: nothing."""

    customer: str
    seller: str


class ReasonShown(Shown):
    """Why: for programs and for people."""

    reason: Reason
    text: str


class PromiseShown(Shown):
    """A promise to pay."""

    amount: Amount
    on: date
    state: PromiseState
    made_at: datetime
    judged_at: datetime = Field(description="until then the money may come in")
    resume_at: int = Field(description="the reminder to go on with when it is broken")
    actor: str


class TurnShown(Shown):
    """A reminder whose turn has come and gone. The escalation is the one after the last."""

    number: int
    outcome: Outcome
    at: datetime
    code: str = Field(description="why it was passed over")
    message_id: str


class MovedShown(Shown):
    """What kept a reminder from the moment that the workflow names."""

    cause: Cause
    text: str


class ComingShown(Shown):
    """A reminder, or the escalation, that is to come, as it is planned today."""

    number: int
    escalation: bool
    local: str = Field(description="by the customer's clock", examples=["2027-03-15T09:00"])
    time_zone: str
    at: datetime
    moved: list[MovedShown] = Field(description="in the order in which it came about")
    skip: MovedShown | None = Field(description="why it will not be sent")
    doubt: str = Field(description="what speaks against it as things are; empty: nothing")


class AttentionShown(Shown):
    """What a person is asked to look at."""

    text: str
    since: datetime | None


class DunningShown(Shown):
    """Where the reminders of an invoice stand."""

    invoice_id: str
    number: str
    customer_id: str
    status: Status
    balance: Amount
    state: State
    decision: ReasonShown = Field(description="what becomes of the next reminder as things are now, and why")
    decided: ReasonShown | None = Field(description="what was decided last; null: nobody has looked yet")
    workflow: WorkflowNamed | None
    source: Source = Field(description="who chose it: of these the first that names one")
    defaults: DefaultsShown
    generation: int = Field(description="counts every change of this record")
    next_number: int
    next_at: datetime | None = Field(description="when somebody looks again; null: when something changes")
    next_local: str | None = Field(description="the same by the customer's clock")
    time_zone: str = Field(description="the customer's, else the seller's")
    holds: list[HoldShown]
    customer_holds: list[HoldShown] = Field(description="those of the whole customer")
    promise: PromiseShown | None
    turns: list[TurnShown]
    steps: list[ComingShown] = Field(description="reminders to come")
    charges: list[ChargeShown] = Field(description="late fees and interest so far")
    attention: AttentionShown | None
    autopay: AutopayShown | None


def shown(facts: Facts, found: Refreshed, *, now: datetime) -> DunningShown:
    """Where the reminders stand, as callers get it: after a change, or as they would be decided about now."""
    of, dunning, invoice = overview(facts, found.decision, now=now), facts.dunning, facts.invoice
    return DunningShown(
        invoice_id=invoice.invoice_id,
        number=invoice.number,
        customer_id=invoice.customer_id,
        status=invoice.status,
        balance=money(invoice.balance),
        state=of.state,
        decision=ReasonShown(reason=of.decision.reason, text=of.decision.text),
        decided=_decided(dunning.decided),
        **_chosen(facts),
        generation=dunning.generation,
        next_number=dunning.next_number,
        next_at=of.next_at,
        next_local=_local(facts.here(now=of.next_at)) if of.next_at else None,
        time_zone=facts.zone,
        holds=holds(dunning.holds, now=now),
        customer_holds=holds(facts.customer.holds, now=now),
        promise=_promise(dunning.promise, invoice.currency) if dunning.promise else None,
        turns=[TurnShown.model_validate(each) for each in dunning.turns],
        steps=[_coming(each) for each in of.coming],
        charges=charges(invoice),
        attention=AttentionShown(text=dunning.asks, since=dunning.asks_since) if dunning.asks else None,
        autopay=autopay(facts, now=now),
    )


def _decided(code: str) -> ReasonShown | None:
    return ReasonShown(reason=Reason(code), text=TEXTS[Reason(code)]) if code else None


def _chosen(facts: Facts) -> dict[str, Any]:
    workflow = facts.workflow
    return {
        "workflow": WorkflowNamed.model_validate(workflow) if workflow else None,
        "source": facts.dunning.source,
        "defaults": DefaultsShown(customer=facts.customer.workflow_id, seller=facts.seller.workflow_id),
    }


def _promise(promise: Promise, currency: str) -> PromiseShown:
    return PromiseShown(
        amount=amount(promise.amount, currency),
        on=promise.on,
        state=promise.state,
        made_at=promise.made_at,
        judged_at=promise.judged_at,
        resume_at=promise.resume_at,
        actor=named(promise.actor),
    )


def _coming(of: Coming) -> ComingShown:
    step = of.step
    return ComingShown(
        number=step.number,
        escalation=step.escalation,
        local=_local(step.local),
        time_zone=step.zone,
        at=step.at,
        moved=[_moved(each) for each in step.moved],
        skip=_moved(step.skip) if step.skip else None,
        doubt=of.doubt,
    )


def _moved(of: Moved) -> MovedShown:
    return MovedShown(cause=of.cause, text=of.text)


def _local(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
