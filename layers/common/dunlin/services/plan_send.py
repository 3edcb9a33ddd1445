"""Plan to send an invoice: a message with one e-mail per recipient, handed to the outbox."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dunlin.domain import recipients as whom
from dunlin.domain.customer import Customer
from dunlin.domain.errors import AlreadyExists, StaleVersion
from dunlin.domain.ids import derived
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import Email, Instructions, Message, MessageKind, Recipient, emails_for
from dunlin.domain.sending import edition
from dunlin.domain.timeline import Actor, Entry
from dunlin.services.ports import Customers, Invoices, Messages, NewId, Outbox

# How long the queue has before the sweep looks whether a planned e-mail was forgotten.
FORGOTTEN = timedelta(minutes=2)
_TRIES = 3


@dataclass(frozen=True, slots=True)
class SendRequest:
    """What the caller asked for. Empty recipients mean the customer's own, empty texts the shipped ones."""

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    subject: str = ""
    message: str = ""
    button: str = ""
    attach_pdf: bool | None = None

    def instructions(self, customer: Customer) -> Instructions:
        """What is kept with the message; the customer's preference decides what the caller left open."""
        attach = customer.preferences.attach_pdf if self.attach_pdf is None else self.attach_pdf
        return Instructions(self.subject, self.message, self.button, attach_pdf=attach)


def plan_send(
    invoice_id: str,
    request: SendRequest,
    *,
    key: str,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    invoices: Invoices,
    customers: Customers,
    messages: Messages,
    outbox: Outbox,
    batch_id: str = "",
) -> tuple[Message, tuple[Email, ...]]:
    """Store the intent, then queue it. The same `key` for the same invoice is the same message, whatever happens.

    Raises Conflict for a void invoice, InvalidInput when somebody cannot be written to: then nothing is planned.
    """
    message_id = derived("msg", invoice_id, key)
    for _ in range(_TRIES):
        message, emails, entry, invoice = _decide(
            invoice_id,
            request,
            message_id=message_id,
            actor=actor,
            now=now,
            new_id=new_id,
            invoices=invoices,
            customers=customers,
        )
        message = replace(message, batch_id=batch_id)
        try:
            messages.plan(message, emails, invoice=invoice, entry=entry)
        except AlreadyExists:
            message, emails = messages.get(message_id)
        except StaleVersion:
            continue
        outbox.put(message_id)
        return message, emails
    raise StaleVersion(f"invoice {invoice_id} keeps changing: try again")


def _decide(
    invoice_id: str,
    request: SendRequest,
    *,
    message_id: str,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    invoices: Invoices,
    customers: Customers,
) -> tuple[Message, tuple[Email, ...], Entry, Invoice]:
    invoice = invoices.get(invoice_id)
    customer = customers.get(invoice.customer_id)
    recipients = whom.choose(customer, to=request.to, cc=request.cc, bcc=request.bcc)
    message = Message(
        message_id=message_id,
        invoice_id=invoice_id,
        customer_id=invoice.customer_id,
        seller_id=invoice.seller_id,
        kind=MessageKind.INVOICE,
        created_at=now,
        actor=actor,
        instructions=request.instructions(customer),
        edition=edition(invoice),
    )
    emails = emails_for(message, recipients, wake_at=now + FORGOTTEN)
    return message, emails, _entry(invoice, recipients, actor, now, new_id), invoice


def _entry(invoice: Invoice, to: tuple[Recipient, ...], actor: Actor, now: datetime, new_id: NewId) -> Entry:
    names = ", ".join(each.address for each in to)
    text = f"Sending invoice {invoice.number} to {names} was asked for"
    return Entry(new_id("tml"), invoice.invoice_id, now, actor, "message.planned", text)
