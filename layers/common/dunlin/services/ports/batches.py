"""Ports of batches: the wish, its items, and the state machine that carries it out.

Adapters and fakes keep these promises; contract tests hold both to them.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Protocol

from dunlin.domain.batch import Batch, BatchItem, Progress
from dunlin.services.ports.records import Page


class Batches(Protocol):
    """Batches and their items. A change of an item and of the counts that tell of it is one transaction."""

    def add(self, batch: Batch, invoice_ids: Sequence[str]) -> None:
        """Store a new batch and the invoices it names, in that order. Raises AlreadyExists."""
        ...

    def get(self, batch_id: str) -> tuple[Batch, Progress]:
        """Raises NotFound."""
        ...

    def head(self, batch_id: str) -> Batch:
        """The batch without its counts, as it is at this instant. Raises NotFound."""
        ...

    def change(self, before: Batch, after: Batch) -> None:
        """Write state and run, if both are still `before`'s. Raises StaleVersion."""
        ...

    def mark_listed(self, batch_id: str) -> None:
        """Remember that all items are stored."""
        ...

    def list(self, *, limit: int, after: dict[str, str] | None = None) -> Page[Batch]:
        """Newest first."""
        ...

    def named(self, batch_id: str) -> Iterator[str]:
        """The invoices that the batch names, never many at a time."""
        ...

    def add_items(self, items: Sequence[BatchItem]) -> None:
        """Store those of these items (at most 100, of one batch) that are not there yet."""
        ...

    def items(self, batch_id: str, invoice_ids: Sequence[str]) -> tuple[BatchItem, ...]:
        """At most 100 of them, as they are at this instant, in the order asked for; unknown ones are left out."""
        ...

    def change_item(self, before: BatchItem, after: BatchItem) -> BatchItem:
        """Write the item with its next revision, and the counts. Raises StaleVersion when it is no longer `before`."""
        ...

    def list_items(self, batch_id: str, *, limit: int, after: dict[str, str] | None = None) -> Page[BatchItem]:
        """By invoice id."""
        ...


class BatchPlans(Protocol):
    """What a run of a batch is made of: the file that the state machine reads."""

    def write(self, batch_id: str, name: str, batches: Iterable[Sequence[str]]) -> tuple[str, str]:
        """Store `[{"ids": […]}, …]`, holding one batch at a time; the answer is bucket and key."""
        ...


class BatchAction(StrEnum):
    """What a run does."""

    SEND = "send"
    CANCEL = "cancel"


class BatchRuns(Protocol):
    """The state machine."""

    def start(self, batch_id: str, *, run: int, action: BatchAction) -> None:
        """Begin a run. The same run again is the same run; raises Unavailable."""
        ...

    def at_work(self, batch_id: str, *, run: int, action: BatchAction) -> bool:
        """Whether that run is under way."""
        ...
