"""Settle an item of a batch: what its message has come to. The e-mails are the truth; the item repeats them."""

from dataclasses import replace

from dunlin.domain.batch import BatchItem, ItemState, counted, message_id, outcome
from dunlin.domain.errors import NotFound, StaleVersion, Unavailable
from dunlin.domain.message import Email
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
    """The e-mails of this item's messages of the runs before `run`, but for those that another took the place of."""
    found: list[Email] = []
    for each in range(1, run):
        try:
            _, emails = messages.get(message_id(item.batch_id, item.invoice_id, each))
        except NotFound:
            continue
        found.extend(email for email in emails if not email.superseded_by)
    return tuple(found)


def _as_it_is(item: BatchItem, messages: Messages) -> BatchItem:
    emails = earlier_emails(item, item.run + 1, messages=messages)
    latest = [email for email in emails if email.message_id == item.message_id]
    if not latest:
        return replace(item, emails=counted(emails))
    state, code, reason = outcome(latest)
    return replace(item, state=state, code=code, reason=reason[:500], emails=counted(emails))
