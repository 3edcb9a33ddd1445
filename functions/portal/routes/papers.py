"""Receipts, ways to pay, and statements."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from dunlin.services.ports.sending import SendContext
from portal.pages import TurnedAwayError, say, visitors_locale
from portal.routes.account import theirs
from portal.routes.links import linked
from portal.sessions import SIGNED_IN, read, visitor
from portal.showing import options_of, receipt_of
from portal.stating import statement_page, statement_pdf

router = Router()


@router.get("/p/<token>/pay")
def options(token: str) -> Response[str]:
    """The ways to pay, before one is chosen."""
    return options_of(linked(token), base=f"/p/{token}", holder=token)


@router.get("/p/<token>/receipts/<payment_id>.pdf")
def receipt(token: str, payment_id: str) -> Response[str]:
    """The receipt of a payment that the invoice took."""
    return _receipt(linked(token), payment_id, back=f"/p/{token}")


@router.get("/portal/invoices/<invoice_id>/pay")
def options_signed_in(invoice_id: str) -> Response[str]:
    """The same, signed in."""
    base = f"/portal/invoices/{invoice_id}"
    return options_of(theirs(invoice_id), base=base, holder=read(router, SIGNED_IN), signed_in=True)


@router.get("/portal/invoices/<invoice_id>/receipts/<payment_id>.pdf")
def receipt_signed_in(invoice_id: str, payment_id: str) -> Response[str]:
    """The same, signed in."""
    return _receipt(theirs(invoice_id), payment_id, back=f"/portal/invoices/{invoice_id}")


@router.get("/portal/statement")
def statement() -> Response[str]:
    """Of all accounts of the visitor, for a period."""
    return statement_page(visitor(router), _asked(), holder=read(router, SIGNED_IN))


@router.get("/portal/statement.pdf")
def statement_file() -> Response[str]:
    """Of one account."""
    answer = statement_pdf(visitor(router), _asked())
    return answer or say("missing", visitors_locale(router), status=404, link="/portal/invoices", button="all_invoices")


def _receipt(context: SendContext, payment_id: str, *, back: str) -> Response[str]:
    answer = receipt_of(context, payment_id)
    if answer is None:
        raise TurnedAwayError(say("missing", visitors_locale(router), status=404, link=back, button="open_invoices"))
    return answer


def _asked() -> dict[str, str]:
    return dict(router.current_event.query_string_parameters)
