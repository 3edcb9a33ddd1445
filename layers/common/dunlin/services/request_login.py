"""Mail a code to sign in with, if the address is on file. Whoever asks cannot tell whether it was."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from dunlin.domain.customer import Customer
from dunlin.domain.departure import MISSED
from dunlin.domain.email import emails_for
from dunlin.domain.errors import NotFound, StaleVersion
from dunlin.domain.invoice import Status
from dunlin.domain.message import Instructions, Message, MessageKind, Recipient
from dunlin.domain.portal.access import CODES_IN_ALL, CODES_PER_ADDRESS, WINDOW, Login, contact_ids, on_file
from dunlin.domain.portal.link import LOGIN, Link
from dunlin.domain.recipients import is_address
from dunlin.domain.timeline import Actor, ActorKind, Entry
from dunlin.services.ports.portal import Doorkeeper, Links
from dunlin.services.ports.records import Customers, InvoiceQuery, Invoices, NewId
from dunlin.services.ports.sending import Messages, Outbox

CUSTOMER = Actor(ActorKind.CUSTOMER, "portal")
_TRIES = 3
# Whoever has more customers sees these: each is read when a code is asked for, and at every page afterwards.
MOST_CUSTOMERS = 50
# How many of them are asked for an invoice, where no mail says which.
_ASKED = 5
_SHOWN = tuple(each for each in Status if each is not Status.DRAFT)


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
    invoices: Invoices,
    browser: str = "",
) -> str:
    """The id of the message that brings the code; empty when none is sent: not on file, or too many were asked for."""
    address = address.strip()
    if not is_address(address) or not _allowed(address, now, doorkeeper):
        return ""
    known = links.of_recipient(address)
    ids = dict.fromkeys((*(link.customer_id for link in known), *customers.at(address)))
    on = tuple(_on_file(islice(ids, MOST_CUSTOMERS), address, customers))
    invoice_id = _about(known, on, invoices)
    if not invoice_id:
        return ""
    for _ in range(_TRIES):
        try:
            message_id, email_id = _plan(invoice_id, address, now, new_id, messages)
        except StaleVersion:
            continue
        doorkeeper.expect(Login(email_id, address, tuple(each.customer_id for each in on), now + LOGIN, browser))
        outbox.put(message_id)
        return message_id
    return ""


def _allowed(address: str, now: datetime, doorkeeper: Doorkeeper) -> bool:
    own = f"codes {address.casefold()}"
    return doorkeeper.allows("codes", most=CODES_IN_ALL, window=WINDOW, now=now) and doorkeeper.allows(
        own, most=CODES_PER_ADDRESS, window=WINDOW, now=now
    )


def _on_file(customer_ids: Iterable[str], address: str, customers: Customers) -> Iterator[Customer]:
    """Those that have the address now."""
    for customer_id in customer_ids:
        try:
            customer = customers.get(customer_id)
        except NotFound:
            continue
        if on_file(customer, address):
            yield customer


def _about(known: Iterable[Link], on: tuple[Customer, ...], invoices: Invoices) -> str:
    """The invoice under which it is told: the last that they were written to about, or else any that they may see. Who
    has none has nothing to sign in for.
    """
    theirs = [each.customer_id for each in on]
    written = next((link.invoice_id for link in known if link.customer_id in theirs), "")
    return written or next(filter(None, (_any(each, invoices) for each in theirs[:_ASKED])), "")


def _any(customer_id: str, invoices: Invoices) -> str:
    page = invoices.list(InvoiceQuery(customer_id=customer_id, statuses=_SHOWN), limit=1)
    return page.items[0].invoice_id if page.items else ""


def _plan(invoice_id: str, address: str, now: datetime, new_id: NewId, messages: Messages) -> tuple[str, str]:
    parties = messages.parties(invoice_id)
    contacts = contact_ids(parties.customer, address)
    name = next((each.name for each in parties.customer.contacts if each.contact_id in contacts), "")
    to = Recipient(address, name)
    message = Message(
        message_id=new_id("msg"),
        invoice_id=invoice_id,
        customer_id=parties.customer.customer_id,
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
