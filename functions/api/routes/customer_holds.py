"""What lets the reminders of a whole customer rest: `/v1/customers/{id}/hold`, `/resume`."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from api import versions
from api.access import SEND, actor
from api.bodies.holds import CustomerHoldBody, CustomerResumeBody
from api.bodies.parties import CustomerShown, customer_shown
from dunlin import wiring
from dunlin.domain.customer import Customer
from dunlin.services.hold_customer import hold_customer
from dunlin.services.resume_customer import resume_customer

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]
Ended = Annotated[CustomerResumeBody, Body()]


@router.post("/v1/customers/<customer_id>/hold", tags=["customers"], summary="Pause all reminders", middlewares=[SEND])
def hold(customer_id: Id, body: CustomerHoldBody) -> Response[CustomerShown]:
    """No invoice of the customer is reminded of until then, or until somebody resumes; those to come neither."""
    held = hold_customer(
        customer_id,
        body.kind,
        reason=body.reason,
        until=body.until,
        actor=actor(router),
        now=wiring.now(),
        version=versions.wanted(router),
        customers=wiring.customers(),
        outbox=wiring.outbox(),
    )
    return _tagged(held)


@router.post("/v1/customers/<customer_id>/resume", tags=["customers"], summary="Resume reminders", middlewares=[SEND])
def resume(customer_id: Id, body: Ended = CustomerResumeBody()) -> Response[CustomerShown]:  # noqa: B008 - immutable in effect
    """Holds of single invoices stay."""
    resumed = resume_customer(
        customer_id,
        kinds=tuple(body.kinds),
        version=versions.wanted(router),
        customers=wiring.customers(),
        outbox=wiring.outbox(),
    )
    return _tagged(resumed)


def _tagged(customer: Customer) -> Response[CustomerShown]:
    return versions.tagged(customer_shown(customer, now=wiring.now()), customer.version)
