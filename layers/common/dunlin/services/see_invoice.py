"""Everything that a page about an invoice shows."""

from dunlin.services.ports.records import Customers, Invoices, Sellers
from dunlin.services.ports.sending import SendContext


def see_invoice(invoice_id: str, *, invoices: Invoices, customers: Customers, sellers: Sellers) -> SendContext:
    """The invoice with its document and parties. Raises NotFound."""
    invoice, document = invoices.get_with_document(invoice_id)
    return SendContext(invoice, document, customers.get(invoice.customer_id), sellers.get(invoice.seller_id))
