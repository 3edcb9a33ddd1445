"""Send somebody who wants to pay to the provider's page, or back to where they came from with the reason why not."""

from http import HTTPStatus
from urllib.parse import urlencode

from aws_lambda_powertools.event_handler import Response

from dunlin import wiring
from dunlin.domain.errors import Conflict, InvalidInput, Unavailable
from dunlin.domain.payments.method import Method
from dunlin.services.ports.providers import PaymentRefused
from dunlin.services.start_payment import start_payment


def pay(invoice_id: str, method: str, *, back: str) -> Response[str]:
    """`back` is the page of the invoice; it gets `?payment=` with why nothing is to be paid. Who calls this has checked
    that the invoice may be seen.
    """
    try:
        attempt = start_payment(invoice_id, Method(method), return_url=back, till=wiring.till())
    except Conflict as refused:
        return see(f"{back}?{urlencode({'payment': refused.code})}")
    except (ValueError, InvalidInput):
        return see(f"{back}?payment=not_offered")
    except (PaymentRefused, Unavailable):
        return see(f"{back}?payment=not_started")
    return see(attempt.url)


def see(url: str) -> Response[str]:
    """303: whoever posted goes on with a GET, and nothing is posted again by reloading."""
    headers = {"Location": url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Response(status_code=HTTPStatus.SEE_OTHER, headers=headers, body="")
