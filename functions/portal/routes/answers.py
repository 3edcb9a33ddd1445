"""Answers: `/p/{token}/answer/{answer}`, or signed in `/portal/invoices/{id}/answer/{answer}`."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from dunlin.domain.errors import NotFound
from dunlin.domain.invoice import Status
from dunlin.domain.portal.link import Standing
from dunlin.services.resume_session import Visitor
from portal import doors
from portal.answering import Asked, asked, form, take, thanked
from portal.forms import posted
from portal.pages import TurnedAwayError, go
from portal.sessions import SIGNED_IN, read, visitor

router = Router()


@router.get("/p/<token>/answer/<answer>")
def form_by_link(token: str, answer: str) -> Response[str]:
    """What to fill in."""
    return form(_by_link(token, answer))


@router.post("/p/<token>/answer/<answer>")
def take_by_link(token: str, answer: str) -> Response[str]:
    """Record it."""
    fields = posted(router, holder=token)
    return take(_by_link(token, answer), fields)


@router.get("/p/<token>/answer/<answer>/thanks")
def thanks_by_link(token: str, answer: str) -> Response[str]:
    """What happens now."""
    return thanked(_by_link(token, answer))


@router.get("/portal/invoices/<invoice_id>/answer/<answer>")
def form_signed_in(invoice_id: str, answer: str) -> Response[str]:
    """What to fill in."""
    return form(_signed_in(visitor(router), invoice_id, answer))


@router.post("/portal/invoices/<invoice_id>/answer/<answer>")
def take_signed_in(invoice_id: str, answer: str) -> Response[str]:
    """Record it."""
    who, fields = visitor(router), posted(router, holder=read(router, SIGNED_IN))
    return take(_signed_in(who, invoice_id, answer), fields)


@router.get("/portal/invoices/<invoice_id>/answer/<answer>/thanks")
def thanks_signed_in(invoice_id: str, answer: str) -> Response[str]:
    """What happens now."""
    return thanked(_signed_in(visitor(router), invoice_id, answer))


def _by_link(token: str, answer: str) -> Asked:
    """Who has a link that opens no invoice (any more) is told so by its page."""
    page = f"/p/{token}"
    try:
        opened = doors.opened(token)
    except NotFound as unknown:
        raise TurnedAwayError(go(page)) from unknown
    login = opened.link.signs_in or opened.context.seller.portal.require_login
    if login or opened.standing is not Standing.GOOD:
        raise TurnedAwayError(go(page))
    return asked(answer, opened.context, who=opened.link.recipient, base=page, holder=token)


def _signed_in(who: Visitor, invoice_id: str, answer: str) -> Asked:
    """Somebody else's invoice is as unknown as none, and so is a draft."""
    page = f"/portal/invoices/{invoice_id}"
    try:
        context = doors.seen(invoice_id)
    except NotFound as unknown:
        raise TurnedAwayError(go(page)) from unknown
    if not who.may_see(context.invoice.customer_id) or context.invoice.status is Status.DRAFT:
        raise TurnedAwayError(go(page))
    return asked(answer, context, who=who.session.address, base=page, holder=read(router, SIGNED_IN))
