"""Batches as callers give and get them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from api.bodies.common import Currency, Day, Given, Shown
from api.bodies.sends import WishesBody
from dunlin.domain.batch import Batch, BatchItem, BatchState, ItemState, Progress, Selection, Settings
from dunlin.domain.delivery import Bucket, Colour
from dunlin.domain.invoice import Status
from dunlin.domain.message import Edition
from dunlin.domain.money import LARGEST
from dunlin.services.dry_run import Checked
from dunlin.services.start_batch import MOST

InvoiceId = Annotated[str, Field(pattern="^inv_[A-Za-z0-9_-]{1,60}$")]
Minor = Annotated[int, Field(ge=0, le=LARGEST)]


class FilterBody(Given):
    """Which invoices: everything that is given must hold."""

    customer_id: Annotated[str, Field(pattern="^([A-Za-z0-9_-]{1,64})?$")] = ""
    status: Annotated[list[Status], Field(max_length=6)] = []
    light: Annotated[list[Colour], Field(max_length=4)] = []
    due_from: Day | None = None
    due_to: Day | None = None
    amount_from: Minor | None = Field(None, description="what the invoice asks for, in minor units of its currency")
    amount_to: Minor | None = None
    currency: Currency | None = None
    text: Annotated[str, Field(max_length=100, description="in number or customer name")] = ""

    def to_domain(self) -> Selection:
        """The domain's selection."""
        return Selection(
            customer_id=self.customer_id,
            statuses=tuple(self.status),
            lights=tuple(self.light),
            due_from=self.due_from,
            due_to=self.due_to,
            amount_from=self.amount_from,
            amount_to=self.amount_to,
            currency=self.currency or "",
            text=self.text,
        )


class SettingsBody(WishesBody):
    """How to send, the same for all: what one send takes, but for the recipients."""

    editions: Annotated[
        list[Edition],
        Field(min_length=1, max_length=3, description="`original`: what is owed; `draft`, `copy` (of a paid one)"),
    ] = [Edition.ORIGINAL]
    again_today: bool = Field(False, description="send even what was already sent on that day")

    def to_domain(self) -> Settings:
        """The domain's settings."""
        return Settings(
            **self.wishes(),
            send_at=self.send_at or "",
            editions=tuple(dict.fromkeys(self.editions)),
            again_today=self.again_today,
        )


class NewBatch(Given):
    """Which invoices to send, by id or by filter, and how."""

    invoice_ids: Annotated[list[InvoiceId], Field(max_length=MOST)] = []
    filter: FilterBody | None = Field(None, description="an empty one means every invoice")
    settings: SettingsBody = SettingsBody()

    def selection(self) -> Selection | None:
        """The domain's selection, if invoices are not named."""
        return self.filter.to_domain() if self.filter is not None else None


class BatchSummary(Shown):
    """A batch in a list."""

    batch_id: str
    state: BatchState
    run: int
    created_at: datetime
    created_by: str


class BatchShown(BatchSummary):
    """A batch with its progress: `items` counts invoices by state, `emails` what became of their e-mails."""

    total: int
    pending: int
    items: dict[ItemState, int]
    emails: dict[Bucket, int]


class ItemShown(Shown):
    """One invoice of a batch, and what became of it."""

    invoice_id: str
    number: str
    customer_name: str
    state: ItemState
    code: str
    reason: str
    message_id: str
    emails: dict[Bucket, int]


class BlockerShown(Shown):
    """Why an invoice cannot be sent as it is."""

    code: str
    text: str


class CheckedShown(Shown):
    """An invoice that would be in the batch."""

    invoice_id: str
    number: str
    customer_name: str
    blockers: list[BlockerShown]


class DryRunShown(Shown):
    """A page of what the batch would be; the counts are the page's. Nothing was planned."""

    sendable: int
    blocked: int
    blockers: dict[str, int] = Field(description="invoices by code of blocker")
    items: list[CheckedShown]
    next_cursor: str | None


def summary(batch: Batch) -> BatchSummary:
    """A batch in a list."""
    return BatchSummary(**_common(batch))


def shown(batch: Batch, progress: Progress) -> BatchShown:
    """A batch with its progress."""
    return BatchShown(
        **_common(batch), total=progress.total, pending=progress.pending, items=progress.items, emails=progress.emails
    )


def item(of: BatchItem) -> ItemShown:
    """One invoice of a batch."""
    return ItemShown.model_validate(of)


def checked(items: tuple[Checked, ...], next_cursor: str | None) -> DryRunShown:
    """A page of a dry run."""
    blocked = [each for each in items if each.blockers]
    codes = [blocker.code for each in blocked for blocker in each.blockers]
    return DryRunShown(
        sendable=len(items) - len(blocked),
        blocked=len(blocked),
        blockers={code: codes.count(code) for code in sorted(set(codes))},
        items=[CheckedShown.model_validate(each) for each in items],
        next_cursor=next_cursor,
    )


def _common(batch: Batch) -> dict[str, Any]:
    return {
        "batch_id": batch.batch_id,
        "state": batch.state,
        "run": batch.run,
        "created_at": batch.created_at,
        "created_by": batch.actor.name,
    }
