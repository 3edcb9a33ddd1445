"""Records for tests: whole and plausible; a test names only what it is about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from dunlin.domain.customer import Contact, Customer, Role
from dunlin.domain.document import InvoiceDocument, Line
from dunlin.domain.dunning.workflow import Workflow, standard
from dunlin.domain.email import Email, emails_for
from dunlin.domain.engagement import Event, EventType
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.issuing import draft
from dunlin.domain.message import Message, MessageKind, Recipient
from dunlin.domain.party import Address, Party
from dunlin.domain.pricing import line_net
from dunlin.domain.seller import BankAccount, Seller
from dunlin.domain.template import Template, TemplateKind, Text
from dunlin.domain.timeline import Actor, ActorKind, Entry
from dunlin.domain.totals import total

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "clerk")


def a_seller(**changes: Any) -> Seller:
    """A Dutch company that bills in euros."""
    seller = Seller(
        seller_id="sel_1",
        version=1,
        party=Party("Vis & Zonen B.V.", address=Address(("Kade 1",), "Urk", "8321 AB", "", "NL"), tax_id="NL001B01"),
        sender_address="invoices@seller.example",
        sender_name="Vis & Zonen",
        reply_to="debiteuren@seller.example",
        bank=BankAccount(iban="NL91ABNA0417164300", bic="ABNANL2A", account_name="Vis & Zonen B.V."),
        locale="en-NL",
        time_zone="Europe/Amsterdam",
    )
    return replace(seller, **changes)


def a_customer(**changes: Any) -> Customer:
    """An English speaking customer with one billing contact."""
    customer = Customer(
        customer_id="cus_1",
        version=1,
        party=Party("Buyer Ltd", address=Address(("1 High Street",), "Leeds", "LS1 1AA", "", "GB"), tax_id="GB999"),
        contacts=(Contact("con_1", "Ada Buyer", "ada@buyer.example", "", (Role.BILLING,)),),
        locale="en-GB",
        time_zone="Europe/London",
    )
    return replace(customer, **changes)


def a_line(name: str = "Herring", *, quantity: str = "10", price: str = "12.50", rate: str = "21") -> Line:
    """Ten herrings."""
    net = line_net(Decimal(quantity), Decimal(price), currency="EUR")
    return Line("1", name, Decimal(quantity), Decimal(price), net, "S", Decimal(rate), unit_code="C62")


def a_document(*lines: Line, seller: Seller | None = None, customer: Customer | None = None) -> InvoiceDocument:
    """€125.00 of herrings, €151.25 with tax, unless other lines are given."""
    lines = lines or (a_line(),)
    return InvoiceDocument(
        seller=(seller or a_seller()).party,
        buyer=(customer or a_customer()).party,
        currency="EUR",
        lines=lines,
        totals=total(lines),
    )


def an_invoice(
    document: InvoiceDocument | None = None,
    *,
    number: str = "2026-001",
    seller: Seller | None = None,
    customer: Customer | None = None,
    **changes: Any,
) -> Invoice:
    """A posted invoice, due in thirty days."""
    issued = date(2026, 11, 20)
    invoice = draft(
        document or a_document(),
        number=number,
        issue_date=issued,
        due=issued + timedelta(days=30),
        seller=seller or a_seller(),
        customer=customer or a_customer(),
        now=NOW,
    )
    return replace(invoice, **{"status": Status.POSTED, "version": 1, **changes})


def a_message(invoice: Invoice | None = None, **changes: Any) -> Message:
    """The invoice, to be sent."""
    invoice = invoice or an_invoice()
    message = Message(
        message_id="msg_01",
        invoice_id=invoice.invoice_id,
        customer_id=invoice.customer_id,
        seller_id=invoice.seller_id,
        kind=MessageKind.INVOICE,
        created_at=NOW,
        actor=CLERK,
    )
    return replace(message, **changes)


def some_emails(message: Message | None = None, *addresses: str) -> tuple[Email, ...]:
    """One per address, planned."""
    recipients = tuple(Recipient(address) for address in addresses or ("ada@buyer.example",))
    return emails_for(message or a_message(), recipients, wake_at=NOW + timedelta(minutes=2))


def an_email(**changes: Any) -> Email:
    """One planned e-mail."""
    return replace(some_emails()[0], **changes)


def an_event(kind: EventType = EventType.OPEN, *, of: Email | None = None, **changes: Any) -> Event:
    """Something that SES told about an e-mail, a minute after it was planned."""
    email = of or an_email()
    event = Event(
        key=sha256(f"{kind} {sorted(changes.items(), key=str)}".encode()).digest()[:8],
        type=kind,
        name=kind.value,
        at=NOW + timedelta(minutes=1),
        message_id=email.message_id,
        email_id=email.email_id,
        invoice_id=email.invoice_id,
        ses_message_id="0100-ses",
    )
    return replace(event, **changes)


def an_entry(invoice: Invoice | None = None, **changes: Any) -> Entry:
    """Something that somebody did."""
    entry = Entry("tml_1", (invoice or an_invoice()).invoice_id, NOW, CLERK, "test.happened", "It happened")
    return replace(entry, **changes)


def a_template(**changes: Any) -> Template:
    """The invoice in our own words, in English."""
    texts = {"en": Text("Invoice {{ invoice.number }}", "We ask for {{ invoice.amount_due }}.")}
    return replace(Template("tpl_1", 0, "Ours", TemplateKind.INVOICE, texts, created_at=NOW), **changes)


def a_workflow(**changes: Any) -> Workflow:
    """Three reminders, as the shipped workflow has them, not stored yet."""
    ours = replace(standard(), workflow_id="wf_1", version=0, name="Ours", created_at=NOW, created_by="clerk")
    return replace(ours, **changes)
