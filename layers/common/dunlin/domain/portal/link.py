"""A link into the portal: whoever has it sees one invoice. Each mail has its recipient's own."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dunlin.domain.email import Email
from dunlin.domain.message import INTERNAL, MessageKind

LONGEST = timedelta(days=120)
# An expired link is remembered for this long, so that its holder can ask for another.
REMEMBERED = timedelta(days=90)
# A link to sign in with, and the code beside it.
LOGIN = timedelta(minutes=10)


class Standing(StrEnum):
    """Whether a link still opens anything."""

    GOOD = "good"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Link:
    """Whom it was mailed to and what it opens. `contact_id` is the contact that had this address, if one had."""

    email_id: str
    message_id: str
    invoice_id: str
    customer_id: str
    kind: MessageKind
    recipient: str
    created_at: datetime
    contact_id: str = ""

    @property
    def signs_in(self) -> bool:
        """Whether it is a key to the account rather than to the invoice."""
        return self.kind is MessageKind.PORTAL_LOGIN


def link_of(email: Email) -> Link | None:
    """The link of a new e-mail; what the company tells itself has none."""
    if email.kind in INTERNAL:
        return None
    return Link(
        email_id=email.email_id,
        message_id=email.message_id,
        invoice_id=email.invoice_id,
        customer_id=email.customer_id,
        kind=email.kind,
        recipient=email.recipient.address,
        # A mail that waits for its time must not use up its link before it leaves.
        created_at=email.not_before or email.created_at,
        contact_id=email.recipient.contact_id,
    )


def ends(link: Link, due_date: date, *, days: int, zone: str) -> datetime:
    """When it expires: so many days after the due date, or after the mail, whichever is later; never after LONGEST."""
    if link.signs_in:
        return link.created_at + LOGIN
    after_due = datetime.combine(due_date + timedelta(days=days + 1), time(), ZoneInfo(zone)).astimezone(UTC)
    return min(max(after_due, link.created_at + timedelta(days=days)), link.created_at + LONGEST)


def scopes(link: Link) -> tuple[str, ...]:
    """By which names it can be revoked: its mail, its invoice, its contact, its customer."""
    contact = (contact_scope(link.customer_id, link.contact_id),) if link.contact_id else ()
    return (email_scope(link.email_id), invoice_scope(link.invoice_id), customer_scope(link.customer_id), *contact)


def email_scope(email_id: str) -> str:
    """One link."""
    return f"email#{email_id}"


def invoice_scope(invoice_id: str) -> str:
    """All links to an invoice."""
    return f"invoice#{invoice_id}"


def customer_scope(customer_id: str) -> str:
    """All links of a customer."""
    return f"customer#{customer_id}"


def contact_scope(customer_id: str, contact_id: str) -> str:
    """All links that one person was mailed."""
    return f"contact#{customer_id}#{contact_id}"
