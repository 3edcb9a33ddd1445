"""The services behind the portal's doors, with what they need."""

from dunlin import wiring
from dunlin.domain.portal.access import Session
from dunlin.domain.portal.capability import digest_of
from dunlin.domain.portal.link import Link
from dunlin.services.open_link import Opened, open_link
from dunlin.services.ports.sending import SendContext
from dunlin.services.record_visit import record_visit
from dunlin.services.request_login import request_login
from dunlin.services.see_invoice import see_invoice
from dunlin.services.settle_message import settle_message
from dunlin.services.sign_in import sign_in


def opened(token: str) -> Opened:
    """What a link leads to. Raises NotFound."""
    return open_link(
        token,
        now=wiring.now(),
        links=wiring.links(),
        invoices=wiring.invoices(),
        customers=wiring.customers(),
        sellers=wiring.sellers(),
    )


def seen(invoice_id: str) -> SendContext:
    """An invoice with its parties. Raises NotFound."""
    return see_invoice(invoice_id, invoices=wiring.invoices(), customers=wiring.customers(), sellers=wiring.sellers())


def code_asked_for(address: str, *, passing: str = "") -> str:
    """Mail a code, if the address is on file: the message's id, or empty. `passing` is the asking browser's cookie;
    without one, the mail's link alone signs in.
    """
    return request_login(
        address,
        now=wiring.now(),
        new_id=wiring.new_id,
        links=wiring.links(),
        doorkeeper=wiring.doorkeeper(),
        customers=wiring.customers(),
        messages=wiring.messages(),
        outbox=wiring.outbox(),
        invoices=wiring.invoices(),
        browser=digest_of(passing) if passing else "",
    )


def visited(link: Link, user_agent: str) -> None:
    """Somebody has opened the link's page; the batch that its mail was sent with is told of the first time."""
    messages = wiring.messages()
    if record_visit(link, user_agent=user_agent, now=wiring.now(), new_id=wiring.new_id, messages=messages):
        message, _ = messages.get(link.message_id)
        settle_message(message, batches=wiring.batches(), messages=messages)


def signed_in(
    address: str, token: str, *, code: str = "", passing: str = "", link: Link | None = None
) -> Session | None:
    """The session that `token` opens from now on, if code or link are good."""
    return sign_in(
        address,
        token=token,
        now=wiring.now(),
        addresses=wiring.addresses("portal"),
        doorkeeper=wiring.doorkeeper(),
        code=code,
        browser=digest_of(passing),
        link=link,
    )
