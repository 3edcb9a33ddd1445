"""Ending links into the portal: `/v1/invoices/{id}/links/revoke`, `/v1/customers/{id}/links/revoke`."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Path
from pydantic import Field

from api.access import SEND
from api.bodies.common import Given
from dunlin import wiring
from dunlin.services.revoke_links import revoke_customer_links, revoke_invoice_links

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]
Which = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,64}$")]


class InvoiceLinks(Given):
    """Which links end: that of one e-mail, or, left out, all to the invoice."""

    email_id: Which = ""


class CustomerLinks(Given):
    """Whose links end: those of one contact, or, left out, all of the customer."""

    contact_id: Which = ""


@router.post(
    "/v1/invoices/<invoice_id>/links/revoke",
    tags=["portal"],
    summary="End links to an invoice",
    status_code=204,
    middlewares=[SEND],
)
def revoke_of_invoice(invoice_id: Id, body: Annotated[InvoiceLinks, Body()] = InvoiceLinks()) -> Response[None]:  # noqa: B008
    """At once, and for good. Mails that are sent later bring new links."""
    revoke_invoice_links(
        invoice_id,
        body.email_id,
        at=wiring.now(),
        links=wiring.links(),
        invoices=wiring.invoices(),
        messages=wiring.messages(),
    )
    return Response(204)


@router.post(
    "/v1/customers/<customer_id>/links/revoke",
    tags=["portal"],
    summary="End links and sessions of a customer",
    status_code=204,
    middlewares=[SEND],
)
def revoke_of_customer(customer_id: Id, body: Annotated[CustomerLinks, Body()] = CustomerLinks()) -> Response[None]:  # noqa: B008
    """At once: links that were mailed, and whoever has signed in. Mails that are sent later bring new links."""
    revoke_customer_links(
        customer_id, body.contact_id, at=wiring.now(), links=wiring.links(), customers=wiring.customers()
    )
    return Response(204)
