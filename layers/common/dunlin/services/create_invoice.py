"""Create a DRAFT invoice for a known seller and customer."""

from datetime import date, datetime

from dunlin.domain.customer import Customer
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.invoice import Invoice, standing
from dunlin.domain.issuing import draft, due_date
from dunlin.domain.seller import Seller
from dunlin.domain.timeline import Actor, Entry
from dunlin.services.ports.records import Invoices, NewId


def create_invoice(
    seller: Seller,
    customer: Customer,
    *,
    number: str,
    issue_date: date,
    due: date | None,
    document: InvoiceDocument,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    invoices: Invoices,
    source: str = "JSON",
) -> tuple[Invoice, str]:
    """Store it; the answer's last part says how the due date came about, if nobody gave one.

    Raises InvalidInput, or AlreadyExists when the seller has issued that number before.
    """
    resolved = due_date(due, issued=issue_date, seller=seller)
    invoice = draft(
        document, number=number, issue_date=issue_date, due=resolved.on, seller=seller, customer=customer, now=now
    )
    entry = Entry(
        entry_id=new_id("tml"),
        invoice_id=invoice.invoice_id,
        at=now,
        actor=actor,
        type="invoice.created",
        text=f"Invoice {invoice.number} over {invoice.balance} was created from {source}",
        data={**_told(invoice), **({"due_date_note": resolved.note} if resolved.note else {})},
    )
    invoices.add(invoice, document, entry=entry)
    return invoice, resolved.note


def _told(invoice: Invoice) -> dict[str, str]:
    ids = {"seller_id": invoice.seller_id, "customer_id": invoice.customer_id, "invoice_number": invoice.number}
    return {**ids, **standing(invoice)}
