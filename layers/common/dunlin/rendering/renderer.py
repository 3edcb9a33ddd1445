"""Everything that is drawn or written, behind the port `Renderer`."""

from collections.abc import Callable
from datetime import datetime

from dunlin.domain.customer import Customer
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.mail import Attachment, EncodedAttachment, Envelope, MailContent, RenderedMail
from dunlin.domain.seller import Seller
from dunlin.rendering.email import render_mail
from dunlin.rendering.locales import choose
from dunlin.rendering.mime import build_mime, encode
from dunlin.rendering.pdf import render_pdf


class InvoiceRenderer:
    """Port `Renderer`. `logo` finds the picture of a seller's."""

    def __init__(self, logo: Callable[[Seller], bytes]) -> None:
        self._logo = logo

    def pdf(self, invoice: Invoice, document: InvoiceDocument, seller: Seller, customer: Customer) -> bytes:
        """See the port."""
        locale = choose(customer.locale, seller.locale)
        draft = invoice.status is Status.DRAFT
        return render_pdf(invoice, document, seller, locale=locale, draft=draft, logo=self._logo(seller))

    def mail(self, content: MailContent) -> RenderedMail:
        """See the port."""
        return render_mail(content)

    def encode(self, attachment: Attachment) -> EncodedAttachment:
        """See the port."""
        return encode(attachment)

    def mime(
        self, mail: RenderedMail, envelope: Envelope, attachments: tuple[EncodedAttachment, ...], *, at: datetime
    ) -> bytes:
        """See the port."""
        return build_mime(mail, envelope, attachments, date=at)
