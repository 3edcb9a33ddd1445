"""Refresh: the facts about an invoice and the clock, made into what is decided about its next reminder.

The same function answers when a schedule fires, when the sweep finds something forgotten, and when somebody pays,
holds, resumes or moves the due date: it computes where the dunning stands and what is to be done. It changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dunlin.domain.customer import Customer
from dunlin.domain.delivery import Bucket
from dunlin.domain.dunning import escalation
from dunlin.domain.dunning.addressees import addressees
from dunlin.domain.dunning.charges import Charge
from dunlin.domain.dunning.decision import TEXTS, Decision, Reason, Verdict, objection
from dunlin.domain.dunning.dunning import Dunning, Outcome, Turn, reminder_id
from dunlin.domain.dunning.freshness import LOOKED_AGAIN, stale_payments
from dunlin.domain.dunning.hold import HoldKind, Promise, PromiseState, without
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.plan import Cause, Closed, PlannedStep, Terms, allowed, plan
from dunlin.domain.dunning.workflow import Workflow, amount_in
from dunlin.domain.invoice import Invoice, Status, standing
from dunlin.domain.local_time import resolve
from dunlin.domain.message import Recipient
from dunlin.domain.money import Money
from dunlin.domain.seller import Seller

type ChargesDue = Callable[[Invoice, Workflow, int, date, Customer], tuple[Charge, ...]]
"""The fees and the interest that reminder `number` of a workflow adds on a day."""

UNDER_WAY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is decided from. `workflow` is the version that is assigned; None where nobody has chosen one."""

    invoice: Invoice
    customer: Customer
    seller: Seller
    workflow: Workflow | None
    closed: Closed
    charges_due: ChargesDue

    @property
    def zone(self) -> str:
        """Whose clock counts: the customer's, else the seller's."""
        return self.customer.time_zone or self.seller.time_zone or "UTC"

    @property
    def dunning(self) -> Dunning:
        """Where it stands; at the beginning, for an invoice that has none yet."""
        return self.invoice.dunning or Dunning()

    def terms(self, *, now: datetime) -> Terms:
        """What its reminders are planned from."""
        invoice, last, promise = self.invoice, self.dunning.last_sent, self.dunning.promise
        broken = promise is not None and promise.state is PromiseState.BROKEN
        # A reminder that has been decided counts as a mail before it is claimed.
        mails = [each for each in (invoice.sent_at, invoice.mailed_at, last.at if last else None) if each]
        return Terms(
            due_date=invoice.due_date,
            zone=self.zone,
            closed=self.closed,
            begun_at=invoice.sent_at or invoice.mailed_at or now,
            mailed_at=max(mails, default=None),
            last_at=last.at if last else None,
            spacing_days=self.seller.reminder_spacing_days,
            resumed=promise.resume_at if promise and broken else 0,
        )

    def today(self, *, now: datetime) -> date:
        """The customer's day."""
        return self.here(now=now).date()

    def here(self, *, now: datetime) -> datetime:
        """The customer's clock."""
        return now.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The invoice as it is to be from now on, what was decided, and what the timeline tells.

    With SEND, the reminder goes to `recipients`; with ESCALATE, a notice to those of the company. `judged` is what
    became of a promise just now.
    """

    invoice: Invoice
    decision: Decision
    notes: tuple[Note, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    judged: PromiseState | None = None

    @property
    def dunning(self) -> Dunning:
        """Where it stands from now on."""
        assert self.invoice.dunning  # noqa: S101 - refreshing makes one
        return self.invoice.dunning


def refresh(facts: Facts, *, now: datetime) -> Refreshed:
    """What is decided about the next reminder. The dunning's generation is one more than before."""
    before = facts.dunning
    dunning, notes, judged = _lapsed(facts, before, now)
    facts = replace(facts, invoice=replace(facts.invoice, dunning=replace(dunning, generation=before.generation + 1)))
    found = _decided(facts, now=now)
    return replace(found, notes=(*notes, *found.notes), judged=judged)


def steps_of(facts: Facts, *, now: datetime) -> tuple[PlannedStep, ...]:
    """Every reminder still to come, as the planner has it now; empty without a workflow."""
    if facts.workflow is None:
        return ()
    return plan(facts.workflow, facts.terms(now=now), first=facts.dunning.next_number, now=now)


def _lapsed(facts: Facts, dunning: Dunning, now: datetime) -> tuple[Dunning, tuple[Note, ...], PromiseState | None]:
    """Holds that have passed end; a promise whose day has passed, or that is kept, is judged."""
    promise, state = dunning.promise, _judged(facts, dunning.promise, now)
    pending = promise is not None and promise.state is PromiseState.OPEN
    # An open promise is told when it is judged, and holds until then.
    over = [
        each for each in dunning.holds if not each.lasts(now=now) and not (pending and each.kind is HoldKind.PROMISE)
    ]
    notes = [
        Note("hold.ended", f"{TEXTS_OF[each.kind]} ended: its time has passed", {"kind": each.kind}) for each in over
    ]
    dunning = replace(dunning, holds=tuple(each for each in dunning.holds if each not in over))
    if promise is None or state is None:
        return dunning, tuple(notes), None
    owed = Money(promise.amount, facts.invoice.currency)
    text = f"The promise to pay {owed} by {promise.on} was {state}"
    notes.append(Note(f"promise.{state}", text, _promised(owed, promise.on)))
    number = dunning.next_number
    if state is PromiseState.BROKEN:
        number = max(number, promise.resume_at)
    # Which reminder it goes on with is kept, also where that is a later one than was chosen.
    promise = replace(promise, state=state, resume_at=number)
    holds = without(dunning.holds, HoldKind.PROMISE)
    return replace(dunning, holds=holds, promise=promise, next_number=number), tuple(notes), state


def _judged(facts: Facts, promise: Promise | None, now: datetime) -> PromiseState | None:
    """What becomes of an open promise now. Nobody breaks one when nothing is owed any more."""
    if promise is None or promise.state is not PromiseState.OPEN:
        return None
    if facts.invoice.status is Status.VOID:
        return PromiseState.WITHDRAWN
    if facts.invoice.balance.amount <= 0 or promise.kept(facts.invoice.paid):
        return PromiseState.KEPT
    return PromiseState.BROKEN if now >= promise.judged_at else None


def _promised(owed: Money, on: date) -> dict[str, str]:
    return {"amount": str(owed.amount), "currency": owed.currency, "on": on.isoformat()}


def _decided(facts: Facts, *, now: datetime) -> Refreshed:
    """What has ended, or not begun, comes first: it does not wait for anything else."""
    against = objection(facts.invoice, facts.customer, now=now)
    if against and (against.verdict is Verdict.STOP or against.reason is Reason.NOT_OPEN):
        decision = _decision(facts, against.verdict, against.reason, against.text, facts.dunning.next_number)
        return _standing(facts, decision)
    if facts.workflow is None:
        return _ended(facts, Reason.NO_WORKFLOW)
    if not steps_of(facts, now=now):
        return _finished(facts)
    if against:
        until = _soonest(against.until, _judging(facts))
        decision = _decision(facts, against.verdict, against.reason, against.text, facts.dunning.next_number, until)
        return _standing(facts, decision)
    return _taking_turns(facts, facts.workflow, now=now)


def _finished(facts: Facts) -> Refreshed:
    escalated = any(each.outcome is Outcome.ESCALATED for each in facts.dunning.turns)
    return _ended(facts, Reason.ESCALATED if escalated else Reason.FINISHED)


def _ended(facts: Facts, reason: Reason) -> Refreshed:
    decision = _decision(facts, Verdict.STOP, reason, TEXTS[reason], facts.dunning.next_number, _judging(facts))
    return _standing(facts, decision)


def _judging(facts: Facts) -> datetime | None:
    """When somebody has to look whether a promise was kept."""
    promise = facts.dunning.promise
    return promise.judged_at if promise and promise.state is PromiseState.OPEN else None


def _soonest(*instants: datetime | None) -> datetime | None:
    return min((each for each in instants if each), default=None)


def _taking_turns(facts: Facts, workflow: Workflow, *, now: datetime) -> Refreshed:
    """Pass over the reminders that are not sent, down to the first that is, or will be."""
    notes: list[Note] = []
    while True:
        steps = steps_of(facts, now=now)
        if not steps:
            found = _finished(facts)
            return replace(found, notes=(*notes, *found.notes))
        step = steps[0]
        if refused := _refused(step, facts, workflow, now=now):
            facts = _turned(facts, Turn(step.number, Outcome.SKIPPED, now, refused.reason))
            notes.append(_note(facts, refused, "reminder.skipped"))
            continue
        found = _later(step, facts, now=now) or _unknowing(step, facts, now=now) or _now(step, facts, workflow, now=now)
        return replace(found, notes=(*notes, *found.notes))


def _refused(step: PlannedStep, facts: Facts, workflow: Workflow, *, now: datetime) -> Decision | None:
    """Why this reminder is passed over, if it is."""
    if step.skip:
        return _decision(facts, Verdict.SKIP, Reason(step.skip.cause), step.skip.text, step.number)
    if any(each.number >= step.number for each in facts.dunning.turns):
        return _decision(facts, Verdict.SKIP, Reason.STEP_DONE, TEXTS[Reason.STEP_DONE], step.number)
    invoice = facts.invoice
    # The escalation has no minimum of its own: what is too little for the last reminder is too little for it.
    least = amount_in(invoice.currency, workflow.step(step.number).minimums)
    if step.at <= now and least is not None and invoice.balance.amount < least:
        text = f"{invoice.balance} is owed; it is for {Money(least, invoice.currency)} or more"
        return _decision(facts, Verdict.SKIP, Reason.BELOW_MINIMUM, text, step.number)
    return None


def _later(step: PlannedStep, facts: Facts, *, now: datetime) -> Refreshed | None:
    """Its time has not come, or the mail before it has not left yet."""
    if step.at > now:
        when = f"{_called(facts, step.number)} is planned for {step.local:%Y-%m-%d %H:%M} in {step.zone}"
        text = f"{when} ({'; '.join(each.text for each in step.moved)})" if step.moved else when
        return _standing(facts, _decision(facts, Verdict.MOVE, _why(step), text, step.number, step.at))
    last, delivery = facts.dunning.last_sent, facts.invoice.delivery
    if last and delivery.message_id == last.message_id and delivery.of(Bucket.QUEUED):
        text = TEXTS[Reason.MAIL_UNDER_WAY]
        return _standing(
            facts, _decision(facts, Verdict.MOVE, Reason.MAIL_UNDER_WAY, text, step.number, now + UNDER_WAY)
        )
    return None


def _unknowing(step: PlannedStep, facts: Facts, *, now: datetime) -> Refreshed | None:
    """Whether it was paid is not known."""
    text = stale_payments(facts.seller, now=now)
    stale = _decision(facts, Verdict.HOLD, Reason.PAYMENTS_STALE, text, step.number, now + LOOKED_AGAIN)
    return _standing(facts, stale) if text else None


def _why(step: PlannedStep) -> Reason:
    """The code of the last thing that moved it."""
    return next((_CAUSES[each.cause] for each in reversed(step.moved) if each.cause in _CAUSES), Reason.NOT_YET)


_CAUSES = {
    Cause.GAP_TOO_SMALL: Reason.GAP_TOO_SMALL,
    Cause.NOT_A_BUSINESS_DAY: Reason.NOT_A_BUSINESS_DAY,
    Cause.OUTSIDE_WINDOW: Reason.OUTSIDE_WINDOW,
}


def _now(step: PlannedStep, facts: Facts, workflow: Workflow, *, now: datetime) -> Refreshed:
    """Its turn has come."""
    if step.escalation:
        decision = _decision(facts, Verdict.ESCALATE, Reason.ESCALATED, TEXTS[Reason.ESCALATED], step.number)
        facts, notes = _charged(facts, workflow, step.number, now)
        facts = _turned(facts, Turn(step.number, Outcome.ESCALATED, now))
        return _escalated(facts, workflow, decision, notes, now=now)
    whom = addressees(workflow.step(step.number), facts.customer)
    if not whom.recipients:
        return _nobody(step, facts, workflow, whom.why, now=now)
    facts, booked = _charged(facts, workflow, step.number, now)
    decision = _decision(facts, Verdict.SEND, Reason.DUE, TEXTS[Reason.DUE], step.number)
    notes = (*booked, _due(facts, decision, whom.recipients))
    sent = reminder_id(facts.invoice.invoice_id, facts.dunning, step.number)
    facts = _turned(facts, Turn(step.number, Outcome.SENT, now, message_id=sent))
    dunning = replace(facts.dunning, decided=Reason.DUE.value, ended="", attention="", attention_since=None)
    if not (coming := steps_of(facts, now=now)):
        found = _finished(replace(facts, invoice=replace(facts.invoice, dunning=dunning)))
        ended = replace(dunning, next_at=None, ended=found.dunning.ended)
        return Refreshed(replace(found.invoice, dunning=ended), decision, (*notes, *found.notes), whom.recipients)
    # Where nothing follows but what is passed over, that is told at once.
    following = next((each.at for each in coming if not each.skip), now)
    dunning = replace(dunning, next_at=following)
    return Refreshed(replace(facts.invoice, dunning=dunning), decision, notes, whom.recipients)


def _escalated(
    facts: Facts, workflow: Workflow, decision: Decision, charged: tuple[Note, ...], *, now: datetime
) -> Refreshed:
    assert workflow.escalation  # noqa: S101 - the planner has seen it
    if escalation.wants_review(workflow.escalation):
        facts = _attended(facts, "the reminders have not helped: decide what is to be done", now)
    found = _standing(facts, decision)
    told = [note for each in found.notes for note in escalation.published(each, workflow.escalation)]
    return replace(found, notes=(*charged, *told), recipients=escalation.notified(workflow.escalation))


def _nobody(step: PlannedStep, facts: Facts, workflow: Workflow, why: tuple[str, ...], *, now: datetime) -> Refreshed:
    """Nobody can be written to: it waits, and a person is asked to look."""
    text = "; ".join((TEXTS[Reason.UNDELIVERABLE], *why)) + ": correct a contact; somebody looks again every day"
    tomorrow, _ = allowed(facts.here(now=now) + timedelta(days=1), workflow, facts.closed)
    next_at = resolve(tomorrow, facts.zone).at
    decision = _decision(facts, Verdict.HOLD, Reason.UNDELIVERABLE, text, step.number, next_at)
    # A person is asked once: who has said that they know is not asked again every day.
    known = facts.dunning.decided == Reason.UNDELIVERABLE and not facts.dunning.attention
    return _standing(facts if known else _attended(facts, text, now), decision)


def _charged(facts: Facts, workflow: Workflow, number: int, now: datetime) -> tuple[Facts, tuple[Note, ...]]:
    """The fees and the interest of its turn, on the invoice and told."""
    invoice = facts.invoice
    charges = facts.charges_due(invoice, workflow, number, facts.today(now=now), facts.customer)
    charged = replace(facts, invoice=replace(invoice, charges=(*invoice.charges, *charges)))
    return charged, tuple(_booked(each, invoice.currency) for each in charges)


def _turned(facts: Facts, turn: Turn) -> Facts:
    dunning = facts.dunning
    turns = dunning.turns if dunning.turn(turn.number) else (*dunning.turns, turn)
    dunning = replace(dunning, turns=turns, next_number=turn.number + 1)
    return replace(facts, invoice=replace(facts.invoice, dunning=dunning))


def _attended(facts: Facts, what: str, now: datetime) -> Facts:
    dunning = facts.dunning
    since = dunning.attention_since if dunning.attention else now
    return replace(
        facts, invoice=replace(facts.invoice, dunning=replace(dunning, attention=what, attention_since=since))
    )


def _standing(facts: Facts, decision: Decision) -> Refreshed:
    """The record after a decision that sends nothing. What was decided just so before is not told again."""
    before = facts.dunning
    ended = decision.reason.value if decision.verdict in {Verdict.STOP, Verdict.ESCALATE} else ""
    after = replace(before, next_at=decision.next_at, decided=decision.reason.value, ended=ended)
    if decision.reason in {Reason.PAID, Reason.VOID}:
        after = replace(after, attention="", attention_since=None)
    notes = () if _known(before, decision) else (_note(facts, decision, _TOLD[decision.verdict]),)
    return Refreshed(replace(facts.invoice, dunning=after), decision, notes)


def _known(before: Dunning, decision: Decision) -> bool:
    """Whether it stands so already. Only a plan is another one at another time; a wait is the same from day to day."""
    if decision.verdict in {Verdict.STOP, Verdict.ESCALATE}:
        return before.ended == decision.reason
    planned = decision.verdict is Verdict.MOVE and decision.reason is not Reason.MAIL_UNDER_WAY
    return before.decided == decision.reason and (not planned or before.next_at == decision.next_at)


_TOLD = {
    Verdict.MOVE: "reminder.planned",
    Verdict.HOLD: "reminder.held",
    Verdict.STOP: "dunning.ended",
    Verdict.ESCALATE: "dunning.escalated",
}


def _called(facts: Facts, number: int) -> str:
    escalation = facts.workflow is not None and number > facts.workflow.reminders
    return "The escalation" if escalation else f"Reminder {number}"


def _note(facts: Facts, decision: Decision, type_: str) -> Note:
    data = {"reason": decision.reason.value, "number": str(decision.number), **dict(decision.facts)}
    if decision.next_at:
        data["next_at"] = decision.next_at.isoformat()
    what = _called(facts, decision.number)
    says = {
        "reminder.skipped": f"{what} is passed over: {decision.text}",
        "reminder.held": f"{what} waits: {decision.text}",
        "dunning.ended": f"No more reminders: {decision.text}",
        "dunning.escalated": f"Escalated: {decision.text}",
    }
    return Note(type_, says.get(type_, decision.text), data)


def _due(facts: Facts, decision: Decision, recipients: tuple[Recipient, ...]) -> Note:
    people = ", ".join(each.name or each.address for each in recipients)
    text = f"Reminder {decision.number} over {facts.invoice.balance} goes to {people}: {decision.text}"
    return replace(_note(facts, decision, "reminder.due"), text=text)


def _booked(charge: Charge, currency: str) -> Note:
    data = {
        "charge_id": charge.charge_id,
        "kind": charge.kind.value,
        "amount": str(charge.amount),
        "currency": currency,
    }
    amount = Money(charge.amount, currency)
    return Note("charge.booked", f"A late {charge.kind} of {amount} was booked: {charge.formula}", data)


def _decision(  # noqa: PLR0917 - its own fields
    facts: Facts, verdict: Verdict, reason: Reason, text: str, number: int, next_at: datetime | None = None
) -> Decision:
    invoice, workflow = facts.invoice, facts.workflow
    seen = (
        *standing(invoice).items(),
        ("workflow_id", workflow.workflow_id if workflow else ""),
        ("workflow_version", str(workflow.version) if workflow else ""),
    )
    return Decision(verdict, reason, text, number, next_at, seen)


TEXTS_OF = {
    HoldKind.PAUSED: "The pause",
    HoldKind.PROMISE: "The promise to pay",
    HoldKind.DISPUTE: "The dispute",
    HoldKind.PROCESSING: "The wait for a payment",
    HoldKind.AUTOPAY: "The automatic payment",
    HoldKind.UNDELIVERABLE: "The wait for an address",
}
