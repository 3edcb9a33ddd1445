"""Preview a send: what would leave, made by the renderer that makes it, without leaving anything behind."""

from dataclasses import dataclass

from dunlin.domain import recipients as whom
from dunlin.domain.errors import InvalidInput
from dunlin.domain.mail import MailContent, RenderedMail
from dunlin.domain.message import Edition, MessageKind, Recipient
from dunlin.domain.sending import edition
from dunlin.services.plan_send import SendRequest
from dunlin.services.ports import Customers, Invoices, MailRenderer, Sellers


@dataclass(frozen=True, slots=True)
class Preview:
    """The mail as the first recipient would get it, who would get it, and what speaks against sending it."""

    mail: RenderedMail
    recipients: tuple[Recipient, ...]
    warnings: tuple[str, ...]


def preview_send(
    invoice_id: str,
    request: SendRequest,
    *,
    invoices: Invoices,
    customers: Customers,
    sellers: Sellers,
    render: MailRenderer,
) -> Preview:
    """Raises NotFound, and Conflict for a void invoice. Recipients who cannot be written to are warnings here."""
    invoice, document = invoices.get_with_document(invoice_id)
    customer, seller = customers.get(invoice.customer_id), sellers.get(invoice.seller_id)
    draft = edition(invoice) is Edition.DRAFT
    recipients: tuple[Recipient, ...] = ()
    warnings: tuple[str, ...] = ()
    try:
        recipients = whom.choose(customer, to=request.to, cc=request.cc, bcc=request.bcc)
    except InvalidInput as problem:
        warnings = tuple(each.message for each in problem.problems)
    content = MailContent(
        kind=MessageKind.INVOICE,
        invoice=invoice,
        document=document,
        seller=seller,
        customer=customer,
        recipient_name=recipients[0].name if recipients else "",
        subject=request.subject,
        message=request.message,
        button=request.button,
        link="" if draft else seller.pay_link(invoice.number),
        attached=request.instructions(customer).attach_pdf,
        draft=draft,
    )
    notes = ("this is a draft: a marked copy is sent, without a link to pay",) if draft else ()
    return Preview(render(content), recipients, (*warnings, *notes))
