"""Render the PDF of an invoice as it is now, and keep it."""

import hashlib

from dunlin.services.ports.documents import Documents, Renderer
from dunlin.services.ports.records import Customers, Invoices, Sellers


def store_pdf(
    invoice_id: str,
    *,
    invoices: Invoices,
    customers: Customers,
    sellers: Sellers,
    documents: Documents,
    renderer: Renderer,
) -> str:
    """The hash under which it is kept. Raises NotFound."""
    invoice, document = invoices.get_with_document(invoice_id)
    content = renderer.pdf(invoice, document, sellers.get(invoice.seller_id), customers.get(invoice.customer_id))
    sha256 = hashlib.sha256(content).hexdigest()
    documents.put_pdf(invoice_id, sha256, content)
    return sha256
