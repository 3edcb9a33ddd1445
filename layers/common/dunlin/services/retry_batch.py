"""Retry a batch: what failed, was blocked or was cancelled is planned again; what was sent never is."""

from dataclasses import replace

from dunlin.domain.batch import AT_WORK, Batch, BatchState, ItemState, Progress
from dunlin.domain.errors import Conflict
from dunlin.services.ports.batches import BatchAction, Batches, BatchRuns

_AGAIN = (ItemState.WAITING, ItemState.FAILED, ItemState.BLOCKED, ItemState.CANCELLED)


def retry_batch(batch_id: str, *, key: str, batches: Batches, runs: BatchRuns) -> Batch:
    """The batch, on its next run. The same `key` is the same run.

    Raises Conflict while a run is under way or when nothing is left to try, StaleVersion when somebody was faster.
    """
    batch, progress = batches.get(batch_id)
    if batch.run_key != key:
        _check(batch, progress, runs)
        after = replace(batch, state=BatchState.PLANNING, run=batch.run + 1, run_key=key)
        batches.change(batch, after)
        batch = after
    runs.start(batch_id, run=batch.run, action=BatchAction.SEND)
    return batch


def _check(batch: Batch, progress: Progress, runs: BatchRuns) -> None:
    action = BatchAction.CANCEL if batch.state is BatchState.CANCELLING else BatchAction.SEND
    if batch.state in AT_WORK and runs.at_work(batch.batch_id, run=batch.run, action=action):
        raise Conflict("a run of this batch is under way: wait until it has ended", code="batch_at_work")
    if batch.listed and not any(progress.items.get(state) for state in _AGAIN):
        raise Conflict("nothing is left to retry: every invoice was sent or is on its way", code="nothing_to_retry")
