"""What the page of an invoice says of automatic payment: that it comes, or how it could."""

from dataclasses import dataclass
from datetime import datetime

from dunlin.domain.invoice import OWED
from dunlin.domain.payments.agreeing import chargeable
from dunlin.domain.payments.collecting import Collection, Left, collection_of
from dunlin.rendering.locales import Locale
from dunlin.rendering.portal.autopay_page import day_of, name_of
from dunlin.rendering.portal.language import words
from dunlin.services.ports.sending import SendContext


@dataclass(frozen=True, slots=True)
class AutopayOffer:
    """Texts, ready to be read; all empty where there is nothing to say. `note` tells, `offer` asks."""

    note: str = ""
    offer: str = ""


def autopay_offer(context: SendContext, locale: Locale, *, now: datetime) -> AutopayOffer:
    """Whoever has the link alone learns no more than whether the invoice will be charged: no means, no limit."""
    invoice, customer, seller = context.invoice, context.customer, context.seller
    said = words(locale.language, "autopay")
    if invoice.status not in OWED:
        return AutopayOffer()
    found = collection_of(invoice, customer, seller, now=now)
    if isinstance(found, Collection):
        return AutopayOffer(note=said["planned"].format(date=day_of(found.at, seller, locale)))
    if found is Left.OVER_LIMIT:
        return AutopayOffer(note=said["above_limit"])
    if customer.agreement_with(seller.seller_id) or not chargeable(seller.portal):
        return AutopayOffer()
    return AutopayOffer(offer=said["offer"].format(seller=name_of(seller)))
