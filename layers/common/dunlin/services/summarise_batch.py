"""Summarise a run: say where the batch stands, and whether something was left behind."""

from dataclasses import replace

from dunlin.domain.batch import BatchState, ItemState, Progress
from dunlin.domain.errors import StaleVersion
from dunlin.services.ports.batches import BatchAction, Batches

_DONE = {
    BatchAction.SEND: (BatchState.PLANNING, BatchState.PLANNED),
    BatchAction.CANCEL: (BatchState.CANCELLING, BatchState.CANCELLED),
}


def summarise_batch(
    batch_id: str, *, run: int, action: BatchAction, failed: bool, batches: Batches
) -> tuple[BatchState, Progress]:
    """The batch's state and counts. A run that somebody has stopped or followed changes nothing any more."""
    batch, progress = batches.get(batch_id)
    begun, ended = _DONE[action]
    if batch.state is not begun or batch.run != run:
        return batch.state, progress
    left = failed or progress.items.get(ItemState.WAITING, 0) > 0
    if left and action is BatchAction.CANCEL:
        return BatchState.INCOMPLETE, progress  # it stays stopped: cancelling again takes up the rest
    after = replace(batch, state=BatchState.INCOMPLETE if left else ended)
    try:
        batches.change(batch, after)
    except StaleVersion:
        return batches.head(batch_id).state, progress
    return after.state, progress
