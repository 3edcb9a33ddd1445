"""Planning ten thousand invoices holds no more of them in memory than planning a thousand: the service with the real
adapter that writes the plan, and with what is stored kept elsewhere. (moto would keep it in this very process.)
"""

import gc
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, cast

from dunlin.adapters.s3_batch_plans import S3BatchPlans
from dunlin.domain.batch import Batch, BatchItem
from dunlin.services.plan_batch import plan_batch
from dunlin.services.ports.batches import BatchAction
from dunlin.services.ports.records import Page
from tests.builders import CLERK, NOW
from tests.fakes import FakeInvoices
from tests.fakes_batches import FakeBatches

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

FEW, MANY = 1_000, 10_000


@dataclass
class Elsewhere(FakeBatches):
    """Batches whose items are kept by somebody else, as DynamoDB keeps them: only what is asked for is here."""

    size: int = 0
    added: int = 0

    def named(self, batch_id: str) -> Iterator[str]:
        return (f"inv_{number:026}" for number in range(self.size))

    def add_items(self, items: Sequence[BatchItem]) -> None:
        self.added += len(items)

    def list_items(self, batch_id: str, *, limit: int, after: dict[str, str] | None = None) -> Page[BatchItem]:
        first = int(after["after"]) if after else 0
        last = min(first + limit, self.size)
        found = tuple(BatchItem(batch_id, f"inv_{number:026}") for number in range(first, last))
        return Page(found, {"after": str(last)} if last < self.size else None)


class Wire:
    """The part of boto3's S3 that the adapter uses: sends a file block by block, as boto3 does."""

    def __init__(self) -> None:
        self.sent = 0

    def put_object(self, *, Body: IO[bytes], **_: Any) -> None:  # noqa: N803 - boto3's name
        while block := Body.read(8_192):
            self.sent += len(block)


def peak(size: int) -> int:
    """The most bytes that planning so many held at a time."""
    batches, wire = Elsewhere(size=size), Wire()
    batches.add(Batch("bat_1", NOW, CLERK), ())
    plans, invoices = S3BatchPlans(cast("S3Client", wire), bucket="documents"), FakeInvoices()
    gc.collect()
    tracemalloc.start()
    try:
        plan_batch("bat_1", run=1, action=BatchAction.SEND, batches=batches, plans=plans, invoices=invoices)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert batches.added == size
    assert wire.sent > size * len("inv_") + 26
    return most


def test_ten_times_as_many_invoices_need_no_more_memory() -> None:
    peak(FEW)  # what is loaded once is loaded now
    assert peak(MANY) < 1.5 * peak(FEW)
