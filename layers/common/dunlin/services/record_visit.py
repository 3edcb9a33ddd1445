"""Record that a person opened the link of a mail: the strongest sign there is that it was read."""

from dataclasses import replace
from datetime import datetime

from dunlin.domain.email import Email, about
from dunlin.domain.email_status import EmailStatus, rung
from dunlin.domain.engagement import TOO_SOON
from dunlin.domain.errors import ClaimLost
from dunlin.domain.message import MessageKind
from dunlin.domain.portal.link import Link
from dunlin.domain.review import email_of
from dunlin.domain.sent import UNSETTLED
from dunlin.domain.timeline import Actor, ActorKind, Entry
from dunlin.domain.user_agent import MACHINES, family
from dunlin.services.ports.records import NewId
from dunlin.services.ports.sending import Change, Messages

CUSTOMER = Actor(ActorKind.CUSTOMER, "portal")
_TRIES = 4


def record_visit(link: Link, *, user_agent: str, now: datetime, new_id: NewId, messages: Messages) -> bool:
    """Whether it was the first, which turns the light green; later ones are counted only.

    Who does not say who they are, a known scanner, and whoever comes within moments of the delivery are no persons.
    """
    if family(user_agent) in MACHINES | {"", "other"}:
        return False
    email = messages.visit(link.message_id, link.email_id, delivered_before=now - TOO_SOON)
    if email is None:
        return False
    for _ in range(_TRIES):
        if email.visited_at:
            return False
        after = _seen(email, now)
        try:
            messages.change(Change(email, after, _entry(after, now, new_id), opens_invoice=_opens(email)))
        except ClaimLost:
            email = email_of(messages.get(link.message_id)[1], link.email_id)
        else:
            return True
    return False


def _seen(email: Email, now: datetime) -> Email:
    """Nobody opens a mail that did not leave; a bounce that was told of it stays."""
    seen = replace(email, visited_at=now, engaged_at=email.engaged_at or now)
    stands, left = rung(email.status, email.status_code), rung(EmailStatus.SENT, "")
    if stands is None or left is None or stands >= left:
        return seen
    return replace(seen, status=EmailStatus.SENT, owner="", wake_at=None, sent_at=email.sent_at or now)


def _opens(email: Email) -> bool:
    return email.status in UNSETTLED and email.kind is MessageKind.INVOICE


def _entry(email: Email, now: datetime, new_id: NewId) -> Entry:
    text = f"{email.recipient.address} saw the invoice in the portal for the first time"
    return Entry(new_id("tml"), email.invoice_id, now, CUSTOMER, "portal.visited", text, about(email))
