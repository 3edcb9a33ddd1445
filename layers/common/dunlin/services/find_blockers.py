"""Find what keeps an invoice from being sent as one of many: asked by the dry run, and again when it is planned."""

from collections.abc import Callable, Container
from dataclasses import fields
from datetime import datetime
from zoneinfo import ZoneInfo

from dunlin.domain import recipients as whom
from dunlin.domain.batch import ACCEPTED, Blocker, Settings
from dunlin.domain.customer import Customer, Role
from dunlin.domain.departure import at_local_time
from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import Conflict, InvalidInput
from dunlin.domain.invoice import Invoice
from dunlin.domain.seller import Seller
from dunlin.domain.sending import edition
from dunlin.domain.wishes import Wishes
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
    customer, seller = customers.get(invoice.customer_id), sellers.get(invoice.seller_id)
    addressed = _addresses(customer)
    untimely, leaves = _departure(settings, customer, seller, now)
    found = (
        addressed,
        untimely,
        None if settings.again_today else _sent_today(invoice, own, leaves, seller, messages),
        None if addressed else _unwritable(invoice, settings, check),
    )
    return tuple(each for each in found if each)


def send_request(settings: Settings) -> SendRequest:
    """How each invoice of the batch is sent."""
    return SendRequest(
        **{each.name: getattr(settings, each.name) for each in fields(Wishes)},
        send_at=datetime.fromisoformat(settings.send_at) if settings.send_at else None,
        timezone=settings.timezone,
        undo_seconds=settings.undo_seconds,
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


def _departure(
    settings: Settings, customer: Customer, seller: Seller, now: datetime
) -> tuple[Blocker | None, datetime]:
    """What speaks against the time that was asked for, and when the mail would leave."""
    if not settings.send_at:
        return None, now
    try:
        local = datetime.fromisoformat(settings.send_at)
        return None, at_local_time(local, settings.timezone, customer=customer, seller=seller, now=now).at
    except InvalidInput as invalid:
        return Blocker("send_at", str(invalid)), now


def _sent_today(
    invoice: Invoice, own: Container[str], leaves: datetime, seller: Seller, messages: Messages
) -> Blocker | None:
    """On the seller's day on which this one would leave: what left, what was asked for, and what is about to leave."""
    zone = ZoneInfo(seller.time_zone or "UTC")
    day = leaves.astimezone(zone).date()
    for email in messages.of_invoice(invoice.invoice_id):
        if email.message_id not in own and day in {at.astimezone(zone).date() for at in _when(email)}:
            return Blocker("sent_today", f"{invoice.number} was already sent on {day}, or is about to be")
    return None


def _when(email: Email) -> tuple[datetime, ...]:
    if email.status in ACCEPTED:
        return (email.sent_at,) if email.sent_at else ()
    if email.status in _UNDER_WAY:
        return (email.created_at, email.not_before) if email.not_before else (email.created_at,)
    return ()


def _unwritable(invoice: Invoice, settings: Settings, check: Check) -> Blocker | None:
    try:
        check(invoice.invoice_id, send_request(settings))
    except InvalidInput as invalid:
        text = "; ".join(problem.message for problem in invalid.problems) or str(invalid)
        return Blocker("template", text)
    except Conflict as conflict:  # a reminder of what is not owed, a template that was archived meanwhile
        return Blocker(conflict.code, str(conflict))
    return None
