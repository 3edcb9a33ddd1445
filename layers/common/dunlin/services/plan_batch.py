"""Plan a run of a batch: find its items, and cut what is due into ready-made batches for the state machine."""

from collections.abc import Iterator
from itertools import batched

from dunlin.domain.batch import OPEN, Batch, BatchItem, due
from dunlin.services.find_invoices import find_invoices
from dunlin.services.ports.batches import BatchAction, Batches, BatchPlans
from dunlin.services.ports.records import Invoices

CHUNK = 100


def plan_batch(
    batch_id: str, *, run: int, action: BatchAction, batches: Batches, plans: BatchPlans, invoices: Invoices
) -> tuple[str, str]:
    """Bucket and key of `[{"ids": [… 100]}, …]`. However large the batch, a hundred items are held at a time.

    The first run stores the items; a later one takes those that may be tried again, a cancellation those still open.
    Harmless to repeat.
    """
    batch = batches.head(batch_id)
    if action is BatchAction.SEND and not batch.listed:
        for items in batched(_found(batch, batches=batches, invoices=invoices), CHUNK, strict=False):
            batches.add_items(items)
        batches.mark_listed(batch_id)
    wanted = (item.invoice_id for item in _all(batch_id, batches) if _wanted(item, run, action))
    return plans.write(batch_id, f"{run}-{action}", batched(wanted, CHUNK, strict=False))


def _found(batch: Batch, *, batches: Batches, invoices: Invoices) -> Iterator[BatchItem]:
    if batch.selection is None:
        for invoice_id in batches.named(batch.batch_id):
            yield BatchItem(batch.batch_id, invoice_id)
        return
    for invoice in find_invoices(batch.selection, invoices=invoices):
        yield BatchItem(batch.batch_id, invoice.invoice_id, number=invoice.number, customer_name=invoice.customer_name)


def _all(batch_id: str, batches: Batches) -> Iterator[BatchItem]:
    page = batches.list_items(batch_id, limit=CHUNK)
    yield from page.items
    while page.next:
        page = batches.list_items(batch_id, limit=CHUNK, after=page.next)
        yield from page.items


def _wanted(item: BatchItem, run: int, action: BatchAction) -> bool:
    return item.state in OPEN if action is BatchAction.CANCEL else due(item, run)
