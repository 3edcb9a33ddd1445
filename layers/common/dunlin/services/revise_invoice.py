"""Revise an invoice: a DRAFT's whole content, or the due date of one that is owed."""

from collections.abc import Callable
from datetime import date, datetime

from dunlin.domain.document import InvoiceDocument
from dunlin.domain.errors import StaleVersion
from dunlin.domain.invoice import Invoice, move_due_date, standing
from dunlin.domain.issuing import due_date, revise
from dunlin.domain.party import Party
from dunlin.domain.timeline import Actor, Entry
from dunlin.services.change_invoice import change_invoice
from dunlin.services.ports.records import Customers, Invoices, NewId, Sellers
from dunlin.services.ports.sending import Outbox
from dunlin.services.write_change import Told


def revise_invoice(
    invoice_id: str,
    *,
    document: Callable[[Party, Party], InvoiceDocument] | None,
    issue_date: date | None,
    due: date | None,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    invoices: Invoices,
    sellers: Sellers,
    customers: Customers,
    outbox: Outbox,
    version: int | None = None,
) -> tuple[Invoice, InvoiceDocument]:
    """`document` makes the new content from the seller and the buyer; None leaves it and moves the due date only.

    Raises Conflict when the invoice is past what is asked, StaleVersion when it is not at `version`, InvalidInput.
    """
    before, said = invoices.get_with_document(invoice_id)
    if version is not None and version != before.version:
        raise StaleVersion(f"{before.number} is at version {before.version}, not {version}: read it again")
    if document is None:
        moved = change_invoice(
            invoice_id,
            lambda each: move_due_date(each, due or each.due_date, now=now),
            lambda after: _moved(before, after),
            actor=actor,
            now=now,
            new_id=new_id,
            invoices=invoices,
            outbox=outbox,
            version=version,
        )
        return moved, said
    seller = sellers.get(before.seller_id)
    revised = document(seller.party, customers.get(before.customer_id).party)
    issued = issue_date or before.issue_date
    due_on = due_date(due, issued=issued, seller=seller).on
    after = revise(before, revised, issue_date=issued, due=due_on, now=now)
    text = f"The draft was changed: {before.balance} became {after.balance}"
    entry = Entry(new_id("tml"), invoice_id, now, actor, "invoice.revised", text, standing(after))
    return invoices.change(before, after, entry=entry, document=revised), revised


def _moved(before: Invoice, after: Invoice) -> Told:
    text = f"The due date moved from {before.due_date} to {after.due_date}"
    return Told("invoice.due_date_moved", text, standing(after))
