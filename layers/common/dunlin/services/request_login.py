"""Mail a code to sign in with, if the address is on file. Whoever asks cannot tell whether it was."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from dunlin.domain.customer import Customer
from dunlin.domain.departure import MISSED
from dunlin.domain.email import emails_for
from dunlin.domain.errors import NotFound, StaleVersion
from dunlin.domain.message import Instructions, Message, MessageKind, Recipient
from dunlin.domain.portal.access import CODES_IN_ALL, CODES_PER_ADDRESS, WINDOW, Login, contact_ids, on_file
from dunlin.domain.portal.link import LOGIN, Link
from dunlin.domain.recipients import is_address
from dunlin.domain.timeline import Actor, ActorKind, Entry
from dunlin.services.ports.portal import Doorkeeper, Links
from dunlin.services.ports.records import Customers, NewId
from dunlin.services.ports.sending import Messages, Outbox

CUSTOMER = Actor(ActorKind.CUSTOMER, "portal")
_TRIES = 3


def request_login(
    address: str,
    *,
    now: datetime,
    new_id: NewId,
    links: Links,
    doorkeeper: Doorkeeper,
    customers: Customers,
    messages: Messages,
    outbox: Outbox,
) -> str:
    """The id of the message that brings the code; empty when none is sent: not on file, or too many were asked for."""
    address = address.strip()
    if not is_address(address) or not _allowed(address, now, doorkeeper):
        return ""
    known = links.of_recipient(address)
    on = tuple(_on_file(known, address, customers))
    if not on:
        return ""
    newest = next(link for link in known if link.customer_id == on[0].customer_id)
    name = next((each.name for each in on[0].contacts if each.contact_id in contact_ids(on[0], address)), "")
    for _ in range(_TRIES):
        try:
            message_id, email_id = _plan(newest, Recipient(address, name), now, new_id, messages)
        except StaleVersion:
            continue
        doorkeeper.expect(Login(email_id, address, tuple(each.customer_id for each in on), now + LOGIN))
        outbox.put(message_id)
        return message_id
    return ""


def _allowed(address: str, now: datetime, doorkeeper: Doorkeeper) -> bool:
    own = f"codes {address.casefold()}"
    return doorkeeper.allows("codes", most=CODES_IN_ALL, window=WINDOW, now=now) and doorkeeper.allows(
        own, most=CODES_PER_ADDRESS, window=WINDOW, now=now
    )


def _on_file(links: Iterable[Link], address: str, customers: Customers) -> Iterator[Customer]:
    """The customers that were written to at this address and still have it, those written to last first."""
    for customer_id in dict.fromkeys(link.customer_id for link in links):
        try:
            customer = customers.get(customer_id)
        except NotFound:
            continue
        if on_file(customer, address):
            yield customer


def _plan(about: Link, to: Recipient, now: datetime, new_id: NewId, messages: Messages) -> tuple[str, str]:
    parties = messages.parties(about.invoice_id)
    message = Message(
        message_id=new_id("msg"),
        invoice_id=about.invoice_id,
        customer_id=about.customer_id,
        seller_id=parties.seller.seller_id,
        kind=MessageKind.PORTAL_LOGIN,
        created_at=now,
        actor=CUSTOMER,
        instructions=Instructions(attach_pdf=False, tracking=False, target="portal"),
    )
    emails = emails_for(message, (to,), wake_at=now + MISSED)
    text = f"{to.address} asked for a code to sign in to the portal"
    data = {"message_id": message.message_id, "kind": message.kind.value}
    entry = Entry(new_id("tml"), message.invoice_id, now, CUSTOMER, "message.planned", text, data)
    messages.plan(message, emails, invoice=parties.invoice, entry=entry)
    return message.message_id, emails[0].email_id
