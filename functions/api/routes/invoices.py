"""Invoices: create or import, list, get, change: `/v1/invoices`."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from api import cursors, leads, reading, versions
from api.access import READ, SEND, actor
from api.bodies.common import Currency, Day, Shown
from api.bodies.invoices import InvoicePatch, NewInvoice
from api.bodies.shown import InvoiceCreated, InvoiceShown, InvoiceSummary, created, summary, whole
from dunlin import settings, wiring
from dunlin.adapters.ubl.reader import read_invoice
from dunlin.domain.delivery import Colour
from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.invoice import Status
from dunlin.domain.money import LARGEST
from dunlin.services.create_invoice import create_invoice
from dunlin.services.import_invoice import import_invoice
from dunlin.services.ports.records import InvoiceQuery
from dunlin.services.revise_invoice import revise_invoice

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]
LIST = "invoices"
XML = ("application/xml", "text/xml")
_CREATED = leads.answer(
    InvoiceCreated,
    *(
        target.replace("…", "/v1/invoices/{invoice_id}")
        for target in (
            "GET …",
            "PATCH …",
            "GET …/pdf",
            "GET …/timeline",
            "POST …/post",
            "POST …/void",
            "POST …/preview",
            "POST …/send",
            "POST …/payments",
            "GET …/dunning",
            "DELETE …/dunning",
            "POST …/dunning/hold",
            "POST …/dunning/promise",
            "POST …/links/revoke",
            "GET /v1/customers/{customer_id}/statement",
        )
    ),
    headers=("ETag", "Location"),
)


class InvoiceList(Shown):
    """A page of invoices. It may be short, or even empty, though there is a next one."""

    items: list[InvoiceSummary]
    next_cursor: str | None


@router.post(
    "/v1/invoices",
    tags=["invoices"],
    summary="Create an invoice from JSON, or import one from UBL 2.1",
    status_code=201,
    middlewares=[SEND],
    responses={201: _CREATED, 200: {**_CREATED, "description": "Known already: nothing was changed"}},
)
def post_invoice_document() -> Response[InvoiceCreated]:
    """`application/json`: a new DRAFT for a known seller and customer. `application/xml`: an EN 16931 invoice in UBL.

    The same file again answers 200 and changes nothing; 409 with `existing_id` when the seller has another invoice of
    that number.
    """
    type_ = reading.content_type(router)
    if type_ in XML:
        body = _imported()
    elif type_ in {"application/json", ""}:
        body = _created()
    else:
        raise reading.ContentTypeRefused(f"{type_} is not taken: send application/json, or application/xml for UBL 2.1")
    status = 200 if body.known_already else 201
    return versions.tagged(body, body.version, status=status, location=f"/v1/invoices/{body.invoice_id}")


def _imported() -> InvoiceCreated:
    done = import_invoice(
        read_invoice(reading.raw(router)),
        sender_address=settings.default_sender_address(),
        actor=actor(router),
        now=wiring.now(),
        new_id=wiring.new_id,
        sellers=wiring.sellers(),
        customers=wiring.customers(),
        invoices=wiring.invoices(),
        known=wiring.identifiers(),
    )
    return created(
        done.invoice,
        done.document,
        warnings=done.warnings,
        attachments=done.attachments,
        new_seller=done.new_seller,
        new_customer=done.new_customer,
        known_already=done.known_already,
    )


def _created() -> InvoiceCreated:
    body = reading.read(router, NewInvoice)
    seller, customer = wiring.sellers().get(body.seller_id), wiring.customers().get(body.customer_id)
    document = body.to_domain(seller.party, customer.party)
    invoice, note = create_invoice(
        seller,
        customer,
        number=body.number,
        issue_date=body.issue_date,
        due=body.due_date,
        document=document,
        actor=actor(router),
        now=wiring.now(),
        new_id=wiring.new_id,
        invoices=wiring.invoices(),
    )
    return created(invoice, document, warnings=(note,) if note else ())


@router.get("/v1/invoices", tags=["invoices"], summary="List invoices by due date", middlewares=[READ])
def list_invoices(  # noqa: PLR0917 - they are the query's parameters
    customer_id: Annotated[str, Query()] = "",
    status: Annotated[list[Status] | None, Query()] = None,
    light: Annotated[list[Colour] | None, Query()] = None,
    due_from: Annotated[Day | None, Query()] = None,
    due_to: Annotated[Day | None, Query()] = None,
    overdue: Annotated[bool, Query(description="owed, and due before today (UTC)")] = False,
    amount_from: Annotated[int | None, Query(ge=0, le=LARGEST, description="what it asks for, in minor units")] = None,
    amount_to: Annotated[int | None, Query(ge=0, le=LARGEST)] = None,
    currency: Annotated[Currency | None, Query(description="amounts are of any currency without it")] = None,
    text: Annotated[str, Query(max_length=100, description="in number or customer name")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query()] = None,
) -> InvoiceList:
    """Filters add up. Every invoice comes with its delivery light."""
    query = InvoiceQuery(
        customer_id=customer_id,
        statuses=tuple(status or ()),
        lights=tuple(light or ()),
        due_from=due_from,
        due_to=due_to,
        text=text,
        overdue_on=wiring.now().date() if overdue else None,
        amount_from=amount_from,
        amount_to=amount_to,
        currency=currency or "",
    )
    page = wiring.invoices().list(query, limit=limit, after=cursors.decode(cursor, of=LIST))
    return InvoiceList(items=[summary(each) for each in page.items], next_cursor=cursors.encode(page.next, of=LIST))


@router.get(
    "/v1/invoices/<invoice_id>",
    tags=["invoices"],
    summary="Get an invoice",
    middlewares=[READ],
    responses={
        200: leads.answer(
            InvoiceShown,
            "POST /v1/invoices/{invoice_id}/payments/{payment_id}/refund",
            named={"payment_id": "payments/0/payment_id"},
            headers=("ETag",),
        )
    },
)
def get_invoice(invoice_id: Id) -> Response[InvoiceShown]:
    """The invoice, whole, with its light and its ETag."""
    invoice, document = wiring.invoices().get_with_document(invoice_id)
    return versions.tagged(whole(invoice, document), invoice.version)


@router.patch("/v1/invoices/<invoice_id>", tags=["invoices"], summary="Change an invoice", middlewares=[SEND])
def patch_invoice(invoice_id: Id, body: InvoicePatch) -> Response[InvoiceShown]:
    """A DRAFT's content, whole; afterwards the due date only. With `If-Match`, only that version."""
    common: dict[str, Any] = {
        "actor": actor(router),
        "now": wiring.now(),
        "new_id": wiring.new_id,
        "invoices": wiring.invoices(),
        "outbox": wiring.outbox(),
        "version": versions.wanted(router),
    }
    if body.content is None and body.due_date is None:
        raise InvalidInput("Nothing to change.", Problem("", "give `content` or `due_date`"))
    content = body.content
    invoice, document = revise_invoice(
        invoice_id,
        document=content.to_domain if content else None,
        issue_date=content.issue_date if content else None,
        due=body.due_date or (content.due_date if content else None),
        sellers=wiring.sellers(),
        customers=wiring.customers(),
        **common,
    )
    return versions.tagged(whole(invoice, document), invoice.version)
