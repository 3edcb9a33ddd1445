"""Money that came in: refunds, and what waits to be placed: `/v1/payments/...`."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from api import cursors, versions
from api.access import READ, SEND, actor
from api.bodies.payments import ApplyBody, DismissBody, RefundBody, RemittanceShown, UnappliedList, remittance
from api.bodies.shown import InvoiceSummary, summary
from api.repeats import once
from dunlin import wiring
from dunlin.domain.ids import derived
from dunlin.services.apply_remittance import apply_remittance
from dunlin.services.dismiss_remittance import dismiss_remittance
from dunlin.services.refund_payment import refund_payment

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]
LIST = "unapplied"


@router.post(
    "/v1/invoices/<invoice_id>/payments/<payment_id>/refund",
    tags=["payments"],
    summary="Record that a payment was given back",
    status_code=201,
    middlewares=[SEND],
)
def refund_a_payment(invoice_id: Id, payment_id: Id, body: RefundBody) -> Response[InvoiceSummary]:
    """Whole, or a part of it: the invoice is owed again. The money itself is moved by your bank or payment provider.
    Needs an `Idempotency-Key`.
    """

    def book(key: str) -> dict[str, object]:
        after = refund_payment(
            invoice_id,
            body.to_domain(derived("ref", invoice_id, payment_id, key), payment_id),
            actor=actor(router),
            now=wiring.now(),
            new_id=wiring.new_id,
            invoices=wiring.invoices(),
            outbox=wiring.outbox(),
        )
        return summary(after).model_dump(mode="json")

    booked = InvoiceSummary.model_validate(once(router, book))
    return versions.tagged(booked, booked.version, status=201)


@router.get("/v1/payments/unapplied", tags=["payments"], summary="List payments to be placed", middlewares=[READ])
def list_unapplied(
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query()] = None,
) -> UnappliedList:
    """Money that is, or a part of which is, on no invoice, with the reason; the newest first."""
    page = wiring.unapplied().waiting(limit=limit, after=cursors.decode(cursor, of=LIST))
    return UnappliedList(
        items=[remittance(each) for each in page.items], next_cursor=cursors.encode(page.next, of=LIST)
    )


@router.post(
    "/v1/payments/unapplied/<payment_id>/apply",
    tags=["payments"],
    summary="Apply a payment to an invoice",
    middlewares=[SEND],
)
def apply_unapplied(payment_id: Id, body: ApplyBody) -> RemittanceShown:
    """What is left of it, or `amount`, up to what the invoice owes. Needs an `Idempotency-Key`."""

    def book(key: str) -> dict[str, object]:
        after = apply_remittance(
            payment_id,
            body.invoice_id,
            amount=body.amount,
            part_id=derived("pay", payment_id, body.invoice_id, key),
            actor=actor(router),
            now=wiring.now(),
            new_id=wiring.new_id,
            invoices=wiring.invoices(),
            outbox=wiring.outbox(),
            unapplied=wiring.unapplied(),
            timeline=wiring.timeline(),
        )
        return remittance(after).model_dump(mode="json")

    return RemittanceShown.model_validate(once(router, book))


@router.post(
    "/v1/payments/unapplied/<payment_id>/dismiss",
    tags=["payments"],
    summary="Take a payment off the list",
    middlewares=[SEND],
)
def dismiss_unapplied(payment_id: Id, body: DismissBody) -> RemittanceShown:
    """It was returned to the payer, or booked elsewhere. Dismissing it again changes nothing."""
    after = dismiss_remittance(
        payment_id, reason=body.reason, actor=actor(router), now=wiring.now(), unapplied=wiring.unapplied()
    )
    return remittance(after)
