"""Preview a template: as a real invoice's mail would say it, or as the example's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from dunlin.domain.invoice import Status
from dunlin.domain.mail import MailContent, RenderedMail
from dunlin.domain.message import MessageKind
from dunlin.domain.template import Template
from dunlin.services.ports.documents import MailRenderer
from dunlin.services.ports.records import Customers, Invoices, Sellers, TemplateChecker


def preview_template(
    template: Template,
    *,
    invoice_id: str,
    language: str,
    now: datetime,
    invoices: Invoices,
    customers: Customers,
    sellers: Sellers,
    check: TemplateChecker,
    example: Callable[[Template, str], MailContent],
    render: MailRenderer,
) -> RenderedMail:
    """In `language`, else the customer's. Raises InvalidInput for texts that are wrong, NotFound for the invoice."""
    check(template)
    if not invoice_id:
        return render(example(template, language))
    invoice, document = invoices.get_with_document(invoice_id)
    customer, seller = customers.get(invoice.customer_id), sellers.get(invoice.seller_id)
    content = MailContent(
        kind=MessageKind.INVOICE,
        invoice=invoice,
        document=document,
        seller=seller,
        customer=replace(customer, locale=language) if language else customer,
        recipient_name=next((contact.name for contact in customer.contacts if contact.name), ""),
        link=seller.pay_link(invoice.number),
        draft=invoice.status is Status.DRAFT,
        template=template,
        today=seller.day(now),
    )
    return render(content)
