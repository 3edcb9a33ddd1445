"""What is kept about an invoice: its PDF, its timeline, and what was decided about its reminders."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from api import cursors
from api.access import READ
from api.bodies.common import Shown
from api.bodies.decisions import DecisionList, decision
from api.bodies.shown import EntryShown, entry
from api.files import file
from dunlin import wiring
from dunlin.adapters.disposition import disposition
from dunlin.domain.timeline import DECISIONS
from dunlin.services.prepare_mail import pdf_name

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]


class TimelineShown(Shown):
    """A page of the timeline, oldest first."""

    items: list[EntryShown]
    next_cursor: str | None


@router.get("/v1/invoices/<invoice_id>/pdf", tags=["invoices"], summary="Get the PDF", middlewares=[READ])
def get_pdf(invoice_id: Id) -> Response[str]:
    """The invoice as it is now, with what has been paid, in the customer's language."""
    invoice = wiring.invoices().get(invoice_id)
    kept = invoice.pdf
    sha256 = kept.sha256 if kept and kept.version == invoice.version else wiring.pdfs().render(invoice_id)
    headers = {"Content-Disposition": disposition("inline", pdf_name(invoice.number)), "ETag": f'"{sha256}"'}
    return file(wiring.documents().get_pdf(invoice_id, sha256), "application/pdf", headers)


@router.get("/v1/invoices/<invoice_id>/timeline", tags=["invoices"], summary="Get the timeline", middlewares=[READ])
def get_timeline(
    invoice_id: Id,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
    cursor: Annotated[str | None, Query()] = None,
) -> TimelineShown:
    """Everything that happened, who did it, and when."""
    wiring.invoices().get(invoice_id)
    name = f"timeline/{invoice_id}"
    page = wiring.timeline().list(invoice_id, limit=limit, after=cursors.decode(cursor, of=name))
    return TimelineShown(items=[entry(each) for each in page.items], next_cursor=cursors.encode(page.next, of=name))


@router.get(
    "/v1/invoices/<invoice_id>/decisions",
    tags=["dunning"],
    summary="List decisions about reminders",
    middlewares=[READ],
)
def get_decisions(
    invoice_id: Id,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query()] = None,
) -> DecisionList:
    """Why it was, or was not, reminded of: newest first, with the facts that were seen."""
    wiring.invoices().get(invoice_id)
    name = f"decisions/{invoice_id}"
    after = cursors.decode(cursor, of=name)
    page = wiring.timeline().latest(invoice_id, about=DECISIONS, limit=limit, after=after)
    return DecisionList(items=[decision(each) for each in page.items], next_cursor=cursors.encode(page.next, of=name))
