"""Plan the sends of up to a hundred items of a batch. Harmless to repeat; one broken invoice never stops the rest."""

from collections import Counter
from collections.abc import Container, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict

from dunlin.domain.batch import (
    ACCEPTED,
    UNDECIDED,
    Batch,
    BatchItem,
    Blocker,
    ItemState,
    Settings,
    due,
    message_id,
    message_key,
    taken_up,
)
from dunlin.domain.customer import normalise
from dunlin.domain.departure import departs, has_passed
from dunlin.domain.email import Email
from dunlin.domain.errors import Conflict, InvalidInput, NotFound, StaleVersion, Unavailable
from dunlin.domain.invoice import Invoice
from dunlin.services.arrange_delivery import arrange_delivery
from dunlin.services.cancel_batch_item import cancel_batch_item
from dunlin.services.find_blockers import Check, find_blockers, send_request
from dunlin.services.give_up_item import give_up_item
from dunlin.services.plan_send import plan_send
from dunlin.services.ports.batches import Batches
from dunlin.services.ports.records import Customers, Invoices, NewId, Sellers
from dunlin.services.ports.sending import Messages, Outbox, Schedules
from dunlin.services.settle_batch_item import earlier_emails, settle_batch_item
from dunlin.services.shelf import Shelf


class Stores(TypedDict):
    """Where an item is read from and settled."""

    batches: Batches
    messages: Messages


@dataclass(frozen=True, slots=True)
class Planning:
    """One run over some items: when, and through what it reaches the world."""

    run: int
    now: datetime
    new_id: NewId
    batches: Batches
    invoices: Invoices
    customers: Customers
    sellers: Sellers
    messages: Messages
    outbox: Outbox
    schedules: Schedules
    shelf: Shelf
    check: Check

    @property
    def stores(self) -> Stores:
        """What settling needs."""
        return {"batches": self.batches, "messages": self.messages}


def plan_batch_items(batch_id: str, invoice_ids: Sequence[str], planning: Planning) -> Counter[str]:
    """How many came to what. Raises Unavailable, after all had their turn, when some could not be tried."""
    done: Counter[str] = Counter()
    unavailable: Unavailable | None = None
    for item in planning.batches.items(batch_id, invoice_ids):
        try:
            done[_plan(item, planning)] += 1
        except StaleVersion:
            done["changed_meanwhile"] += 1  # whoever changed it has dealt with it
        except Unavailable as failure:
            unavailable = failure
    if unavailable:
        raise unavailable
    return done


def _plan(item: BatchItem, planning: Planning) -> str:
    if not due(item, planning.run):
        return "left_alone"
    batch = planning.batches.head(item.batch_id)
    if batch.stops(planning.run):
        return _stop(item, planning)
    try:
        return _send(item, batch, planning)
    except (Unavailable, StaleVersion):
        raise
    except Exception as broken:  # noqa: BLE001 - whatever is wrong with one invoice is told, and the rest go on
        text = str(broken) if isinstance(broken, InvalidInput | Conflict | NotFound) else type(broken).__name__
        return give_up_item(item, Blocker(_code(broken), text), run=planning.run, **planning.stores)


def _code(broken: Exception) -> str:
    if isinstance(broken, Conflict):
        return broken.code
    return {InvalidInput: "invalid_input", NotFound: "not_found"}.get(type(broken), "broken")


def _send(item: BatchItem, batch: Batch, planning: Planning) -> str:
    invoice = planning.invoices.get(item.invoice_id)
    settings = _timely(batch.settings, invoice, planning)
    if item.state is not ItemState.PLANNED:
        item = replace(item, number=invoice.number, customer_name=invoice.customer_name)
        earlier = earlier_emails(item, planning.run, messages=planning.messages)
        if earlier and _nothing_to_repeat(earlier):
            return str(settle_batch_item(item.batch_id, item.invoice_id, **planning.stores))
        if blockers := _blockers(invoice, settings, own=_own(item, planning.run, earlier), planning=planning):
            return _block(item, blockers, planning)
        item = _claim(item, planning)
    _hand_over(item, batch, settings, planning)
    # A cancellation looks for messages after it has stopped the batch. One that it could not see yet is ours to stop.
    if planning.batches.head(item.batch_id).stops(planning.run):
        return _stop(item, planning)
    settle_batch_item(item.batch_id, item.invoice_id, **planning.stores)  # its e-mails are counted from now on
    return "planned"


def _stop(item: BatchItem, planning: Planning) -> str:
    state = cancel_batch_item(
        item, now=planning.now, new_id=planning.new_id, schedules=planning.schedules, **planning.stores
    )
    return str(state).lower()


def _timely(settings: Settings, invoice: Invoice, planning: Planning) -> Settings:
    """Who retries what was to leave at a time that has passed wants it sent after all: then it leaves at once."""
    if planning.run == 1 or not settings.send_at:
        return settings
    over = has_passed(
        datetime.fromisoformat(settings.send_at),
        settings.timezone,
        customer=planning.customers.get(invoice.customer_id),
        seller=planning.sellers.get(invoice.seller_id),
        now=planning.now,
    )
    return replace(settings, send_at="") if over else settings


def _nothing_to_repeat(earlier: tuple[Email, ...]) -> bool:
    """Whether everybody was reached by an earlier run, or it is not known yet."""
    return any(email.status in UNDECIDED for email in earlier) or all(email.status in ACCEPTED for email in earlier)


def _reached(earlier: tuple[Email, ...]) -> frozenset[str]:
    """Whom an earlier run has written to."""
    return frozenset(normalise(email.recipient.address) for email in earlier if email.status in ACCEPTED)


def _own(item: BatchItem, run: int, earlier: tuple[Email, ...]) -> set[str]:
    """Messages of which it is known whom they have reached: they do not count as sent before."""
    ours = {message_id(item.batch_id, item.invoice_id, each) for each in range(1, run + 1)}
    return ours | {email.message_id for email in earlier}


def _blockers(invoice: Invoice, settings: Settings, *, own: Container[str], planning: Planning) -> tuple[Blocker, ...]:
    return find_blockers(
        invoice,
        settings,
        own=own,
        now=planning.now,
        customers=planning.customers,
        sellers=planning.sellers,
        messages=planning.messages,
        check=planning.check,
    )


def _claim(item: BatchItem, planning: Planning) -> BatchItem:
    """The intent comes before the message: of two that plan it, or plan and cancel it, one goes on."""
    return planning.batches.change_item(item, taken_up(item, ItemState.PLANNED, planning.run))


def _block(item: BatchItem, blockers: tuple[Blocker, ...], planning: Planning) -> str:
    text = "; ".join(each.text for each in blockers)
    blocked = taken_up(item, ItemState.BLOCKED, planning.run, code=blockers[0].code, reason=text)
    planning.batches.change_item(item, blocked)
    return f"blocked_{blockers[0].code}"


def _hand_over(item: BatchItem, batch: Batch, settings: Settings, planning: Planning) -> None:
    """Plan the message, or, when it is planned already, have it brought again: nothing is decided twice."""
    with suppress(NotFound):
        _, emails = planning.messages.get(item.message_id)
        return arrange_delivery(
            item.message_id,
            not_before=departs(emails),
            now=planning.now,
            outbox=planning.outbox,
            schedules=planning.schedules,
        )
    # Asked for here, so that a task that died after its claim leaves out whom an earlier run has reached, too.
    besides = _reached(earlier_emails(item, planning.run, messages=planning.messages))
    try:
        plan_send(
            item.invoice_id,
            replace(send_request(settings), besides=besides),
            key=message_key(item.batch_id, planning.run),
            actor=batch.actor,
            now=planning.now,
            new_id=planning.new_id,
            messages=planning.messages,
            outbox=planning.outbox,
            schedules=planning.schedules,
            shelf=planning.shelf,
            batch_id=item.batch_id,
        )
    except StaleVersion as restless:
        raise Unavailable(f"{item.invoice_id} keeps changing; it is tried again") from restless
