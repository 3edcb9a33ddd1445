"""Dunning for tests: a workflow of three reminders, an invoice that waits for the first, and a calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dunlin.domain.dunning.dunning import Dunning, Outcome, Source, Turn
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.hold import Hold, HoldKind, Promise
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.plan import plan
from dunlin.domain.dunning.refresh import refresh
from dunlin.domain.dunning.refreshed import Refreshed
from dunlin.domain.dunning.steps import Closed, PlannedStep, Terms
from dunlin.domain.dunning.workflow import Escalation, EscalationAction, EscalationKind, Step, Workflow
from dunlin.domain.invoice import Invoice, Payment, Status
from tests.builders import CLERK, a_customer, a_seller, an_invoice

# A Monday; the first reminder of `a_workflow` is meant for the Monday after it.
DUE = date(2027, 3, 1)
SENT = datetime(2027, 2, 1, 10, tzinfo=UTC)
REVIEWED = Escalation(14, (EscalationAction(EscalationKind.REVIEW),))


def weekends(on: date) -> str:
    """Nobody works on them; there are no holidays."""
    return {5: "Saturday", 6: "Sunday"}.get(on.weekday(), "")


def closed_on(*days: date) -> Closed:
    """Weekends, and these holidays."""
    return lambda on: "a holiday" if on in days else weekends(on)


def never_closed(_: date) -> str:
    """Somebody works on every day."""
    return ""


def a_step(offset_days: int = 7, **changes: Any) -> Step:
    """A reminder a week after the due date, at nine."""
    return replace(Step(offset_days), **changes)


def a_workflow(*steps: Step | int, **changes: Any) -> Workflow:
    """7, 14 and 28 days after the due date, at nine, no escalation."""
    whole = tuple(a_step(each) if isinstance(each, int) else each for each in steps or (7, 14, 28))
    return replace(Workflow("wf_1", 1, "Ours", whole), **changes)


def terms(**changes: Any) -> Terms:
    """What an invoice's reminders are planned from: sent four weeks before it is due, to somebody in London."""
    return replace(Terms(DUE, "Europe/London", weekends, SENT, SENT), **changes)


def days_of(workflow: Workflow, terms: Terms, *, first: int = 1, now: datetime = SENT) -> list[str]:
    """The plan, as the customer's times; of a reminder that is passed over, why."""
    return [told(step) for step in plan(workflow, terms, first=first, now=now)]


def told(step: PlannedStep) -> str:
    """A planned reminder in a word."""
    return step.skip.cause.value if step.skip else f"{step.local:%Y-%m-%d %H:%M}"


def owed(**changes: Any) -> Invoice:
    """An open invoice of €151.25 that was sent four weeks before it is due."""
    return an_invoice(**{"status": Status.OPEN, "due_date": DUE, "sent_at": SENT, "mailed_at": SENT, **changes})


def dunned(**changes: Any) -> Dunning:
    """Where it stands before the first reminder."""
    return replace(Dunning("wf_1", 1, Source.INVOICE, 1, 1), **changes)


def sent(number: int, at: datetime) -> Turn:
    """A reminder that went out."""
    return Turn(number, Outcome.SENT, at, message_id=f"msg_{number}")


def facts(invoice: Invoice | None = None, **changes: Any) -> Facts:
    """An invoice in its first week overdue, with the workflow of three reminders."""
    whole = Facts(
        invoice=invoice or owed(dunning=dunned()),
        customer=a_customer(),
        seller=a_seller(),
        workflow=a_workflow(),
        closed=weekends,
        charges_due=lambda *_: (),
    )
    return replace(whole, **changes)


def paying(invoice: Invoice, amount: int) -> Invoice:
    """The invoice with another payment."""
    payment = Payment(f"pay_{len(invoice.payments)}", amount, DUE)
    status = Status.PARTIALLY_PAID if amount < invoice.balance.amount else Status.PAID
    return replace(invoice, payments=(*invoice.payments, payment), status=status)


def a_hold(kind: HoldKind = HoldKind.PAUSED, **changes: Any) -> Hold:
    """A hold until somebody ends it."""
    return replace(Hold(kind, SENT, CLERK), **changes)


def a_promise(on: date, *, amount: int = 15_125, judged_at: datetime, **changes: Any) -> Promise:
    """A promise to pay everything by a day."""
    return replace(Promise(amount, on, SENT, CLERK, 0, judged_at, 1), **changes)


def at(text: str) -> datetime:
    """An instant, on a clock in London unless it says otherwise: `2027-03-08 09:00`. Summer begins on 28 March."""
    local = datetime.fromisoformat(text)
    return local if local.tzinfo else local.replace(tzinfo=UTC)


def following(facts: Facts, found: Refreshed, **changes: Any) -> Facts:
    """The facts after what was decided has been done; a reminder leaves when it is decided."""
    return replace(facts, invoice=found.invoice, **changes)


def run(facts: Facts, *, since: datetime, until: datetime) -> list[tuple[str, str, datetime]]:
    """Everything that is decided when somebody looks exactly when he is to: number, verdict and reason, when."""
    now, lived = since, list[tuple[str, str, datetime]]()
    while now <= until:
        found = refresh(facts, now=now)
        lived += [(str(found.decision.number), found.decision.reason.value, now)]
        lived += [(note.data["number"], note.data["reason"], now) for note in found.notes if skipped(note)]
        facts = following(facts, found)
        if found.dunning.next_at is None:
            break
        now = max(found.dunning.next_at, now + timedelta(seconds=1))
    return lived


def mails(facts: Facts, *, since: datetime, until: datetime | None = None) -> list[str]:
    """When each reminder goes out by the customer's clock, looking exactly when somebody is to."""
    until = until or since + timedelta(days=365)
    return [
        f"{number}: {facts.here(now=now):%Y-%m-%d %H:%M}"
        for number, reason, now in run(facts, since=since, until=until)
        if reason == "due"
    ]


def skipped(note: Note) -> bool:
    """Whether it tells of a reminder that was passed over."""
    return note.type == "reminder.skipped"
