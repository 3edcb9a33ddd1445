"""Start a batch: keep the wish, and have the state machine carry it out."""

from collections.abc import Sequence
from datetime import datetime

from dunlin.domain.batch import Batch, Selection, Settings
from dunlin.domain.errors import AlreadyExists, InvalidInput, NotFound, Problem, TooLarge
from dunlin.domain.ids import derived
from dunlin.domain.timeline import Actor
from dunlin.services.check_settings import check_settings
from dunlin.services.ports.batches import BatchAction, Batches, BatchRuns
from dunlin.services.shelf import Shelf

MOST = 10_000


def start_batch(
    invoice_ids: Sequence[str],
    selection: Selection | None,
    settings: Settings,
    *,
    key: str,
    actor: Actor,
    now: datetime,
    batches: Batches,
    runs: BatchRuns,
    shelf: Shelf,
) -> Batch:
    """The batch, on its way. The same `key` of the same actor is the same batch, whatever happens.

    Raises InvalidInput unless either invoices or a selection are given, TooLarge for too many, InvalidInput or
    Conflict for settings that suit no invoice.
    """
    check_wish(invoice_ids, selection)
    batch_id = derived("bat", actor.name, key)
    try:
        batch = batches.head(batch_id)  # what an earlier try was told holds, though its time may have passed since
    except NotFound:
        check_settings(settings, now=now, shelf=shelf)
        batch = Batch(batch_id, now, actor, run_key=key, settings=settings, selection=selection)
        batch = _added(batch, invoice_ids, batches)
    if batch.run == 1:
        runs.start(batch_id, run=1, action=BatchAction.SEND)
    return batch


def _added(batch: Batch, invoice_ids: Sequence[str], batches: Batches) -> Batch:
    try:
        batches.add(batch, tuple(dict.fromkeys(invoice_ids)))
    except AlreadyExists:
        return batches.head(batch.batch_id)
    return batch


def check_wish(invoice_ids: Sequence[str], selection: Selection | None) -> None:
    """Raises InvalidInput or TooLarge for a wish that names nothing, both, or too much."""
    if bool(invoice_ids) == (selection is not None):
        message = "give either `invoice_ids` or `filter`"
        raise InvalidInput(message, Problem("/invoice_ids", message))
    if len(invoice_ids) > MOST:
        message = f"{len(invoice_ids)} invoices are more than the {MOST} of one batch"
        raise TooLarge(message, Problem("/invoice_ids", message))
