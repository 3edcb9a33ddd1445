"""End links that were mailed: one, all to an invoice, all of a person or customer. Later mails bring new ones."""

from datetime import datetime

from dunlin.domain.errors import NotFound
from dunlin.domain.portal.link import contact_scope, customer_scope, email_scope, invoice_scope
from dunlin.domain.review import email_of
from dunlin.services.ports.portal import Links
from dunlin.services.ports.records import Customers, Invoices
from dunlin.services.ports.sending import Messages


def revoke_invoice_links(
    invoice_id: str, email_id: str, *, at: datetime, links: Links, invoices: Invoices, messages: Messages
) -> None:
    """All links to the invoice, or the one of that e-mail. Raises NotFound."""
    if email_id:
        email_of(messages.of_invoice(invoice_id), email_id)
    else:
        invoices.get(invoice_id)
    links.revoke(email_scope(email_id) if email_id else invoice_scope(invoice_id), at=at)


def revoke_customer_links(
    customer_id: str, contact_id: str, *, at: datetime, links: Links, customers: Customers
) -> None:
    """All links and sessions of the customer, or of that contact. Raises NotFound."""
    customer = customers.get(customer_id)
    if contact_id and all(each.contact_id != contact_id for each in customer.contacts):
        raise NotFound(f"customer {customer_id} has no contact {contact_id}")
    links.revoke(contact_scope(customer_id, contact_id) if contact_id else customer_scope(customer_id), at=at)
