"""Batches: many invoices with one request: `/v1/batches`."""

from functools import partial
from typing import Annotated, cast

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from api import cursors, leads
from api.access import READ, SEND, actor
from api.bodies import batches as bodies
from api.bodies.batches import BatchShown, BatchSummary, DryRunShown, ItemShown, NewBatch
from api.bodies.common import Shown
from api.files import csv_file, wants_csv
from api.repeats import once
from api.tables import table
from dunlin import wiring
from dunlin.domain.batch import BatchItem
from dunlin.domain.delivery import Bucket
from dunlin.services.cancel_batch import cancel_batch
from dunlin.services.dry_run import dry_run
from dunlin.services.ports.records import Page
from dunlin.services.preview_send import preview_send
from dunlin.services.retry_batch import retry_batch
from dunlin.services.start_batch import start_batch

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]
LIST, DRY = "batches", "dry-run"
COLUMNS = ("invoice_id", "number", "customer_name", "state", "code", "reason", "message_id")
# A row is about 200 bytes, and API Gateway takes six megabytes.
MOST_ROWS = 10_000


class BatchList(Shown):
    """A page of batches, newest first."""

    items: list[BatchSummary]
    next_cursor: str | None


class ItemList(Shown):
    """A page of a batch's invoices."""

    items: list[ItemShown]
    next_cursor: str | None


@router.post(
    "/v1/batches",
    tags=["batches"],
    summary="Send many invoices, or see what would keep them",
    status_code=202,
    middlewares=[SEND],
    responses={
        202: leads.answer(
            BatchShown,
            "GET /v1/batches/{batch_id}",
            "GET /v1/batches/{batch_id}/items",
            "POST /v1/batches/{batch_id}/cancel",
            "POST /v1/batches/{batch_id}/retry",
            headers=("Location",),
        ),
        200: leads.answer(DryRunShown, description="A dry run"),
    },
)
def post_batch(
    body: NewBatch,
    dry: Annotated[bool, Query(alias="dry_run", description="plan nothing, tell the blockers: 200")] = False,
    limit: Annotated[int, Query(ge=1, le=500, description="of a dry run")] = 200,
    cursor: Annotated[str | None, Query(description="of a dry run")] = None,
) -> Response[BatchShown | DryRunShown]:
    """Planned in the background: follow `Location`. Needs an `Idempotency-Key`; the same key is the same batch.

    One broken invoice never stops the rest: it is BLOCKED, with the reason, in the batch's items.
    """
    if dry:
        return Response(200, "application/json", _dry_run(body, limit, cursor))

    def start(key: str) -> dict[str, object]:
        batch = start_batch(
            body.invoice_ids,
            body.selection(),
            body.settings.to_domain(),
            key=key,
            actor=actor(router),
            now=wiring.now(),
            batches=wiring.batches(),
            runs=wiring.batch_runs(),
            shelf=wiring.shelf(),
        )
        return _told(batch.batch_id).model_dump(mode="json")

    batch = BatchShown.model_validate(once(router, start))
    return Response(202, "application/json", batch, {"Location": f"/v1/batches/{batch.batch_id}"})


@router.get("/v1/batches", tags=["batches"], summary="List batches", middlewares=[READ])
def list_batches(
    limit: Annotated[int, Query(ge=1, le=200)] = 50, cursor: Annotated[str | None, Query()] = None
) -> BatchList:
    """Newest first."""
    page = wiring.batches().list(limit=limit, after=cursors.decode(cursor, of=LIST))
    return BatchList(
        items=[bodies.summary(each) for each in page.items], next_cursor=cursors.encode(page.next, of=LIST)
    )


@router.get("/v1/batches/<batch_id>", tags=["batches"], summary="Get a batch and its progress", middlewares=[READ])
def get_batch(batch_id: Id) -> BatchShown:
    """How many invoices are in which state, and what became of their e-mails."""
    return _told(batch_id)


@router.get(
    "/v1/batches/<batch_id>/items",
    tags=["batches"],
    summary="List a batch's invoices and what became of each",
    middlewares=[READ],
)
def list_items(
    batch_id: Id,
    limit: Annotated[int | None, Query(ge=1, le=MOST_ROWS, description="JSON: at most 200, 100 if left out")] = None,
    cursor: Annotated[str | None, Query()] = None,
) -> Response[ItemList | str]:
    """JSON, or with `Accept: text/csv` a table of everything; then the `Link` header leads to a further page."""
    wiring.batches().head(batch_id)
    name = f"batch/{batch_id}"
    after = cursors.decode(cursor, of=name)
    as_csv = wants_csv(router)
    most = (limit or MOST_ROWS) if as_csv else min(limit or 100, 200)
    page = wiring.batches().list_items(batch_id, limit=most, after=after)
    next_cursor = cursors.encode(page.next, of=name)
    if not as_csv:
        told = ItemList(items=[bodies.item(each) for each in page.items], next_cursor=next_cursor)
        return Response(200, "application/json", told)
    return _csv(batch_id, page, next_cursor)


@router.post(
    "/v1/batches/<batch_id>/cancel", tags=["batches"], summary="Cancel a batch", status_code=202, middlewares=[SEND]
)
def cancel(batch_id: Id) -> Response[BatchShown]:
    """Plans nothing more, and calls back what nobody has claimed yet. What has left stays sent."""
    cancel_batch(batch_id, batches=wiring.batches(), runs=wiring.batch_runs())
    return _accepted(_told(batch_id))


@router.post(
    "/v1/batches/<batch_id>/retry", tags=["batches"], summary="Retry a batch", status_code=202, middlewares=[SEND]
)
def retry(batch_id: Id) -> Response[BatchShown]:
    """What failed, was blocked or was cancelled; never what was sent. Needs an `Idempotency-Key`."""

    def again(key: str) -> dict[str, object]:
        retry_batch(batch_id, key=key, batches=wiring.batches(), runs=wiring.batch_runs())
        return _told(batch_id).model_dump(mode="json")

    return _accepted(BatchShown.model_validate(once(router, again)))


def _told(batch_id: str) -> BatchShown:
    return bodies.shown(*wiring.batches().get(batch_id))


def _accepted(batch: BatchShown) -> Response[BatchShown]:
    return Response(202, "application/json", batch, {"Location": f"/v1/batches/{batch.batch_id}"})


def _dry_run(body: NewBatch, limit: int, cursor: str | None) -> DryRunShown:
    invoices, customers, sellers = wiring.invoices(), wiring.customers(), wiring.sellers()
    page = dry_run(
        body.invoice_ids,
        body.selection(),
        body.settings.to_domain(),
        limit=limit,
        after=cursors.decode(cursor, of=DRY),
        now=wiring.now(),
        invoices=invoices,
        customers=customers,
        sellers=sellers,
        messages=wiring.messages(),
        check=partial(
            preview_send,
            now=wiring.now(),
            invoices=invoices,
            customers=customers,
            shelf=wiring.shelf(),
            render=wiring.mail_renderer(),
        ),
        shelf=wiring.shelf(),
    )
    return bodies.checked(page.items, cursors.encode(page.next, of=DRY))


def _csv(batch_id: str, page: Page[BatchItem], next_cursor: str | None) -> Response[ItemList | str]:
    text = table((*COLUMNS, *(f"emails_{bucket}" for bucket in Bucket)), map(_row, page.items))
    return cast("Response[ItemList | str]", csv_file(router, text, batch_id, next_cursor))


def _row(item: BatchItem) -> list[str | int]:
    texts = (str(getattr(item, name)) for name in COLUMNS)
    return [*texts, *(item.emails.get(bucket, 0) for bucket in Bucket)]
