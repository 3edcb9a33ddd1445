"""An invoice that is charged automatically: its reminders rest, and when its time has come it is charged.

Whatever holds reminders holds the charge: a dispute, a promise, a pause of the invoice or of the customer, a payment
under way. Each of them says that somebody has agreed to wait.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dunlin.domain.dunning.decision import TEXTS, Decision, Objection, Reason, Verdict
from dunlin.domain.dunning.facts import Facts
from dunlin.domain.dunning.freshness import LOOKED_AGAIN, stale_payments
from dunlin.domain.dunning.judging import judged_at
from dunlin.domain.dunning.note import Note
from dunlin.domain.dunning.refreshed import Refreshed, standing_after
from dunlin.domain.dunning.telling import decision_of
from dunlin.domain.payments.collecting import LEFT, Collection, Left, collection_of
from dunlin.domain.payments.tries import Try

# Until then the queue has it; if it is still to be charged after that, the queue is asked again.
AGAIN = timedelta(minutes=15)


def collected(facts: Facts, against: Objection | None, *, now: datetime) -> Refreshed | None:
    """What is decided about the charge to come; None where there is none, and reminders go on as usual."""
    found = collection_of(facts.invoice, facts.customer, facts.seller, now=now)
    if not isinstance(found, Collection):
        return None
    if against:
        ends = (against.until, judged_at(facts))
        return _held(facts, found, against.reason, against.text, min((each for each in ends if each), default=None))
    if found.asked:
        decision = _decision(facts, Verdict.COLLECT, Reason.AUTOPAY_DUE, TEXTS[Reason.AUTOPAY_DUE], now + AGAIN)
        return standing_after(facts, decision, _note("autopay.due", f"It is charged now: {described(found)}", found))
    if found.at > now:
        decision = _decision(facts, Verdict.HOLD, Reason.AUTOPAY, planned(facts, found), found.at)
        return standing_after(facts, decision, _note("autopay.planned", f"Reminders rest: {decision.text}", found))
    if stale := stale_payments(facts.seller, now=now):
        return _held(facts, found, Reason.PAYMENTS_STALE, stale, now + LOOKED_AGAIN)
    return _asked(facts, found, now)


def doubt_of(facts: Facts, *, now: datetime) -> str:
    """Why no reminder goes out while the invoice is charged automatically; empty where it is not."""
    found = collection_of(facts.invoice, facts.customer, facts.seller, now=now)
    return planned(facts, found) if isinstance(found, Collection) else ""


def told_left(found: Refreshed, facts: Facts, *, now: datetime) -> Refreshed:
    """With what the timeline tells when an invoice is left to a customer who has agreed to be charged: once."""
    left = collection_of(found.invoice, facts.customer, facts.seller, now=now)
    code = left.value if isinstance(left, Left) else ""
    if code == found.dunning.left:
        return found
    after = replace(found, invoice=replace(found.invoice, dunning=replace(found.dunning, left=code)))
    if not code:
        return after
    text = f"The invoice is left to the customer, and reminders go on as usual: {LEFT[Left(code)]}"
    return replace(after, notes=(Note("autopay.left", text, {"reason": code}), *after.notes))


def planned(facts: Facts, found: Collection) -> str:
    """When, what and from what, in a sentence, by the seller's clock."""
    zone = facts.seller.time_zone or "UTC"
    return f"on {found.at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} in {zone} {described(found)}"


def described(found: Collection) -> str:
    """What is charged, and from what."""
    fee = f" (a fee of {found.offer.fee} included)" if found.offer.fee.amount else ""
    means = found.agreement.mandate.label or found.agreement.mandate.method
    return f"{found.total}{fee} is charged automatically from {means}, try {found.turn} of {found.turns}"


def _asked(facts: Facts, found: Collection, now: datetime) -> Refreshed:
    """The try is kept before anybody charges, so that it is the same one however often it is asked for."""
    dunning = facts.dunning
    tries = (*dunning.tries, Try(found.number, found.agreement.agreement_id, now))
    facts = facts.with_dunning(replace(dunning, tries=tries))
    decision = _decision(facts, Verdict.COLLECT, Reason.AUTOPAY_DUE, TEXTS[Reason.AUTOPAY_DUE], now + AGAIN)
    return standing_after(facts, decision, _note("autopay.due", f"It is charged now: {described(found)}", found))


def _held(facts: Facts, found: Collection, reason: Reason, text: str, until: datetime | None) -> Refreshed:
    decision = _decision(facts, Verdict.HOLD, reason, text, until)
    return standing_after(facts, decision, _note("autopay.held", f"Nothing is charged for now: {text}", found))


def _decision(facts: Facts, verdict: Verdict, reason: Reason, text: str, next_at: datetime | None) -> Decision:
    return decision_of(facts, verdict, reason, text, facts.dunning.next_number, next_at)


def _note(type_: str, text: str, found: Collection) -> Note:
    data = {
        "try": str(found.number),
        "amount": str(found.total.amount),
        "currency": found.total.currency,
        "charged_at": found.at.isoformat(),
    }
    return Note(type_, text, data)
