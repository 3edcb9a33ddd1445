"""Who has signed in on this device, by a cookie that only we read."""

from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from dunlin import wiring
from dunlin.domain.portal.access import SESSION
from dunlin.services.resume_session import Visitor, resume_session
from portal.pages import Caller, TurnedAwayError, go

# `__Host-`: browsers take it from us alone, over TLS, for every path, and for no other host.
SIGNED_IN, PASSING = "__Host-dunlin", "__Host-dunlin-visit"


def read(app: Caller, name: str) -> str:
    """The cookie's value, or empty."""
    pairs = (each.strip().partition("=") for each in app.current_event.raw_event.get("cookies") or ())
    return next((value for key, _, value in pairs if key == name), "")


def cookie(name: str, value: str) -> Cookie:
    """One that lasts as long as a session; without a value it is forgotten at once."""
    age = int(SESSION.total_seconds()) if value else 0
    return Cookie(name, value, path="/", secure=True, http_only=True, same_site=SameSite.LAX_MODE, max_age=age)


def visitor(app: Caller) -> Visitor:
    """Whoever has signed in; everybody else is sent to do so."""
    found = resume_session(
        read(app, SIGNED_IN),
        now=wiring.now(),
        doorkeeper=wiring.doorkeeper(),
        links=wiring.links(),
        customers=wiring.customers(),
    )
    if found is None:
        raise TurnedAwayError(go("/portal/login"))
    return found
