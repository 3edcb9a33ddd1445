"""Cancel a batch: nothing more is planned from now on, and a run calls back what nobody has claimed yet."""

from dataclasses import replace

from dunlin.domain.batch import AT_WORK, Batch, BatchState
from dunlin.domain.errors import Conflict, StaleVersion
from dunlin.services.ports.batches import BatchAction, Batches, BatchRuns

_TRIES = 3


def cancel_batch(batch_id: str, *, batches: Batches, runs: BatchRuns) -> Batch:
    """The batch, being cancelled. Asking again changes nothing.

    Raises Conflict when everything has come to its end: what was sent cannot be called back.
    """
    for _ in range(_TRIES):
        batch, progress = batches.get(batch_id)
        if batch.state is BatchState.CANCELLED:
            return batch
        if batch.state not in AT_WORK and not progress.pending:
            raise Conflict("nothing is left to cancel: every invoice has come to its end", code="batch_finished")
        after = _cancelling(batch, runs)
        try:
            batches.change(batch, after)
        except StaleVersion:
            continue
        runs.start(batch_id, run=after.run, action=BatchAction.CANCEL)
        return after
    raise StaleVersion(f"batch {batch_id} keeps changing: try again")


def _cancelling(batch: Batch, runs: BatchRuns) -> Batch:
    """A cancellation that was begun and died needs another run: one run has one name, and a name works once."""
    begun = batch.state is BatchState.CANCELLING
    died = begun and not runs.at_work(batch.batch_id, run=batch.run, action=BatchAction.CANCEL)
    return replace(batch, state=BatchState.CANCELLING, run=batch.run + died)
