"""Customers: `/v1/customers`."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query

from api import cursors, leads, versions
from api.access import READ, SEND
from api.bodies.common import EmailText, Given, Shown
from api.bodies.parties import CustomerBody, CustomerPatch, CustomerShown, contacts, customer_shown, patched
from dunlin import wiring
from dunlin.domain.customer import Customer
from dunlin.services.clear_undeliverable import clear_undeliverable
from dunlin.services.name_workflow import name_workflow
from dunlin.services.save_customer import save_customer

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]
LIST = "customers"


class CustomerList(Shown):
    """A page of customers."""

    items: list[CustomerShown]
    next_cursor: str | None


class ClearedAddress(Given):
    """An address to try again."""

    address: EmailText


@router.get("/v1/customers", tags=["customers"], summary="List customers", middlewares=[READ])
def list_customers(
    limit: Annotated[int, Query(ge=1, le=200)] = 50, cursor: Annotated[str | None, Query()] = None
) -> CustomerList:
    """By name."""
    page = wiring.customers().list(limit=limit, after=cursors.decode(cursor, of=LIST))
    return CustomerList(items=[_shown(each) for each in page.items], next_cursor=cursors.encode(page.next, of=LIST))


@router.post(
    "/v1/customers",
    tags=["customers"],
    summary="Create a customer",
    status_code=201,
    middlewares=[SEND],
    responses={
        201: leads.answer(
            CustomerShown,
            "GET /v1/customers/{customer_id}",
            "PATCH /v1/customers/{customer_id}",
            "POST /v1/customers/{customer_id}/hold",
            "POST /v1/customers/{customer_id}/resume",
            "POST /v1/customers/{customer_id}/links/revoke",
            "GET /v1/customers/{customer_id}/statement",
            given={"POST /v1/invoices": {"customer_id": "customer_id"}},
            headers=("ETag", "Location"),
        )
    },
)
def create_customer(body: CustomerBody) -> Response[CustomerShown]:
    """A new customer. 409 with `existing_id` when its tax or registration id belongs to one already."""
    customer = _save(
        Customer(
            customer_id=wiring.new_id("cus"),
            version=0,
            party=body.party.to_domain(),
            contacts=contacts(body.contacts, [wiring.new_id("con") for _ in body.contacts]),
            preferences=body.preferences.to_domain(),
            locale=body.locale,
            time_zone=body.time_zone,
            consumer=body.consumer,
            workflow_id=body.workflow_id,
        ),
        before=None,
    )
    location = f"/v1/customers/{customer.customer_id}"
    return versions.tagged(_shown(customer), customer.version, status=201, location=location)


@router.get("/v1/customers/<customer_id>", tags=["customers"], summary="Get a customer", middlewares=[READ])
def get_customer(customer_id: Id) -> Response[CustomerShown]:
    """One customer, with its ETag."""
    customer = wiring.customers().get(customer_id)
    return versions.tagged(_shown(customer), customer.version)


@router.patch("/v1/customers/<customer_id>", tags=["customers"], summary="Change a customer", middlewares=[SEND])
def patch_customer(customer_id: Id, body: CustomerPatch) -> Response[CustomerShown]:
    """What is given changes. With `If-Match`, only if the customer is still at that version."""
    before = wiring.customers().get(customer_id)
    versions.check(router, before.version)
    new_ids = [wiring.new_id("con") for _ in body.contacts or ()]
    customer = _save(patched(before, body, new_ids), before=before)
    return versions.tagged(_shown(customer), customer.version)


@router.post(
    "/v1/customers/<customer_id>/clear-undeliverable",
    tags=["customers"],
    summary="Try an undeliverable address again",
    middlewares=[SEND],
)
def try_address_again(customer_id: Id, body: Annotated[ClearedAddress, Body()]) -> CustomerShown:
    """The mark that a hard bounce or a complaint left is taken off."""
    cleared = clear_undeliverable(customer_id, body.address, customers=wiring.customers(), outbox=wiring.outbox())
    return _shown(cleared)


def _save(customer: Customer, *, before: Customer | None) -> Customer:
    named = before.workflow_id if before else ""
    name_workflow(customer.workflow_id, before=named, workflows=wiring.workflows(), customer=customer)
    return save_customer(
        customer, before=before, customers=wiring.customers(), known=wiring.identifiers(), outbox=wiring.outbox()
    )


def _shown(customer: Customer) -> CustomerShown:
    return customer_shown(customer, now=wiring.now())
