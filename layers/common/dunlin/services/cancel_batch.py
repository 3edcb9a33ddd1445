"""Cancel a batch: nothing more is planned from now on, and a run calls back what nobody has claimed yet."""

from dataclasses import replace

from dunlin.domain.batch import AT_WORK, STOPPED, Batch, BatchState
from dunlin.domain.errors import Conflict, StaleVersion
from dunlin.services.ports import BatchAction, Batches, BatchRuns

_TRIES = 3


def cancel_batch(batch_id: str, *, batches: Batches, runs: BatchRuns) -> Batch:
    """The batch, being cancelled. Asking again changes nothing.

    Raises Conflict when everything has come to its end: what was sent cannot be called back.
    """
    for _ in range(_TRIES):
        batch, progress = batches.get(batch_id)
        if batch.state not in STOPPED:
            if batch.state not in AT_WORK and not progress.pending:
                raise Conflict("nothing is left to cancel: every invoice has come to its end", code="batch_finished")
            try:
                batches.change(batch, replace(batch, state=BatchState.CANCELLING))
            except StaleVersion:
                continue
            batch = replace(batch, state=BatchState.CANCELLING)
        runs.start(batch_id, run=batch.run, action=BatchAction.CANCEL)
        return batch
    raise StaleVersion(f"batch {batch_id} keeps changing: try again")
