"""Late fees and interest on an invoice: `/v1/invoices/{id}/charges/...`."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path

from api import versions
from api.access import SEND, actor
from api.bodies.charges import WaiveBody
from api.bodies.shown import InvoiceSummary, summary
from dunlin import wiring
from dunlin.services.waive_charge import waive_charge

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]


@router.post(
    "/v1/invoices/<invoice_id>/charges/<charge_id>/waive",
    tags=["invoices"],
    summary="Waive a late fee or interest",
    middlewares=[SEND],
)
def waive_a_charge(invoice_id: Id, charge_id: Id, body: WaiveBody) -> Response[InvoiceSummary]:
    """The customer no longer owes it; the charge stays, with the reason. Refused for what has been paid."""
    after = waive_charge(
        invoice_id,
        charge_id,
        reason=body.reason,
        actor=actor(router),
        now=wiring.now(),
        new_id=wiring.new_id,
        invoices=wiring.invoices(),
        outbox=wiring.outbox(),
        version=versions.wanted(router),
    )
    return versions.tagged(summary(after), after.version)
