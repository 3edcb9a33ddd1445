"""Plan to send an invoice: a message with one e-mail per recipient, handed to the outbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dunlin.domain import recipients as whom
from dunlin.domain.customer import Customer
from dunlin.domain.errors import AlreadyExists, InvalidInput, StaleVersion
from dunlin.domain.ids import derived
from dunlin.domain.invoice import Invoice
from dunlin.domain.message import Email, Message, MessageKind, Recipient, emails_for
from dunlin.domain.sending import edition
from dunlin.domain.timeline import Actor, Entry
from dunlin.services.customise import Shelf, Wishes, customise
from dunlin.services.ports import Customers, Invoices, Messages, NewId, Outbox

# How long the queue has before the sweep looks whether a planned e-mail was forgotten.
FORGOTTEN = timedelta(minutes=2)
_TRIES = 3


@dataclass(frozen=True, slots=True)
class SendRequest(Wishes):
    """What the caller asked for. Empty recipients mean the customer's own.

    With `test_to` a marked copy goes to that address only, and nothing is told to the customer.
    """

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    test_to: str = ""

    @property
    def kind(self) -> MessageKind:
        """What is planned."""
        return MessageKind.TEST if self.test_to else MessageKind.INVOICE

    def recipients(self, customer: Customer) -> tuple[Recipient, ...]:
        """Whom it goes to. Raises InvalidInput when somebody cannot be written to; a test asks for nobody's address."""
        if not self.test_to:
            return whom.choose(customer, to=self.to, cc=self.cc, bcc=self.bcc)
        try:
            name = whom.choose(customer, to=self.to, cc=self.cc, bcc=self.bcc)[0].name
        except InvalidInput:
            name = ""
        return (Recipient(self.test_to, name),)


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
    shelf: Shelf,
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
            shelf=shelf,
        )
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
    shelf: Shelf,
) -> tuple[Message, tuple[Email, ...], Entry, Invoice]:
    invoice = invoices.get(invoice_id)
    customer = customers.get(invoice.customer_id)
    recipients = request.recipients(customer)
    message = Message(
        message_id=message_id,
        invoice_id=invoice_id,
        customer_id=invoice.customer_id,
        seller_id=invoice.seller_id,
        kind=request.kind,
        created_at=now,
        actor=actor,
        instructions=customise(request, invoice, customer, shelf=shelf),
        edition=edition(invoice),
    )
    emails = emails_for(message, recipients, wake_at=now + FORGOTTEN)
    return message, emails, _entry(message, invoice, recipients, new_id), invoice


def _entry(message: Message, invoice: Invoice, to: tuple[Recipient, ...], new_id: NewId) -> Entry:
    names = ", ".join(each.address for each in to)
    what = "a test copy of invoice" if message.kind is MessageKind.TEST else "invoice"
    text = f"Sending {what} {invoice.number} to {names} was asked for"
    return Entry(new_id("tml"), invoice.invoice_id, message.created_at, message.actor, "message.planned", text)
