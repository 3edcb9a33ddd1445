"""What a mail is made of: the same for a preview as for the mail that leaves."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from dunlin.domain.mail import MailContent
from dunlin.domain.message import Edition, Instructions, MessageKind, Uncharged
from dunlin.domain.payments.agreement import Agreement
from dunlin.domain.payments.collecting import Collection, collection_of
from dunlin.services.ports.records import Templates
from dunlin.services.ports.sending import SendContext

_OWN = (MessageKind.NOTICE, MessageKind.ANSWER)
_NOTHING: Mapping[str, str] = MappingProxyType({})


def mail_content(
    context: SendContext,
    instructions: Instructions,
    *,
    kind: MessageKind,
    edition: Edition,
    recipient_name: str,
    now: datetime,
    templates: Templates,
    own_link: str = "",
    more: Mapping[str, str] = _NOTHING,
    uncharged: Uncharged | None = None,
    agreement: Agreement | None = None,
) -> MailContent:
    """The mail to one person, with the link to their own page. Raises NotFound when its template is gone."""
    draft, seller = edition is Edition.DRAFT, context.seller
    found = collection_of(context.invoice, context.customer, seller, now=now)
    named = instructions.template_id
    return MailContent(
        kind=kind,
        invoice=context.invoice,
        document=context.document,
        seller=seller,
        # What the company tells itself is in the language of its own screens.
        customer=replace(context.customer, locale="en") if kind in _OWN else context.customer,
        recipient_name=recipient_name,
        subject=instructions.subject,
        message=instructions.message,
        button=instructions.button,
        link="" if draft else seller.link(instructions.target, context.invoice.number, own=own_link),
        attached=instructions.attach_pdf,
        draft=draft,
        test=kind is MessageKind.TEST,
        # A message that was planned before templates were records names none.
        template=templates.get(named, instructions.template_version) if named else None,
        invitation=instructions.invitation,
        payment_id=instructions.payment_id,
        more=more,
        collection=found if isinstance(found, Collection) else None,
        uncharged=uncharged,
        agreement=agreement,
        today=seller.day(now),
    )
