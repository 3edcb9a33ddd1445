"""What the links in mails open: `/p/{token}`. Whatever a GET does, it changes nothing but that it was seen."""

import secrets

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from dunlin.domain.errors import DunlinError, NotFound
from dunlin.domain.message import ABOUT_NO_INVOICE
from dunlin.domain.portal.link import Standing
from dunlin.rendering.portal.language import spoken
from dunlin.services.open_link import Opened
from dunlin.services.ports.sending import SendContext
from portal import doors
from portal.forms import posted, proof
from portal.pages import TurnedAwayError, go, say, visitors_locale
from portal.sessions import SIGNED_IN, cookie
from portal.showing import page_of, pdf_of, transfer_of, tried

logger, router = Logger(child=True), Router()


@router.get("/p/preview")
def preview() -> Response[str]:
    """Where the button of a preview or of a test leads."""
    return say("preview", visitors_locale(router))


@router.route("/p/<token>", method=["GET", "HEAD"])
def invoice(token: str) -> Response[str]:
    """The invoice, or a button to sign in."""
    opened = _opened(token)
    if opened.link.signs_in:
        locale = spoken(opened.context.customer.locale, opened.context.seller.locale)
        action = f"/p/{token}/login"
        seller = opened.context.seller
        return say("signing_in", locale, seller=seller, action=action, button="sign_in", proof=proof(token))
    if opened.link.kind in ABOUT_NO_INVOICE:
        return go("/portal/autopay")
    context = opened_invoice(opened).context
    _see(opened)
    return page_of(context, base=f"/p/{token}", holder=token, tried=tried(router))


@router.get("/p/<token>/invoice.pdf")
def pdf(token: str) -> Response[str]:
    """Its PDF."""
    return pdf_of(opened_invoice(_opened(token)).context)


@router.get("/p/<token>/transfer.svg")
def transfer(token: str) -> Response[str]:
    """Its code for banking apps."""
    return transfer_of(opened_invoice(_opened(token)).context)


@router.post("/p/<token>/login")
def login(token: str) -> Response[str]:
    """Sign in with a link that was mailed for it."""
    posted(router, holder=token)
    opened, key = _opened(token), secrets.token_urlsafe(32)
    if not opened.link.signs_in or not doors.signed_in(opened.link.recipient, key, link=opened.link):
        raise TurnedAwayError(_gone())
    return go("/portal/invoices", cookies=[cookie(SIGNED_IN, key)])


@router.post("/p/<token>/renew")
def renew(token: str) -> Response[str]:
    """A way in, mailed to the address that the link went to, if it is on file. The answer is the same for any token."""
    posted(router, holder=token)
    try:
        opened = doors.opened(token)
    except NotFound:
        opened = None
    if opened and opened.standing is not Standing.REVOKED:
        doors.code_asked_for(opened.link.recipient)
    return say("check", visitors_locale(router))


def opened_invoice(opened: Opened) -> Opened:
    """The link if it shows its invoice at once; otherwise the visitor is asked to sign in."""
    context = opened.context
    if opened.link.kind in ABOUT_NO_INVOICE:
        raise TurnedAwayError(_gone())
    if context.seller.portal.require_login:
        locale = spoken(context.customer.locale, context.seller.locale)
        raise TurnedAwayError(
            say("login_needed", locale, seller=context.seller, link="/portal/login", button="login_title")
        )
    return opened


def linked(token: str) -> SendContext:
    """What the link shows at once; who has another is told what to do instead."""
    return opened_invoice(_opened(token)).context


def _opened(token: str) -> Opened:
    """A link that holds; who has another is told what to do instead."""
    try:
        opened = doors.opened(token)
    except NotFound as unknown:
        raise TurnedAwayError(_gone()) from unknown
    if opened.standing is Standing.GOOD:
        return opened
    if opened.standing is Standing.REVOKED or opened.link.signs_in:
        raise TurnedAwayError(_gone())
    locale, seller = spoken(opened.context.customer.locale, opened.context.seller.locale), opened.context.seller
    action = f"/p/{token}/renew"
    raise TurnedAwayError(
        say("expired", locale, status=410, seller=seller, action=action, button="send_new", proof=proof(token))
    )


def _see(opened: Opened) -> None:
    """Count the visit. The page is shown whether that works or not."""
    event = router.current_event
    if event.http_method != "GET":
        return
    try:
        doors.visited(opened.link, event.headers.get("user-agent") or "")
    except DunlinError as failure:
        logger.warning("a visit was not counted", email_id=opened.link.email_id, reason=str(failure))


def _gone() -> Response[str]:
    return say("gone", visitors_locale(router), status=404, link="/portal/login", button="login_title")
