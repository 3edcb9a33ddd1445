"""Sign in with the code, or with the link, of a mail: each once, while it is fresh."""

from datetime import datetime

from dunlin.domain.portal.access import TRIES, Login, Session
from dunlin.domain.portal.capability import same
from dunlin.domain.portal.link import Link
from dunlin.services.ports.portal import Addresses, Doorkeeper


def sign_in(
    address: str,
    *,
    token: str,
    now: datetime,
    addresses: Addresses,
    doorkeeper: Doorkeeper,
    code: str = "",
    browser: str = "",
    link: Link | None = None,
) -> Session | None:
    """The session that begins, which `token` opens from now on; None, and nothing told, for a wrong or stale code, or
    one that another browser asked for.
    """
    login = doorkeeper.mailed(link.email_id) if link else doorkeeper.attempt(address, browser=browser, most=TRIES)
    if login is None or now >= login.expires_at or not (link or _fits(login, code, addresses)):
        return None
    if not doorkeeper.use_up(login):
        return None
    session = Session(login.address, login.customer_ids, now)
    doorkeeper.admit(token, session)
    return session


def _fits(login: Login, code: str, addresses: Addresses) -> bool:
    return same("".join(code.split()), addresses.code(login.email_id))
