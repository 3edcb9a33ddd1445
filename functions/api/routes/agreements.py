"""Ending agreements to automatic payment: `/v1/customers/{id}/agreements/{agreement_id}`."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path

from api import versions
from api.access import SEND, actor
from api.bodies.parties import CustomerShown, customer_shown
from dunlin import wiring
from dunlin.services.end_agreement import end_agreement

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]


@router.delete(
    "/v1/customers/<customer_id>/agreements/<agreement_id>",
    tags=["customers"],
    summary="End automatic payment",
    middlewares=[SEND],
)
def end(customer_id: Id, agreement_id: Id) -> Response[CustomerShown]:
    """Nothing more is charged by it, and the customer is told by mail. It stays on the record, as evidence. May be
    repeated.
    """
    who = actor(router)
    registry = wiring.registry(who)
    ended = end_agreement(customer_id, agreement_id, why=f"ended by {who.name}", registry=registry)
    return versions.tagged(customer_shown(ended, now=registry.now), ended.version)
