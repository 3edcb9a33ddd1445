"""Paying: `/p/{token}/pay`, or signed in; and what providers tell: `/webhooks/{provider}`."""

import json
from http import HTTPStatus

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from dunlin import wiring
from dunlin.adapters.problems import problem
from dunlin.domain.errors import InvalidInput, NotFound, StaleVersion, Unavailable
from dunlin.domain.payments.event import EventKind, checked
from dunlin.domain.portal.link import Standing
from dunlin.services.apply_event import apply_event
from dunlin.services.ports.providers import WebhookRefused
from portal import doors
from portal.agreeing import conclude
from portal.forms import posted
from portal.pages import go
from portal.paying import pay
from portal.received import origin, raw
from portal.sessions import SIGNED_IN, read, visitor

logger = Logger(child=True)
router = Router()


@router.post("/p/<token>/pay")
def pay_by_link(token: str) -> Response[str]:
    """Who has a link that opens no invoice (any more) is told so by its page."""
    method = posted(router, holder=token).get("method", "")
    try:
        opened = doors.opened(token)
    except NotFound:
        return go(f"/p/{token}")
    login = opened.link.signs_in or opened.context.seller.portal.require_login
    if login or opened.standing is not Standing.GOOD:
        return go(f"/p/{token}")
    return pay(opened.link.invoice_id, method, back=f"{origin(router)}/p/{token}")


@router.post("/portal/invoices/<invoice_id>/pay")
def pay_signed_in(invoice_id: str) -> Response[str]:
    """Somebody else's invoice is as unknown as none."""
    who, method = visitor(router), posted(router, holder=read(router, SIGNED_IN)).get("method", "")
    page = f"/portal/invoices/{invoice_id}"
    try:
        context = doors.seen(invoice_id)
    except NotFound:
        return go(page)
    if not who.may_see(context.invoice.customer_id):
        return go(page)
    return pay(invoice_id, method, back=f"{origin(router)}{page}")


@router.post("/webhooks/<provider>")
def webhook(provider: str) -> Response[str]:
    """200 for what is done, 4xx for what nobody of ours sent; a provider repeats whatever gets a 5xx."""
    till = wiring.till()
    if provider != till.provider.name:
        return problem(HTTPStatus.NOT_FOUND, "there is nothing at this path", code="not_found")
    try:
        event = checked(till.provider.read_event(raw(router), router.current_event.headers))
        result = conclude(event) if event.kind is EventKind.AGREED else apply_event(event, till=till)
    except (WebhookRefused, InvalidInput) as refused:  # signed, and yet no event that there is
        logger.warning("webhook refused", provider=provider)
        return problem(HTTPStatus.BAD_REQUEST, str(refused), code="webhook_refused")
    except (StaleVersion, Unavailable) as busy:
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, str(busy), code="try_again")
    logger.info("webhook", provider=provider, event_id=event.event_id, kind=event.kind, result=result)
    return Response(HTTPStatus.OK, "application/json", json.dumps({"result": result}))
