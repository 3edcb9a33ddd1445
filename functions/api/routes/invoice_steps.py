"""What happens to an invoice on its way: posted, void, paid: `/v1/invoices/{id}/...`."""

from collections.abc import Callable
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path

from api import versions
from api.access import SEND, actor
from api.bodies.invoices import NewPayment
from api.bodies.shown import InvoiceSummary, summary
from api.repeats import once
from dunlin import wiring
from dunlin.domain import invoice as rules
from dunlin.domain.ids import derived
from dunlin.domain.invoice import Invoice
from dunlin.services.book_payment import book_payment
from dunlin.services.change_invoice import change_invoice
from dunlin.services.write_change import Told

router = Router()
Id = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,64}$")]


@router.post("/v1/invoices/<invoice_id>/post", tags=["invoices"], summary="Post a draft", middlewares=[SEND])
def post_invoice(invoice_id: Id) -> Response[InvoiceSummary]:
    """DRAFT → POSTED: from here the document is final."""
    return _change(
        invoice_id,
        lambda before: rules.post(before, now=wiring.now()),
        lambda after: Told(
            "invoice.posted", f"Invoice {after.number} over {after.balance} was posted", rules.standing(after)
        ),
    )


@router.post("/v1/invoices/<invoice_id>/void", tags=["invoices"], summary="Void an invoice", middlewares=[SEND])
def void_invoice(invoice_id: Id) -> Response[InvoiceSummary]:
    """Nothing is owed any more. Refused when money has come in."""
    return _change(
        invoice_id,
        lambda before: rules.void(before, now=wiring.now()),
        lambda after: Told("invoice.voided", f"Invoice {after.number} was voided", rules.standing(after)),
    )


@router.post(
    "/v1/invoices/<invoice_id>/payments",
    tags=["invoices"],
    summary="Record a payment",
    status_code=201,
    middlewares=[SEND],
)
def record_payment(invoice_id: Id, body: NewPayment) -> Response[InvoiceSummary]:
    """Partial payments add up; more than is owed is refused. Needs an `Idempotency-Key`."""

    def book(key: str) -> dict[str, object]:
        booked = book_payment(
            invoice_id,
            body.to_domain(derived("pay", invoice_id, key)),
            actor=actor(router),
            now=wiring.now(),
            new_id=wiring.new_id,
            invoices=wiring.invoices(),
            outbox=wiring.outbox(),
            unapplied=wiring.unapplied(),
            strict=True,
        )
        assert booked.invoice  # noqa: S101 - strictly, there is one
        return summary(booked.invoice).model_dump(mode="json")

    booked = InvoiceSummary.model_validate(once(router, book))
    return versions.tagged(booked, booked.version, status=201)


def _change(
    invoice_id: str, how: Callable[[Invoice], Invoice], told: Callable[[Invoice], Told]
) -> Response[InvoiceSummary]:
    after = change_invoice(
        invoice_id,
        how,
        told,
        actor=actor(router),
        now=wiring.now(),
        new_id=wiring.new_id,
        invoices=wiring.invoices(),
        outbox=wiring.outbox(),
        version=versions.wanted(router),
    )
    return versions.tagged(summary(after), after.version)
