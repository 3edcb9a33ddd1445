"""Draw the receipt of a payment."""

from dunlin.domain.errors import NotFound
from dunlin.services.ports.papers import Papers
from dunlin.services.ports.records import Customers, Invoices, Sellers
from dunlin.services.see_invoice import see_invoice


def draw_receipt(
    invoice_id: str,
    payment_id: str,
    *,
    invoices: Invoices,
    customers: Customers,
    sellers: Sellers,
    papers: Papers,
) -> bytes:
    """A PDF. It is drawn whenever somebody asks, and kept nowhere: it tells of refunds that came later too.

    Raises NotFound for an invoice, or a payment of it, that there is not. What was given back is no payment.
    """
    context = see_invoice(invoice_id, invoices=invoices, customers=customers, sellers=sellers)
    payment = next((each for each in context.invoice.payments if each.payment_id == payment_id), None)
    if payment is None or payment.refund_of:
        raise NotFound(f"{context.invoice.number} has no payment {payment_id}")
    return papers.receipt(context.invoice, context.document, context.seller, context.customer, payment)
