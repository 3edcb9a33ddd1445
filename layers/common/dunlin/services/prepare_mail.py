"""Prepare one mail: render it and keep the evidence, before anything irrevocable is done."""

import hashlib
from dataclasses import replace

from dunlin.domain.invoice import StoredPdf
from dunlin.domain.mail import Attachment, Envelope, MailContent
from dunlin.domain.message import Edition, Email, Header
from dunlin.services.sending import Pdf, Sending


def prepare_mail(email: Email, sending: Sending) -> bytes:
    """The raw mail, stored as it will be posted; the PDF is stored once per version of the invoice."""
    context, message = sending.context, sending.message
    pdf = _pdf(sending)
    raw = sending.renderer.mime(
        sending.renderer.mail(mail_content(email, sending)),
        _envelope(email, sending),
        (pdf.attachment,) if message.instructions.attach_pdf else (),
        at=sending.now,
    )
    if context.invoice.pdf is None or context.invoice.pdf.sha256 != pdf.stored.sha256:
        sending.documents.put_pdf(message.invoice_id, pdf.stored.sha256, pdf.content)
        sending.context = replace(context, invoice=replace(context.invoice, pdf=pdf.stored))
    sending.documents.put_eml(message.invoice_id, email.email_id, raw)
    return raw


def pdf_name(number: str) -> str:
    """A file name that every system takes, from an invoice number."""
    return "".join(each if each.isalnum() or each in "-_." else "-" for each in number) + ".pdf"


def _pdf(sending: Sending) -> Pdf:
    context = sending.context
    version = context.invoice.version
    if version not in sending.pdfs:
        content = sending.renderer.pdf(context.invoice, context.document, context.seller, context.customer)
        attachment = Attachment(pdf_name(context.invoice.number), "application/pdf", content)
        stored = StoredPdf(version, hashlib.sha256(content).hexdigest())
        sending.pdfs[version] = Pdf(content, sending.renderer.encode(attachment), stored)
    return sending.pdfs[version]


def mail_content(email: Email, sending: Sending) -> MailContent:
    """What this person's mail is made of."""
    context, message = sending.context, sending.message
    draft = message.edition is Edition.DRAFT
    return MailContent(
        kind=message.kind,
        invoice=context.invoice,
        document=context.document,
        seller=context.seller,
        customer=context.customer,
        recipient_name=email.recipient.name,
        subject=message.instructions.subject,
        message=message.instructions.message,
        button=message.instructions.button,
        link="" if draft else context.seller.pay_link(context.invoice.number),
        attached=message.instructions.attach_pdf,
        draft=draft,
    )


def _envelope(email: Email, sending: Sending) -> Envelope:
    seller = sending.context.seller
    return Envelope(
        from_name=seller.sender_name,
        from_address=seller.sender_address,
        recipient=email.recipient.address,
        headers_to=_standing_in(Header.TO, sending),
        headers_cc=_standing_in(Header.CC, sending),
        reply_to=seller.reply_to,
    )


def _standing_in(header: Header, sending: Sending) -> tuple[str, ...]:
    addresses = (each.recipient.address for each in sending.emails if each.recipient.header is header)
    return tuple(dict.fromkeys(addresses))
