"""Summarise a run: say where the batch stands, and whether something was left behind."""

from dataclasses import replace

from dunlin.domain.batch import Batch, BatchItem, BatchState, ItemState, Progress
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import NotFound, StaleVersion
from dunlin.services.ports.batches import BatchAction, Batches
from dunlin.services.ports.sending import Messages

_AT_ONCE = 100
_DONE = {
    BatchAction.SEND: (BatchState.PLANNING, BatchState.PLANNED),
    BatchAction.CANCEL: (BatchState.CANCELLING, BatchState.CANCELLED),
}


def summarise_batch(
    batch_id: str, *, run: int, action: BatchAction, failed: bool, batches: Batches, messages: Messages
) -> tuple[BatchState, Progress]:
    """The batch's state and counts. A run that somebody has stopped or followed changes nothing any more.

    A cancellation that left something behind is INCOMPLETE for who asks here; the batch stays CANCELLING, so that
    nothing more is planned, and cancelling again takes up the rest.
    """
    batch, progress = batches.get(batch_id)
    begun, ended = _DONE[action]
    if batch.state is not begun or batch.run != run:
        return batch.state, progress
    left = failed or progress.items.get(ItemState.WAITING, 0) > 0
    if action is BatchAction.CANCEL and (left or _not_called_back(batch, progress, batches, messages)):
        return BatchState.INCOMPLETE, progress
    after = replace(batch, state=BatchState.INCOMPLETE if left else ended)
    try:
        batches.change(batch, after)
    except StaleVersion:
        return batches.head(batch_id).state, progress
    return after.state, progress


def _not_called_back(batch: Batch, progress: Progress, batches: Batches, messages: Messages) -> bool:
    """Whether a mail may still be claimed. What was claimed before is PLANNED too, so that the counts do not tell."""
    if not progress.items.get(ItemState.PLANNED):
        return False
    page = batches.list_items(batch.batch_id, limit=_AT_ONCE)
    while not any(_may_leave(item, messages) for item in page.items):
        if not page.next:
            return False
        page = batches.list_items(batch.batch_id, limit=_AT_ONCE, after=page.next)
    return True


def _may_leave(item: BatchItem, messages: Messages) -> bool:
    if item.state is not ItemState.PLANNED:
        return False
    try:
        _, emails = messages.get(item.message_id)
    except NotFound:  # it was to be made; of planning and cancelling it, neither came to its end
        return True
    return any(email.status is EmailStatus.PLANNED for email in emails)
