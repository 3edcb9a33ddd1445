"""Whether something may be sent: asked when it is planned, and again when it is claimed."""

from dataclasses import dataclass
from datetime import datetime

from dunlin.domain.customer import Customer
from dunlin.domain.dunning.decision import TEXTS, Reason, Verdict, objection
from dunlin.domain.dunning.dunning import Dunning
from dunlin.domain.dunning.freshness import stale_payments
from dunlin.domain.email import Email
from dunlin.domain.email_status import EmailStatus
from dunlin.domain.errors import Conflict
from dunlin.domain.invoice import OWED, Invoice, Status
from dunlin.domain.message import ABOUT_NO_INVOICE, Edition, Message, MessageKind, Reminded
from dunlin.domain.payments.collecting import Collection, collection_of
from dunlin.domain.seller import Seller


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an e-mail is not sent after all: the end it comes to, a code for programs and a text for people."""

    status: EmailStatus
    code: str
    text: str


# Which invoice statuses each edition of a message may still be claimed in. A message about something owed is not sent
# once it is paid: what it says is no longer so.
CLAIMABLE = {
    Edition.DRAFT: (Status.DRAFT,),
    Edition.ORIGINAL: OWED,
    Edition.COPY: (Status.PAID,),
}
# A receipt or an answer tells what has happened, whatever has happened since.
_ANYHOW = (MessageKind.RECEIPT, MessageKind.ANSWER, *ABOUT_NO_INVOICE)


def edition(invoice: Invoice) -> Edition:
    """Which edition of the invoice is sent now. Raises Conflict for a VOID one: a void invoice is not sent."""
    if invoice.status is Status.VOID:
        raise Conflict(f"{invoice.number} is VOID; a void invoice is not sent", code="wrong_status")
    return next(each for each, statuses in CLAIMABLE.items() if invoice.status in statuses)


def refusal(
    message: Message, email: Email, invoice: Invoice, customer: Customer, seller: Seller, *, now: datetime
) -> Refusal | None:
    """Why this e-mail must not be claimed now, or None when nothing speaks against it."""
    if message.kind not in _ANYHOW and invoice.status not in CLAIMABLE[message.edition]:
        text = f"the invoice is {invoice.status} since it was planned"
        return Refusal(EmailStatus.CANCELLED, f"invoice_{invoice.status.lower()}", text)
    if message.reminder and (outdated := _outdated(message, message.reminder, invoice, customer, now)):
        return outdated
    if message.reminder and isinstance(collection_of(invoice, customer, seller, now=now), Collection):
        return Refusal(EmailStatus.CANCELLED, f"{Verdict.HOLD}_{Reason.AUTOPAY}", TEXTS[Reason.AUTOPAY])
    if message.reminder and (unknown := stale_payments(seller, now=now)):
        return Refusal(EmailStatus.CANCELLED, f"{Verdict.HOLD}_{Reason.PAYMENTS_STALE}", unknown)
    if dead := customer.dead(email.recipient.address):
        return Refusal(EmailStatus.SUPPRESSED, "address_undeliverable", f"the address is undeliverable: {dead.reason}")
    return None


def _outdated(
    message: Message, reminder: Reminded, invoice: Invoice, customer: Customer, now: datetime
) -> Refusal | None:
    """A reminder is decided again at its claim: what was so a moment ago may be so no longer."""
    if against := objection(invoice, customer, now=now):
        return Refusal(EmailStatus.CANCELLED, f"{against.verdict}_{against.reason}", against.text)
    if (invoice.dunning or Dunning()).generation != reminder.generation:
        return Refusal(EmailStatus.CANCELLED, "replanned", "the plan of reminders has changed since it was decided")
    if invoice.mailed_at and invoice.mailed_by != message.message_id and invoice.mailed_at > message.created_at:
        return Refusal(EmailStatus.CANCELLED, "gap_too_small", "another mail about this invoice came first")
    return None
