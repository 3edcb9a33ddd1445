"""Settle an item of a batch: what its message has come to. The e-mails are the truth; the item repeats them."""

from collections.abc import Iterator
from dataclasses import replace

from dunlin.domain.batch import BatchItem, ItemState, counted, message_id, outcome
from dunlin.domain.email import Email, message_id_of
from dunlin.domain.errors import NotFound, StaleVersion, Unavailable
from dunlin.services.ports.batches import Batches
from dunlin.services.ports.sending import Messages

_TRIES = 5


def settle_batch_item(batch_id: str, invoice_id: str, *, batches: Batches, messages: Messages) -> ItemState | None:
    """The item's state now; None for an unknown one. Whatever is repeated or comes late, the result is the same.

    The item is read before its e-mails: whoever writes last has seen the latest of them.
    """
    for _ in range(_TRIES):
        found = batches.items(batch_id, (invoice_id,))
        if not found:
            return None
        before = found[0]
        after = _as_it_is(before, messages)
        if after == before:
            return before.state
        try:
            return batches.change_item(before, after).state
        except StaleVersion:
            continue
    raise Unavailable(f"item {invoice_id} of {batch_id} keeps changing: try again")


def earlier_emails(item: BatchItem, run: int, *, messages: Messages) -> tuple[Email, ...]:
    """The e-mails of this item's messages of the runs before `run`, or those that took their place."""
    return tuple(email for each in range(1, run) for email in _of_run(item, each, messages))


def _of_run(item: BatchItem, run: int, messages: Messages) -> tuple[Email, ...]:
    return tuple(_standing(message_id(item.batch_id, item.invoice_id, run), messages))


def _standing(message: str, messages: Messages) -> Iterator[Email]:
    """What was sent again to a corrected address is another message; whoever it has reached is not without it."""
    try:
        _, emails = messages.get(message)
    except NotFound:
        return
    for email in emails:
        if not email.superseded_by:
            yield email
        elif (elsewhere := message_id_of(email.superseded_by)) != message:
            yield from _standing(elsewhere, messages)


def _as_it_is(item: BatchItem, messages: Messages) -> BatchItem:
    latest = _of_run(item, item.run, messages) if item.message_id else ()
    emails = (*earlier_emails(item, item.run, messages=messages), *latest)
    if not latest:
        return replace(item, emails=counted(emails))
    state, code, reason = outcome(latest)
    return replace(item, state=state, code=code, reason=reason[:500], emails=counted(emails))
