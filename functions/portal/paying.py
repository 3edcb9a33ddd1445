"""Send somebody who wants to pay to the provider's page, or back to where they came from with the reason why not."""

from aws_lambda_powertools.event_handler import Response

from dunlin import wiring
from dunlin.domain.errors import Conflict, InvalidInput, Unavailable
from dunlin.domain.payments.method import Method
from dunlin.services.ports.providers import PaymentRefused
from dunlin.services.start_payment import start_payment
from portal.pages import go


def pay(invoice_id: str, method: str, *, back: str) -> Response[str]:
    """Whether the invoice may be seen has been checked. `back` is the whole address of its page, which gets `?payment=`
    with why nothing is to be paid.
    """
    try:
        attempt = start_payment(invoice_id, Method(method), return_url=back, till=wiring.till())
    except Conflict as refused:
        return go(f"{back}?payment={refused.code}")
    except (ValueError, InvalidInput):
        return go(f"{back}?payment=not_offered")
    except (PaymentRefused, Unavailable):
        return go(f"{back}?payment=not_started")
    return go(attempt.url)
