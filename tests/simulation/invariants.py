"""The promises of the design (§4), each under its own name: what of it a world breaks, in words; nothing if it is kept.

S* hold at every moment, L* once faults have stopped and the world has run on.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus, rung
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.message import ABOUT_NO_INVOICE, Edition, MessageKind
from dunlin.domain.payments.event import EventKind, ProviderEvent
from dunlin.domain.sent import ACCEPTED
from dunlin.domain.timeline import Entry
from dunlin.services.assume_sent import CODE as ASSUMED
from dunlin.services.repair_dunning import SWEEP
from tests.functional import functions, http
from tests.simulation import queues
from tests.simulation.history import Item, Write, number_of, text_of
from tests.simulation.state import State, email_of, invoice_of
from tests.simulation.world import World

type Broken = Iterator[str]
ADDRESS = re.compile(r"[^\s\"'<>]+@[^\s\"'<>]+\.[^\s\"'<>]+")
COUNTED = ("human_opens", "machine_opens", "unknown_opens", "human_clicks", "machine_clicks", "unknown_clicks")
# For how long evidence may be on its way before another may be sent: what the protocol calls GRACE.
GRACE = timedelta(minutes=30)
_OPEN = (Status.OPEN, Status.PARTIALLY_PAID)
_ANYHOW = (MessageKind.RECEIPT, MessageKind.ANSWER, *ABOUT_NO_INVOICE)
_CLAIMABLE = {Edition.DRAFT: (Status.DRAFT,), Edition.ORIGINAL: (Status.POSTED, *_OPEN), Edition.COPY: (Status.PAID,)}
_UNSETTLED = {EmailStatus.PLANNED, EmailStatus.DISPATCHING, EmailStatus.AMBIGUOUS}
# SES had taken these before it reported the end that they have come to.
_AFTER_ALL = {EmailStatus.SUPPRESSED, EmailStatus.FAILED}


def s1(world: World, state: State) -> Broken:
    """At most one SES acceptance per Email, whatever crashes, repeats or reorders (an operator's "retry anyway" mints a
    new Email); and none is minted while evidence of the first may still be on its way.
    """
    for email_id, times in Counter(mail.email_id for mail in world.accepted).items():
        if times > 1:
            yield f"{email_id} was accepted {times} times"
    accepted = {mail.email_id: mail.sent_at for mail in world.accepted}
    for write, before, after in world.history.steps_of("MESSAGES_TABLE"):
        sent_at = accepted.get(text_of(after, "part"))
        newly = text_of(after, "superseded_by") and not text_of(before, "superseded_by")
        if newly and sent_at and sent_at <= write.at < sent_at + GRACE:
            yield f"{text_of(after, 'part')} was sent again {write.at - sent_at} after SES had accepted it"


def s2(world: World, state: State) -> Broken:
    """No claim commits after paid, void or hold."""
    for write, email, invoice in _claims(world):
        message = state.messages[email.message_id]
        if invoice.status not in _CLAIMABLE[message.edition] and message.kind not in _ANYHOW:
            yield f"{email.email_id} was claimed while the invoice was {invoice.status}"
        held = invoice.dunning.holds if invoice.dunning and message.kind is MessageKind.REMINDER else ()
        if kinds := [hold.kind.value for hold in held if hold.lasts(now=write.at)]:
            yield f"{email.email_id} was claimed while reminders rested: {kinds}"


def s3(world: World, state: State) -> Broken:
    """Only the owner settles; until its lease is over, nobody else but evidence of SES. And only the owner posts."""
    owners: dict[str, Write] = {}
    for write, before, after in world.history.steps_of("MESSAGES_TABLE"):
        if not _is_email(after) or text_of(before, "status") == text_of(after, "status"):
            continue
        owner = owners.get(text_of(after, "part"))
        if text_of(after, "status") == EmailStatus.DISPATCHING:
            owners[text_of(after, "part")] = write
        elif text_of(before, "status") == EmailStatus.DISPATCHING and owner and not _may_settle(write, owner, before):
            yield f"{text_of(after, 'part')} was settled by {write.worker}, claimed by {owner.worker}"
    for mail, claimant in zip(world.accepted, world.claimants, strict=True):
        if claimant != mail.email_id:
            yield f"{mail.email_id} was posted by somebody whose claim had not committed"


def s4(world: World, state: State) -> Broken:
    """Status never falls, but for a claim that its owner gives back before anything was posted: in the order in which
    it was done, for the clock may stand still between the two.
    """
    place = {id(write): number for number, write in enumerate(world.history.writes)}
    posted = list(zip(world.accepted, world.written, strict=True))
    for write, before, after in world.history.steps_of("MESSAGES_TABLE"):
        if not before or not _is_email(after):
            continue
        was, now = EmailStatus(text_of(before, "status")), EmailStatus(text_of(after, "status"))
        if (was, now) == (EmailStatus.DISPATCHING, EmailStatus.PLANNED):
            part = text_of(after, "part")
            if any(mail.email_id == part and written <= place[id(write)] for mail, written in posted):
                yield f"{text_of(after, 'part')} was given back after SES had accepted it"
            continue
        low, high = rung(was, text_of(before, "status_code")), rung(now, text_of(after, "status_code"))
        if was is not now and (low is None or (high is not None and high < low)):
            yield f"{text_of(after, 'part')} fell from {was} to {now}"


def s5(world: World, state: State) -> Broken:
    """Counts equal the number of distinct events, and never fall."""
    for email in state.emails.values():
        of = Counter(f"{each.who}_{each.type.value.lower()}s" for each in email.events if each.who)
        counts = {name: getattr(email.counts, name) for name in COUNTED}
        if counts != {name: of[name] for name in COUNTED}:
            yield f"{email.email_id} counts {counts}, and has {dict(of)}"
        if not len({each.key for each in email.events}) == len(email.events) == state.seen[email.email_id]:
            yield f"{email.email_id} has an event twice"
    for _, before, after in world.history.steps_of("MESSAGES_TABLE"):
        if any(number_of(after, name) < number_of(before, name) for name in COUNTED):
            yield f"a count of {text_of(after, 'part')} fell"


def s6(world: World, state: State) -> Broken:
    """Every state change has exactly one timeline entry, in its transaction; and no entry is ever changed."""
    for write, before, after in world.history.steps_of("MESSAGES_TABLE"):
        changed = text_of(before, "status") != text_of(after, "status")
        if _is_email(after) and before and changed:
            about = [each for each in write.entries if each.data.get("email_id") == text_of(after, "part")]
            # `reminder.sent` stands for `email.sent`, and beside every other.
            if (sum(each.type.startswith("email.") for each in about) or _reminders(about)) != 1:
                yield f"{text_of(after, 'part')} became {text_of(after, 'status')}, told by {_types(write)}"
    for write, before, after in world.history.steps_of("INVOICES_TABLE"):
        changed = text_of(before, "status") != text_of(after, "status")
        if before and changed and sum(each.type.startswith(("invoice.", "payment.")) for each in write.entries) != 1:
            yield f"{text_of(after, 'number')} became {text_of(after, 'status')}, told by {_types(write)}"
    for _, before, after in world.history.steps_of("TIMELINE_TABLE"):
        if before and before != after:
            yield f"the entry {text_of(before, 'entry_id')} was changed"


def _reminders(entries: Iterable[Entry]) -> int:
    return sum(each.type == "reminder.sent" for each in entries)


def s7(world: World, state: State) -> Broken:
    """Money: amount due = total + fees − payments, never negative; a reminder's amount is the amount at its claim."""
    for invoice in state.invoices.values():
        due = (
            invoice.payable + sum(each.owed for each in invoice.charges) - sum(each.amount for each in invoice.payments)
        )
        if due < 0 or invoice.balance.amount != due:
            yield f"{invoice.number} owes {invoice.balance}, by its payments {due}"
        if (due == 0) != (invoice.status is Status.PAID) and invoice.status is not Status.VOID:
            yield f"{invoice.number} owes {due} and is {invoice.status}"
        if len({each.payment_id for each in invoice.payments}) != len(invoice.payments):
            yield f"{invoice.number} has a payment twice"
    for _, email, invoice in _claims(world):
        if email.reminder and email.reminder.amount != invoice.balance.amount:
            yield f"{email.email_id} asks for {email.reminder.amount}; {invoice.balance} was owed at its claim"


def s8(world: World, state: State) -> Broken:
    """A portal token sees its own invoice (or customer) and nothing else."""
    for invoice_id, answer in world.pages:
        own = state.invoices[invoice_id]
        others = (each for each in state.invoices.values() if each.customer_id != own.customer_id)
        if shown := [each.number for each in others if each.number.encode() in answer.content]:
            yield f"a link of {own.number} shows {shown}"
        if answer.status == 200 and own.number.encode() not in answer.content:
            yield f"a link of {own.number} does not show it"


def s9(world: World, state: State) -> Broken:
    """No token or address in logs."""
    written = functions.LOGS.getvalue()
    if found := ADDRESS.findall(written):
        yield f"addresses were logged: {found[:3]}"
    if any(secret in written for secret in (http.TOKEN, *world.tokens)):
        yield "a token was logged"


def s10(world: World, state: State) -> Broken:
    """Step k+1 never before step k; never two reminders for one invoice within its minimum gap; none before the invoice
    itself.
    """
    mails = [(mail, state.emails[mail.email_id]) for mail in world.accepted]
    for invoice_id in state.invoices:
        own = [(mail.sent_at, email) for mail, email in mails if email.invoice_id == invoice_id]
        reminders = [(sent_at, email) for sent_at, email in own if email.reminder]
        first = min((sent_at for sent_at, email in own if email.kind is MessageKind.INVOICE), default=None)
        if reminders and first is None and not world.sent_before:
            yield f"{invoice_id} was reminded of before it was sent"
        if first and any(sent_at < first for sent_at, _ in reminders):
            yield f"{invoice_id} was reminded of before it was sent"
        for (before, one), (after, other) in pairwise(sorted(reminders, key=lambda each: each[0])):
            if one.message_id == other.message_id:
                continue
            if after - before < world.gap:
                yield f"{other.email_id} came {after - before} after {one.email_id}"
            said, then = one.reminder, other.reminder
            if said and then and said.assignment == then.assignment and then.number <= said.number:
                yield f"reminder {then.number} of {invoice_id} came after reminder {said.number}"


def l1(world: World, state: State) -> Broken:
    """Once faults stop, every due send ends."""
    for email in state.emails.values():
        later = email.not_before and email.not_before > world.clock.now
        if email.status in _UNSETTLED and not email.superseded_by and not later:
            yield f"{email.email_id} is {email.status} still"
    for name in world.asked - set(world.answers):
        yield f"nobody has answered {name}"


def l2(world: World, state: State) -> Broken:
    """Accepted ⇔ SENT or beyond."""
    accepted = {mail.email_id for mail in world.accepted}
    for email in state.emails.values():
        if email.status in ACCEPTED and email.email_id not in accepted and email.status_code != ASSUMED:
            yield f"{email.email_id} is {email.status}, and SES never accepted it"
        if email.email_id in accepted and email.status not in {*ACCEPTED, *_AFTER_ALL}:
            yield f"{email.email_id} was accepted, and is {email.status}"
    for email_id in accepted - set(state.emails):
        yield f"{email_id} was accepted, and is stored nowhere"


def l3(world: World, state: State) -> Broken:
    """Every open invoice with a workflow and no hold has its next step planned; none waits for the sweep's round, and
    none whose mail has left is taken for one that was never sent.
    """
    for email in _originals(state):
        if state.invoices[email.invoice_id].never_sent:
            yield f"{email.email_id} is {email.status}, and its invoice was never sent"
    for entry in _repairs(world):
        yield f"{entry.invoice_id} was forgotten until {entry.at}"
    for invoice in state.invoices.values():
        if invoice.status not in _OPEN or invoice.never_sent or not world.has_workflow(invoice):
            continue
        dunning = invoice.dunning
        if dunning is None:
            yield f"{invoice.number} is {invoice.status}, and nobody looks at its reminders"
        elif not (dunning.next_at or dunning.ended or dunning.holds):
            yield f"{invoice.number} is {invoice.status}, and nothing comes next: {dunning.decided}"


def l4(world: World, state: State) -> Broken:
    """Every DLQ or review item is visible through the API."""
    dead = queues.dead_letters(world.aws)
    review = [each for each in state.emails.values() if each.status is EmailStatus.NEEDS_REVIEW]
    if not (dead or review):
        return
    name = world.ask("GET", "/v1/messages", query={"needs": "review", "limit": 100})
    world.settle()
    told = world.answers[name].json
    shown = {each["email_id"] for each in told["items"]}
    for email in review:
        hidden = email.email_id not in shown and not email.superseded_by and not email.dismissed_at
        if hidden:
            yield f"{email.email_id} needs a person, and the API does not show it"
    if told["dead_letters"]["count"] < dead:
        yield f"{dead} dead letters, and the API shows {told['dead_letters']}"


def l5(world: World, state: State) -> Broken:
    """Every payment booked once."""
    told = [*world.paid, *(each for each in world.bank.charges.values() if isinstance(each, ProviderEvent))]
    succeeded = {each.payment_id: each for each in told if each.kind is EventKind.SUCCEEDED}
    for payment_id, event in succeeded.items():
        own = [each for each in state.remittances if each.incoming.reference == payment_id]
        booked = sum(each.incoming.amount + each.incoming.fee for each in own)
        if len(own) != 1 or booked != event.amount:
            yield f"{payment_id} over {event.amount} is booked {len(own)} times, {booked} in all"
    for money in state.remittances:
        for part in money.parts:
            invoice = state.invoices[part.invoice_id]
            if [each.amount for each in invoice.payments if each.payment_id == part.payment_id] != [part.amount]:
                yield f"{part.payment_id} is not among the payments of {invoice.number} as {part.amount}"


SAFETY: tuple[Callable[[World, State], Broken], ...] = (s1, s2, s3, s4, s5, s6, s7, s8, s9, s10)
LIVENESS: tuple[Callable[[World, State], Broken], ...] = (l1, l2, l3, l4, l5)


class BrokenPromiseError(AssertionError):
    """A promise that was not kept."""


def safe(world: World) -> None:
    """After every step."""
    _hold(SAFETY, world)


def alive(world: World) -> None:
    """Once the world has come to rest."""
    _hold((*SAFETY, *LIVENESS), world)


def _hold(promises: tuple[Callable[[World, State], Broken], ...], world: World) -> None:
    state = world.state
    for promise in promises:
        if broken := list(promise(world, state)):
            raise BrokenPromiseError(f"{promise.__name__.upper()}: {'; '.join(broken)}")


def _claims(world: World) -> Iterator[tuple[Write, Email, Invoice]]:
    """Each claim: the write, the e-mail that it claimed, and the invoice as it was at that moment."""
    for write, before, after in world.history.steps_of("MESSAGES_TABLE"):
        if not _is_email(after) or not before or text_of(after, "status") != EmailStatus.DISPATCHING:
            continue
        if text_of(before, "status") == EmailStatus.DISPATCHING:
            continue
        head = write.before.get(("INVOICES_TABLE", text_of(after, "invoice_id"), "head")) or world.head(after)
        yield write, email_of(after), invoice_of(head)


def _repairs(world: World) -> Iterator[Entry]:
    """What the sweep's round has told of those that it found."""
    told = (each for write in world.history.writes for each in write.entries)
    return (each for each in told if each.type == "dunning.repaired" and each.actor == SWEEP)


def _originals(state: State) -> Iterator[Email]:
    """The mails that have brought an issued invoice."""
    for email in state.emails.values():
        original = email.kind is MessageKind.INVOICE and state.messages[email.message_id].edition is Edition.ORIGINAL
        if original and email.status in ACCEPTED:
            yield email


def _may_settle(write: Write, owner: Write, before: Item) -> bool:
    lease_over = write.at >= datetime.fromisoformat(text_of(before, "acts_at"))
    return write.worker == owner.worker or write.worker.startswith("engage") or lease_over


def _is_email(item: Item) -> bool:
    return "status" in item and "recipient" in item


def _types(write: Write) -> str:
    return json.dumps([each.type for each in write.entries])
