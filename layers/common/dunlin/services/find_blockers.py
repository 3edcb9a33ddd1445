"""Find what keeps an invoice from being sent as one of many: asked by the dry run, and again when it is planned."""

from collections.abc import Callable, Container
from datetime import datetime
from zoneinfo import ZoneInfo

from dunlin.domain import recipients as whom
from dunlin.domain.batch import ACCEPTED, Blocker, Settings
from dunlin.domain.customer import Customer, Role
from dunlin.domain.errors import Conflict, InvalidInput
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import EmailStatus
from dunlin.domain.sending import edition
from dunlin.services.plan_send import SendRequest
from dunlin.services.ports.records import Customers, Sellers
from dunlin.services.ports.sending import Messages

type Check = Callable[[str, SendRequest], object]
"""Makes the mail as it would leave; whatever it raises InvalidInput for, such as a variable without a value, blocks."""

_UNDER_WAY = (EmailStatus.PLANNED, EmailStatus.DISPATCHING, EmailStatus.AMBIGUOUS, EmailStatus.NEEDS_REVIEW)


def find_blockers(
    invoice: Invoice,
    settings: Settings,
    *,
    own: Container[str] = (),
    now: datetime,
    customers: Customers,
    sellers: Sellers,
    messages: Messages,
    check: Check,
) -> tuple[Blocker, ...]:
    """Everything that speaks against it; empty when it may be planned. Messages in `own` do not count as sent before.

    A wrong state is told alone: nothing else matters then.
    """
    if wrong := _wrong_state(invoice, settings):
        return (wrong,)
    customer = customers.get(invoice.customer_id)
    addressed = _addresses(customer)
    found = (
        addressed,
        None if settings.again_today else _sent_today(invoice, own, now, sellers, messages),
        None if addressed else _unwritable(invoice, settings, check),
    )
    return tuple(each for each in found if each)


def send_request(settings: Settings) -> SendRequest:
    """How each invoice of the batch is sent."""
    return SendRequest(
        subject=settings.subject,
        message=settings.message,
        button=settings.button,
        attach_pdf=settings.attach_pdf,
        editions=settings.editions,
    )


def _wrong_state(invoice: Invoice, settings: Settings) -> Blocker | None:
    try:
        which = edition(invoice)
    except Conflict as conflict:
        return Blocker(conflict.code, str(conflict))
    if which in settings.editions:
        return None
    return Blocker("wrong_status", f"{invoice.number} is {invoice.status}; this batch sends {_named(settings)} only")


def _named(settings: Settings) -> str:
    return ", ".join(f"{each}s" for each in settings.editions)


def _addresses(customer: Customer) -> Blocker | None:
    try:
        whom.choose(customer)
    except InvalidInput as invalid:
        text = "; ".join(problem.message for problem in invalid.problems)
        return Blocker(_address_code(customer), text)
    return None


def _address_code(customer: Customer) -> str:
    preferences = customer.preferences
    contact = customer.contact_for(Role.BILLING) or customer.contact_for(Role.PRIMARY)
    to = preferences.to or ((contact.email,) if contact else ())
    if not to:
        return "no_address"
    dead = any(customer.dead(address) for address in (*to, *preferences.cc, *preferences.bcc))
    return "undeliverable" if dead else "bad_address"


def _sent_today(
    invoice: Invoice, own: Container[str], now: datetime, sellers: Sellers, messages: Messages
) -> Blocker | None:
    """In the seller's day: what left, and what is about to."""
    zone = ZoneInfo(sellers.get(invoice.seller_id).time_zone or "UTC")
    for email in messages.of_invoice(invoice.invoice_id):
        at = email.sent_at if email.status in ACCEPTED else email.created_at if email.status in _UNDER_WAY else None
        if at and at.astimezone(zone).date() == now.astimezone(zone).date() and email.message_id not in own:
            return Blocker("sent_today", f"{invoice.number} was already sent today, or is about to be")
    return None


def _unwritable(invoice: Invoice, settings: Settings, check: Check) -> Blocker | None:
    try:
        check(invoice.invoice_id, send_request(settings))
    except InvalidInput as invalid:
        text = "; ".join(problem.message for problem in invalid.problems) or str(invalid)
        return Blocker("template", text)
    return None
