"""The bench counts nothing for a stack that leaves something out."""

from dataclasses import replace

import pytest

from bench.sends.facts import link_of
from bench.sends.fields import MissingFieldsError, check
from bench.sends.sample import NOW, Sample
from dunlin.domain.document import InvoiceDocument
from dunlin.domain.mail import Attachment, Envelope, MailContent
from dunlin.rendering.email import render_mail
from dunlin.rendering.locales import choose
from dunlin.rendering.mime import build_mime, encode
from dunlin.rendering.pdf import render_pdf

SAMPLE = Sample(12, 1)


def a_mail(printed: InvoiceDocument) -> bytes:
    """The sample's mail, with this document in its PDF."""
    content = MailContent(
        kind=SAMPLE.message.kind,
        invoice=SAMPLE.invoice,
        document=SAMPLE.document,
        seller=SAMPLE.seller,
        customer=SAMPLE.customer,
        recipient_name=SAMPLE.names[0],
        link=link_of(0),
    )
    pdf = render_pdf(SAMPLE.invoice, printed, SAMPLE.seller, locale=choose("de-DE"))
    address = SAMPLE.addresses[0]
    envelope = Envelope("Nordlicht", SAMPLE.seller.sender_address, address, (address,))
    return build_mime(render_mail(content), envelope, (encode(Attachment("a.pdf", "application/pdf", pdf)),), date=NOW)


def test_what_dunlin_sends_holds_every_field() -> None:
    check("Dunlin", SAMPLE, [a_mail(SAMPLE.document)])


def test_a_pdf_without_one_line_s_description_is_found_out() -> None:
    *others, last = SAMPLE.document.lines
    without = replace(SAMPLE.document, lines=(*others, replace(last, item_id="")))

    with pytest.raises(MissingFieldsError, match="NW-00012"):
        check("somebody", SAMPLE, [a_mail(without)])


def test_a_stack_that_writes_to_fewer_people_is_found_out() -> None:
    with pytest.raises(MissingFieldsError, match="1 mails to 2 people"):
        check("somebody", Sample(12, 2), [a_mail(SAMPLE.document)])
