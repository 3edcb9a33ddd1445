"""What is decided about a reminder, and the reasons by their codes."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from dunlin.domain.customer import Customer
from dunlin.domain.dunning.hold import Hold, HoldKind, PromiseState, with_hold
from dunlin.domain.invoice import OWED, Invoice, Status


class Verdict(StrEnum):
    """What becomes of the reminder whose turn it is."""

    SEND = "send"
    ESCALATE = "escalate"
    COLLECT = "collect"  # none: the invoice is charged automatically, now
    SKIP = "skip"  # not this one; the next one keeps its day
    MOVE = "move"  # later
    HOLD = "hold"  # not until something has changed
    STOP = "stop"  # no reminder any more
    STALE = "stale"  # what was asked about has been decided already


class Reason(StrEnum):
    """Why. Stable for programs; `TEXTS` says it to people."""

    DUE = "due"
    ESCALATED = "escalated"
    STALE = "stale"
    STEP_DONE = "step_done"
    VOID = "void"
    PAID = "paid"
    NOT_OPEN = "not_open"
    NO_WORKFLOW = "no_workflow"
    FINISHED = "finished"
    PAUSED = "paused"
    PROMISED = "promised"
    DISPUTED = "disputed"
    PAYMENT_PROCESSING = "payment_processing"
    DISPUTED_AT_BANK = "disputed_at_bank"
    AUTOPAY = "autopay"
    AUTOPAY_DUE = "autopay_due"
    UNDELIVERABLE = "address_undeliverable"
    SAID_PAID = "said_paid"
    WRONG_PERSON = "wrong_person"
    BELOW_MINIMUM = "below_minimum"
    MAIL_UNDER_WAY = "mail_under_way"
    NOT_YET = "not_yet"
    GAP_TOO_SMALL = "gap_too_small"
    OUTSIDE_WINDOW = "outside_window"
    NOT_A_BUSINESS_DAY = "not_a_business_day"
    BEFORE_INVOICE = "before_invoice"
    TOO_LATE = "too_late"
    MISSED = "missed"
    SUPERSEDED = "superseded"
    UNWRITABLE = "unwritable"
    PAYMENTS_STALE = "payments_stale"


TEXTS = {
    Reason.DUE: "its time has come, and nothing speaks against it",
    Reason.ESCALATED: "the last reminder has not helped",
    Reason.STALE: "what was scheduled is out of date: the plan has changed since",
    Reason.STEP_DONE: "this reminder has had its turn already",
    Reason.VOID: "the invoice is void",
    Reason.PAID: "the invoice is paid",
    Reason.NOT_OPEN: "the invoice has not been sent",
    Reason.NO_WORKFLOW: "no workflow is assigned",
    Reason.FINISHED: "all reminders have had their turn",
    Reason.PAUSED: "reminders are paused",
    Reason.PROMISED: "the customer has promised to pay",
    Reason.DISPUTED: "the customer disputes the invoice",
    Reason.PAYMENT_PROCESSING: "a payment is under way",
    Reason.DISPUTED_AT_BANK: "a payment is, or was, disputed at the bank",
    Reason.AUTOPAY: "the invoice is paid automatically",
    Reason.AUTOPAY_DUE: "the invoice is being charged automatically",
    Reason.UNDELIVERABLE: "nobody at the customer can be written to",
    Reason.SAID_PAID: "the customer says that it is paid",
    Reason.WRONG_PERSON: "whoever was written to says that it is not theirs",
    Reason.BELOW_MINIMUM: "less is owed than this reminder is sent for",
    Reason.MAIL_UNDER_WAY: "the mail before it has not left yet",
    Reason.NOT_YET: "its time has not come",
    Reason.GAP_TOO_SMALL: "it would come too soon after another mail about this invoice",
    Reason.OUTSIDE_WINDOW: "it is not the hour of the day for reminders",
    Reason.NOT_A_BUSINESS_DAY: "nobody works on that day",
    Reason.BEFORE_INVOICE: "its day came before the invoice was sent",
    Reason.TOO_LATE: "its day has passed, and there is nothing left to announce",
    Reason.MISSED: "its day has passed, and the workflow sends nothing later",
    Reason.SUPERSEDED: "its day has passed, and a later reminder takes its place",
    Reason.UNWRITABLE: "its text cannot be written",
    Reason.PAYMENTS_STALE: "reminders wait until payments are known again",
}

HELD_BY = {
    HoldKind.PAUSED: Reason.PAUSED,
    HoldKind.PROMISE: Reason.PROMISED,
    HoldKind.DISPUTE: Reason.DISPUTED,
    HoldKind.PROCESSING: Reason.PAYMENT_PROCESSING,
    HoldKind.CHARGEBACK: Reason.DISPUTED_AT_BANK,
    HoldKind.AUTOPAY: Reason.AUTOPAY,
    HoldKind.UNDELIVERABLE: Reason.UNDELIVERABLE,
    HoldKind.SAID_PAID: Reason.SAID_PAID,
    HoldKind.WRONG_PERSON: Reason.WRONG_PERSON,
}
# With these, reminders rest until something changes.
HELD = (*HELD_BY.values(), Reason.UNWRITABLE)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about reminder `number`, why, and when somebody looks again (None: when something changes)."""

    verdict: Verdict
    reason: Reason
    text: str
    number: int
    next_at: datetime | None = None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Objection:
    """What speaks against any reminder of this invoice now; `until` where it passes by itself."""

    verdict: Verdict
    reason: Reason
    text: str
    until: datetime | None = None


def objection(invoice: Invoice, customer: Customer, *, now: datetime) -> Objection | None:
    """The first thing that speaks against reminding at all: asked when a reminder is due, and again at its claim."""
    for check in (_void, _paid, _not_open, _held):
        if found := check(invoice, customer, now):
            return found
    return None


def _void(invoice: Invoice, _: Customer, __: datetime) -> Objection | None:
    return _stop(Reason.VOID) if invoice.status is Status.VOID else None


def _paid(invoice: Invoice, _: Customer, __: datetime) -> Objection | None:
    return _stop(Reason.PAID) if invoice.status is Status.PAID or invoice.balance.amount <= 0 else None


def _not_open(invoice: Invoice, _: Customer, __: datetime) -> Objection | None:
    open_ = invoice.status in OWED and not invoice.never_sent
    return None if open_ else Objection(Verdict.HOLD, Reason.NOT_OPEN, TEXTS[Reason.NOT_OPEN])


def _held(invoice: Invoice, customer: Customer, now: datetime) -> Objection | None:
    holds = [(each, "this invoice") for each in _own(invoice) if each.lasts(now=now)]
    holds += [(each, "the whole customer") for each in customer.holds if each.lasts(now=now)]
    if not holds:
        return None
    # It rests until the last of them has passed; one without an end waits for somebody.
    ends = [each.until for each, _ in holds]
    until = None if None in ends else max(each for each in ends if each)
    longest = next((each for each in holds if each[0].until is None), max(holds, key=lambda each: each[0].until or now))
    return Objection(Verdict.HOLD, HELD_BY[longest[0].kind], _told(*longest), until)


def _own(invoice: Invoice) -> tuple[Hold, ...]:
    """The invoice's holds. A promise holds until it is judged, whatever the hold beside it says."""
    dunning = invoice.dunning
    if dunning is None:
        return ()
    promise = dunning.promise
    if promise is None or promise.state is not PromiseState.OPEN:
        return dunning.holds
    kind = HoldKind.PROMISE
    beside = next((each for each in dunning.holds if each.kind is kind), Hold(kind, promise.made_at, promise.actor))
    return with_hold(dunning.holds, replace(beside, until=promise.judged_at))


def _told(hold: Hold, what: str) -> str:
    until = f" until {hold.until:%Y-%m-%d %H:%M} UTC" if hold.until else ""
    reason = f": {hold.reason}" if hold.reason else ""
    return f"{TEXTS[HELD_BY[hold.kind]]} ({what}{until}, by {hold.actor.name}){reason}"


def _stop(reason: Reason) -> Objection:
    return Objection(Verdict.STOP, reason, TEXTS[reason])
