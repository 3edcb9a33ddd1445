"""The page of the provider that is played: `/portal/test-provider/...`. It is there only in a stack that plays it."""

from http import HTTPStatus
from urllib.parse import urlsplit

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from dunlin import wiring
from dunlin.adapters.play_payments import PlayPayments
from dunlin.adapters.problems import problem
from dunlin.domain.errors import NotFound
from dunlin.domain.payments.attempt import Attempt
from dunlin.domain.payments.event import EventKind
from dunlin.domain.portal.capability import same
from dunlin.services.apply_event import apply_event
from portal.forms import sent
from portal.pages import Caller, go
from portal.played_page import page

router = Router()
PATH = "/portal/test-provider/<invoice_id>/<attempt_id>/<proof>"
# What each button does: events of the first, second… payment.
DEEDS = {
    "succeed": ((EventKind.SUCCEEDED, 1),),
    "fail": ((EventKind.FAILED, 1),),
    "process": ((EventKind.PROCESSING, 1),),
    "twice": ((EventKind.SUCCEEDED, 1), (EventKind.SUCCEEDED, 2)),
    "refund": ((EventKind.REFUNDED, 1),),
    "dispute": ((EventKind.DISPUTED, 1),),
    "dispute_withdrawn": ((EventKind.DISPUTE_WITHDRAWN, 1),),
    "dispute_lost": ((EventKind.DISPUTE_LOST, 1),),
    "dispute_won": ((EventKind.DISPUTE_WON, 1),),
}


@router.get(PATH)
def show(invoice_id: str, attempt_id: str, proof: str) -> Response[str]:
    """A page that looks like a provider's, with what may happen there."""
    try:
        attempt = _attempt(invoice_id, attempt_id, proof)
    except NotFound as missing:
        return problem(HTTPStatus.NOT_FOUND, str(missing), code="not_found")
    return page(attempt, back=back(router), now=wiring.now())


@router.post(PATH)
def happen(invoice_id: str, attempt_id: str, proof: str) -> Response[str]:
    """Tell it as a provider would: signed, and read back."""
    try:
        attempt = _attempt(invoice_id, attempt_id, proof)
    except NotFound as missing:
        return problem(HTTPStatus.NOT_FOUND, str(missing), code="not_found")
    provider, deed = wiring.payment_provider(), sent(router).get("do", "")
    if deed not in DEEDS or not isinstance(provider, PlayPayments):
        return problem(HTTPStatus.BAD_REQUEST, "press one of the buttons", code="invalid_input")
    for kind, number in DEEDS[deed]:
        event = provider.event(attempt, kind, payment=number, reason="card_declined" if deed == "fail" else "")
        apply_event(provider.read_event(*provider.webhook(event)), till=wiring.till())
    return go(back(router))


def _attempt(invoice_id: str, attempt_id: str, proof: str) -> Attempt:
    provider = wiring.payment_provider()
    if not isinstance(provider, PlayPayments) or not same(proof, provider.proof(invoice_id, attempt_id, back(router))):
        raise NotFound("there is nothing at this path")
    return wiring.attempts().get(invoice_id, attempt_id)


def back(app: Caller) -> str:
    """Where the page leads back to: the proof holds for no other address."""
    given = app.current_event.query_string_parameters.get("back", "")
    return given if urlsplit(given).scheme in {"http", "https"} else ""
