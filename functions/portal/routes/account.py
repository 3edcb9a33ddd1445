"""All invoices of somebody who has signed in with a code that was mailed: `/portal/...`."""

import secrets

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from dunlin import wiring
from dunlin.domain.errors import NotFound
from dunlin.domain.invoice import Status
from dunlin.services.ports.sending import SendContext
from portal import doors
from portal.forms import posted, proof
from portal.listing import all_of
from portal.pages import TurnedAwayError, go, say, show, visitors_locale
from portal.sessions import PASSING, SIGNED_IN, cookie, read, visitor
from portal.showing import page_of, pdf_of, transfer_of, tried

router = Router()


@router.get("/portal/login")
def login() -> Response[str]:
    """Where to give one's address."""
    passing = read(router, PASSING) or secrets.token_urlsafe(16)
    cookies = [cookie(PASSING, passing)]
    return show("login", visitors_locale(router), cookies=cookies, proof=proof(passing))


@router.post("/portal/login")
def send_code() -> Response[str]:
    """Mail a code, if the address is on file. The answer is the same for any."""
    passing = read(router, PASSING)
    address = posted(router, holder=passing).get("address", "")
    doors.code_asked_for(address, passing=passing)
    return _ask_for_code(address, passing)


@router.post("/portal/code")
def enter_code() -> Response[str]:
    """Sign in with the code."""
    passing, key = read(router, PASSING), secrets.token_urlsafe(32)
    fields = posted(router, holder=passing)
    address = fields.get("address", "")
    if not doors.signed_in(address, key, code=fields.get("code", ""), passing=passing):
        return _ask_for_code(address, passing, wrong=True)
    return go("/portal/invoices", cookies=[cookie(SIGNED_IN, key), cookie(PASSING, "")])


@router.post("/portal/logout")
def logout() -> Response[str]:
    """End the session here and now."""
    key = read(router, SIGNED_IN)
    posted(router, holder=key)
    wiring.doorkeeper().dismiss(key)
    locale = visitors_locale(router)
    return say("signed_out", locale, link="/portal/login", button="login_title", cookies=[cookie(SIGNED_IN, "")])


@router.get("/portal/invoices")
def invoices() -> Response[str]:
    """Open, paid and cancelled invoices."""
    page = router.current_event.query_string_parameters.get("page", "")
    return all_of(visitor(router), holder=read(router, SIGNED_IN), page=page)


@router.get("/portal/invoices/<invoice_id>")
def invoice(invoice_id: str) -> Response[str]:
    """One of them."""
    context, key = theirs(invoice_id), read(router, SIGNED_IN)
    return page_of(context, base=f"/portal/invoices/{invoice_id}", holder=key, signed_in=True, tried=tried(router))


@router.get("/portal/invoices/<invoice_id>/invoice.pdf")
def pdf(invoice_id: str) -> Response[str]:
    """Its PDF."""
    return pdf_of(theirs(invoice_id))


@router.get("/portal/invoices/<invoice_id>/transfer.svg")
def transfer(invoice_id: str) -> Response[str]:
    """Its code for banking apps."""
    return transfer_of(theirs(invoice_id))


def theirs(invoice_id: str) -> SendContext:
    """Somebody else's invoice is as unknown as none, and so is a draft."""
    who = visitor(router)
    try:
        context = doors.seen(invoice_id)
    except NotFound as unknown:
        raise TurnedAwayError(missing()) from unknown
    if not who.may_see(context.invoice.customer_id) or context.invoice.status is Status.DRAFT:
        raise TurnedAwayError(missing())
    return context


def missing() -> Response[str]:
    locale = visitors_locale(router)
    return say("missing", locale, status=404, link="/portal/invoices", button="all_invoices")


def _ask_for_code(address: str, passing: str, *, wrong: bool = False) -> Response[str]:
    locale = visitors_locale(router)
    return show("code", locale, status=422 if wrong else 200, address=address, wrong=wrong, proof=proof(passing))
