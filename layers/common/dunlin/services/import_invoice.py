"""Import an invoice from a file: its seller and customer are found or made, then it is a DRAFT like any other."""

from dataclasses import dataclass
from datetime import datetime

from dunlin.domain.customer import Customer
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.errors import AlreadyExists
from dunlin.domain.imported import ImportedInvoice
from dunlin.domain.invoice import Invoice
from dunlin.domain.issuing import check_issuable
from dunlin.domain.seller import BankAccount, Seller
from dunlin.domain.timeline import Actor
from dunlin.services.create_invoice import create_invoice
from dunlin.services.ports.records import Customers, Identifiers, Invoices, NewId, Sellers
from dunlin.services.register_party import register_customer, register_seller


@dataclass(frozen=True, slots=True)
class Imported:
    """The invoice, whom it was matched with, and what a person should know about the file.

    `known_already`: the very same invoice was there before, and nothing was done.
    """

    invoice: Invoice
    document: InvoiceDocument
    seller: Seller
    customer: Customer
    new_seller: bool
    new_customer: bool
    warnings: tuple[str, ...]
    attachments: int
    known_already: bool = False


def import_invoice(
    found: ImportedInvoice,
    *,
    sender_address: str,
    actor: Actor,
    now: datetime,
    new_id: NewId,
    sellers: Sellers,
    customers: Customers,
    invoices: Invoices,
    known: Identifiers,
) -> Imported:
    """The same file again is the same invoice. Raises AlreadyExists when the seller has another one of that number,
    InvalidInput when there is nothing to ask for.
    """
    document = found.document
    check_issuable(found.number, document)
    seller, new_seller = register_seller(
        document.seller, _bank(document), sender_address=sender_address, new_id=new_id, sellers=sellers, known=known
    )
    customer, new_customer = register_customer(document.buyer, new_id=new_id, customers=customers, known=known)
    try:
        invoice, due_note = create_invoice(
            seller,
            customer,
            number=found.number,
            issue_date=found.issue_date,
            due=found.due_date,
            document=document,
            actor=actor,
            now=now,
            new_id=new_id,
            invoices=invoices,
            source="UBL",
        )
    except AlreadyExists as taken:
        invoice, stored = invoices.get_with_document(taken.existing_id)
        if stored != document or invoice.issue_date != found.issue_date:
            raise
        note = f"invoice {invoice.number} was imported before from the same content; nothing was changed"
        return Imported(invoice, stored, seller, customer, False, False, (note,), found.attachments, known_already=True)
    warnings = (*found.warnings, *((due_note,) if due_note else ()), *_reachable(customer))
    return Imported(invoice, document, seller, customer, new_seller, new_customer, warnings, found.attachments)


def _bank(document: InvoiceDocument) -> BankAccount:
    means = next((each for each in document.payment_means if each.iban or each.account_number), None)
    if means is None:
        return BankAccount()
    return BankAccount(means.iban, means.bic, means.account_name, means.account_number)


def _reachable(customer: Customer) -> tuple[str, ...]:
    if customer.preferences.to or any(contact.email for contact in customer.contacts):
        return ()
    return (f"{customer.party.name} has no e-mail address: add a contact before the invoice is sent",)
