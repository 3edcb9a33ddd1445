"""Paying: `/p/{token}/pay`, and what providers tell: `/webhooks/{provider}`."""

import json
from http import HTTPStatus

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from dunlin import wiring
from dunlin.adapters.problems import problem
from dunlin.domain.errors import NotFound, StaleVersion, Unavailable
from dunlin.services.apply_event import apply_event
from dunlin.services.ports.providers import WebhookRefused
from portal.opening import invoice_of
from portal.paying import pay
from portal.received import form, origin, raw

logger = Logger(child=True)
router = Router()


@router.post("/p/<token>/pay")
def pay_by_link(token: str) -> Response[str]:
    """Nobody can make another post this who does not know the token, so the form needs no other proof."""
    try:
        invoice_id = invoice_of(token)
    except NotFound as missing:
        return problem(HTTPStatus.NOT_FOUND, str(missing), code="not_found")
    return pay(invoice_id, form(router).get("method", ""), back=f"{origin(router)}/p/{token}")


@router.post("/webhooks/<provider>")
def webhook(provider: str) -> Response[str]:
    """200 for what is done, 4xx for what nobody of ours sent; a provider repeats whatever gets a 5xx."""
    till = wiring.till()
    if provider != till.provider.name:
        return problem(HTTPStatus.NOT_FOUND, "there is nothing at this path", code="not_found")
    try:
        event = till.provider.read_event(raw(router), router.current_event.headers)
        result = apply_event(event, till=till)
    except WebhookRefused as refused:
        logger.warning("webhook refused", provider=provider)
        return problem(HTTPStatus.BAD_REQUEST, str(refused), code="webhook_refused")
    except (StaleVersion, Unavailable) as busy:
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, str(busy), code="try_again")
    logger.info("webhook", provider=provider, event_id=event.event_id, kind=event.kind, result=result)
    return Response(HTTPStatus.OK, "application/json", json.dumps({"result": result}))
