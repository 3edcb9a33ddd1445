"""Ports of what people see: drawing it, and keeping what was sent as evidence.

Adapters and fakes keep these promises; contract tests hold both to them.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from dunlin.domain.customer import Customer
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.invoice import Invoice
from dunlin.domain.mail import Attachment, EncodedAttachment, Envelope, MailContent, RenderedMail, StoredFile, Upload
from dunlin.domain.period import Period
from dunlin.domain.seller import Seller
from dunlin.domain.statement import Account


class Documents(Protocol):
    """The evidence: what exactly was sent."""

    def put_pdf(self, invoice_id: str, sha256: str, content: bytes) -> None:
        """Store a PDF under its hash."""
        ...

    def get_pdf(self, invoice_id: str, sha256: str) -> bytes:
        """Raises NotFound."""
        ...

    def put_eml(self, invoice_id: str, email_id: str, content: bytes) -> None:
        """Store the exact bytes that are posted."""
        ...

    def get_eml(self, invoice_id: str, email_id: str) -> bytes:
        """Raises NotFound."""
        ...

    def put_file(self, document_id: str, file: Attachment) -> None:
        """Store a document that mails may carry."""
        ...

    def invite(self, file: StoredFile, *, now: datetime) -> Upload:
        """Let whoever has the address bring this document, of exactly that size and type: once, within 15 minutes."""
        ...

    def about_file(self, document_id: str) -> StoredFile:
        """What it is, without its bytes. Raises NotFound."""
        ...

    def get_file(self, document_id: str) -> Attachment:
        """Raises NotFound."""
        ...


type MailRenderer = Callable[[MailContent], RenderedMail]
"""The mail half of `Renderer`, for those who do not draw."""


class Pdfs(Protocol):
    """PDFs for those who do not draw them."""

    def render(self, invoice_id: str) -> str:
        """Render the invoice as it is now into the documents; the answer is the PDF's hash. Raises Unavailable."""
        ...

    def receipt(self, invoice_id: str, payment_id: str) -> bytes:
        """The receipt of a payment that the invoice took. Raises Unavailable."""
        ...

    def statement(self, account: Account, period: Period) -> bytes:
        """The statement of an account. Raises Unavailable, TooLarge, NotFound."""
        ...


class Renderer(Protocol):
    """Making what people see."""

    def pdf(self, invoice: Invoice, document: InvoiceDocument, seller: Seller, customer: Customer) -> bytes:
        """The PDF in the customer's language. The same bytes for the same input."""
        ...

    def mail(self, content: MailContent) -> RenderedMail:
        """Subject, text and HTML in the customer's language."""
        ...

    def encode(self, attachment: Attachment) -> EncodedAttachment:
        """Encode once what travels with many mails."""
        ...

    def mime(
        self, mail: RenderedMail, envelope: Envelope, attachments: tuple[EncodedAttachment, ...], *, at: datetime
    ) -> bytes:
        """The raw mail."""
        ...
