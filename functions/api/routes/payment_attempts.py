"""What customers have tried to pay an invoice with: `/v1/invoices/{id}/payment-attempts`."""

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path

from api.access import READ
from api.bodies.payment_attempts import AttemptList, attempt
from dunlin import wiring

router = Router()


@router.get(
    "/v1/invoices/<invoice_id>/payment-attempts",
    tags=["payments"],
    summary="List attempts to pay online",
    middlewares=[READ],
)
def list_attempts(invoice_id: Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]) -> AttemptList:
    """By which method, for how much, what became of each, and which ids the provider has for it; the oldest first. An
    invoice that nobody has tried to pay online has none, and neither has one that there is not.
    """
    return AttemptList(items=[attempt(each) for each in wiring.attempts().of_invoice(invoice_id)])
