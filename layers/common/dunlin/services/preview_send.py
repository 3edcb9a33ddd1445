"""Preview a send: what would leave, made by the renderer that makes it, without leaving anything behind."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from dunlin.domain.document import InvoiceDocument
from dunlin.domain.errors import InvalidInput
from dunlin.domain.invoice import OWED
from dunlin.domain.mail import MailContent, RenderedMail, encoded_size
from dunlin.domain.message import Edition, Instructions, Recipient
from dunlin.domain.sending import edition
from dunlin.domain.template import chosen, language
from dunlin.services.customise import customise
from dunlin.services.find_attachments import find_attachments
from dunlin.services.mail_content import mail_content
from dunlin.services.plan_send import SendRequest
from dunlin.services.ports.documents import MailRenderer
from dunlin.services.ports.records import Customers, Invoices
from dunlin.services.ports.sending import SendContext
from dunlin.services.shelf import Shelf

# Beyond this, many mail servers refuse a mail.
_LARGE = 10_000_000
# A PDF is drawn by another function; so large is one with its fonts, and each of its lines.
_PDF_BYTES, _PDF_LINE_BYTES = 40_000, 150

# What stands for the recipient's own page where nobody will open it.
NOWHERE = "https://portal.invalid/p/preview"


@dataclass(frozen=True, slots=True)
class Preview:
    """The mail as the first recipient would get it, who would get it, and what speaks against sending it.

    `size` is about how many bytes each mail has; its PDF is estimated.
    """

    mail: RenderedMail
    recipients: tuple[Recipient, ...]
    warnings: tuple[str, ...]
    size: int


def preview_send(
    invoice_id: str,
    request: SendRequest,
    *,
    now: datetime,
    invoices: Invoices,
    customers: Customers,
    shelf: Shelf,
    render: MailRenderer,
    own_link: str = NOWHERE,
) -> Preview:
    """Raises NotFound, Conflict for a void invoice, InvalidInput for what cannot be sent.

    Recipients who cannot be written to are warnings here.
    """
    invoice, document = invoices.get_with_document(invoice_id)
    customer, seller = customers.get(invoice.customer_id), shelf.sellers.get(invoice.seller_id)
    recipients: tuple[Recipient, ...] = ()
    warnings: tuple[str, ...] = ()
    try:
        recipients = request.recipients(customer)
    except InvalidInput as problem:
        warnings = tuple(each.message for each in problem.problems)
    told = edition(invoice)
    instructions = customise(request, invoice, customer, shelf=shelf)
    content = mail_content(
        SendContext(invoice, document, customer, seller),
        instructions,
        kind=request.kind,
        edition=told,
        recipient_name=recipients[0].name if recipients else "",
        now=now,
        templates=shelf.templates,
        own_link=own_link,
    )
    mail = render(content)
    size = _size(mail, instructions, document, shelf)
    return Preview(mail, recipients, (*warnings, *_warnings(content, told, size)), size)


def _warnings(content: MailContent, told: Edition, size: int) -> Iterator[str]:
    if told is Edition.DRAFT:
        yield "this is a draft: a marked copy is sent, without a link to pay"
    elif not content.link and content.invoice.status in OWED:
        yield "there is no button: the seller has no payment page, and no links into the portal"
    wanted = content.customer.locale or content.seller.locale
    used = chosen(content.template, wanted, content.seller.locale) if content.template else wanted
    if language(used) != language(wanted):
        yield f"the customer reads {wanted}, but the mail is written in {used}"
    if size > _LARGE:
        yield f"each mail has about {size / 1_000_000:.0f} MB; many servers refuse more than {_LARGE // 1_000_000} MB"


def _size(mail: RenderedMail, instructions: Instructions, document: InvoiceDocument, shelf: Shelf) -> int:
    pdf = _PDF_BYTES + _PDF_LINE_BYTES * len(document.lines) if instructions.attach_pdf else 0
    along = sum(
        encoded_size(each.size) for each in find_attachments(instructions.attachments, documents=shelf.documents)
    )
    return len(mail.text.encode()) + len(mail.html.encode()) + encoded_size(pdf) + along
