"""Prepare one mail: render it and keep the evidence, before anything irrevocable is done."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from dunlin.domain.email import Email
from dunlin.domain.invoice import StoredPdf
from dunlin.domain.mail import Attachment, EncodedAttachment, Envelope, MailContent
from dunlin.domain.message import ABOUT_NO_INVOICE, Header, MessageKind
from dunlin.domain.payments.agreeing import agreement_of
from dunlin.domain.payments.agreement import Agreement
from dunlin.domain.portal.link import LOGIN
from dunlin.services.mail_content import mail_content
from dunlin.services.sending import Pdf, Sending


def prepare_mail(email: Email, sending: Sending) -> bytes:
    """The raw mail, stored as it will be posted; the PDF is stored once per version of the invoice.

    A mail to sign in with brings no PDF and is not kept: whoever reads the evidence must not be able to use it.

    Raises InvalidInput or NotFound for a mail that cannot be written as it was asked for.
    """
    context, message = sending.context, sending.message
    if message.kind is MessageKind.PORTAL_LOGIN:
        return _written(email, sending)
    if message.kind in ABOUT_NO_INVOICE:
        raw = _written(email, sending)
        sending.ports.documents.put_eml(message.invoice_id, email.email_id, raw)
        return raw
    pdf = _pdf(sending)
    raw = _written(email, sending, *((pdf.attachment,) if message.instructions.attach_pdf else ()), *_files(sending))
    if context.invoice.pdf is None or context.invoice.pdf.sha256 != pdf.stored.sha256:
        sending.ports.documents.put_pdf(message.invoice_id, pdf.stored.sha256, pdf.content)
        sending.context = replace(context, invoice=replace(context.invoice, pdf=pdf.stored))
    sending.ports.documents.put_eml(message.invoice_id, email.email_id, raw)
    return raw


def _written(email: Email, sending: Sending, *attachments: EncodedAttachment) -> bytes:
    mail = sending.ports.renderer.mail(_content(email, sending))
    return sending.ports.renderer.mime(mail, _envelope(email, sending), attachments, at=sending.ports.now)


def pdf_name(number: str) -> str:
    """A file name that every system takes, from an invoice number."""
    return "".join(each if each.isalnum() or each in "-_." else "-" for each in number) + ".pdf"


def _pdf(sending: Sending) -> Pdf:
    context = sending.context
    version = context.invoice.version
    if version not in sending.pdfs:
        content = sending.ports.renderer.pdf(context.invoice, context.document, context.seller, context.customer)
        attachment = Attachment(pdf_name(context.invoice.number), "application/pdf", content)
        stored = StoredPdf(version, hashlib.sha256(content).hexdigest())
        sending.pdfs[version] = Pdf(content, sending.ports.renderer.encode(attachment), stored)
    return sending.pdfs[version]


def _content(email: Email, sending: Sending) -> MailContent:
    return mail_content(
        sending.context,
        sending.message.instructions,
        kind=sending.message.kind,
        edition=sending.message.edition,
        recipient_name=email.recipient.name,
        now=sending.ports.now,
        templates=sending.ports.templates,
        own_link=_own_link(email, sending),
        more=_code(email, sending),
        uncharged=sending.message.uncharged,
        agreement=_agreement(sending),
    )


def _own_link(email: Email, sending: Sending) -> str:
    if email.kind in {MessageKind.NOTICE, MessageKind.ANSWER}:
        return ""
    return (
        sending.ports.addresses.preview()
        if email.kind is MessageKind.TEST
        else sending.ports.addresses.link(email.email_id)
    )


def _code(email: Email, sending: Sending) -> dict[str, str]:
    if email.kind is not MessageKind.PORTAL_LOGIN:
        return {}
    minutes = LOGIN // timedelta(minutes=1)
    return {"portal.code": sending.ports.addresses.code(email.email_id), "portal.minutes": str(minutes)}


def _agreement(sending: Sending) -> Agreement | None:
    named = sending.message.instructions.agreement_id
    return agreement_of(sending.context.customer, named) if named else None


def _files(sending: Sending) -> Iterator[EncodedAttachment]:
    for document_id in sending.message.instructions.attachments:
        if document_id not in sending.files:
            sending.files[document_id] = sending.ports.renderer.encode(sending.ports.documents.get_file(document_id))
        yield sending.files[document_id]


def _envelope(email: Email, sending: Sending) -> Envelope:
    seller = sending.context.seller
    return Envelope(
        from_name=seller.sender_name,
        from_address=seller.sender_address,
        recipient=email.recipient.address,
        headers_to=_standing_in(Header.TO, sending),
        headers_cc=_standing_in(Header.CC, sending),
        reply_to=sending.message.instructions.reply_to or seller.reply_to,
        extra_headers=_threading(email, sending),
    )


def _threading(email: Email, sending: Sending) -> dict[str, str]:
    """A reminder stands below the invoice's mail in the same mailbox, and asks no machine to answer (RFC 3834)."""
    if not email.reminder:
        return {}
    before = sending.context.invoice.thread_of(email.recipient.address)
    same = sending.ports.mailer.message_id(before) if before else ""
    return {"Auto-Submitted": "auto-generated", **({"In-Reply-To": same, "References": same} if same else {})}


def _standing_in(header: Header, sending: Sending) -> tuple[str, ...]:
    addresses = (each.recipient.address for each in sending.emails if each.recipient.header is header)
    return tuple(dict.fromkeys(addresses))
