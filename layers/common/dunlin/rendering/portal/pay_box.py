"""What the page of an invoice says about paying online: a button for each way, with what it costs, before that."""

from collections.abc import Sequence
from dataclasses import dataclass

from dunlin.domain.payments.offer import Offer
from dunlin.rendering import formats
from dunlin.rendering.locales import Locale
from dunlin.rendering.portal.language import words

NOTES = ("begun", "paid", "payment_processing", "not_owed", "not_offered", "not_started")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to pay: for programs, by name, what is paid, and what of it is the fee."""

    method: str
    name: str
    total: str
    fee: str


@dataclass(frozen=True, slots=True)
class PayBox:
    """Texts, ready to be read. `note` tells whoever has tried to pay what came of it."""

    title: str = ""
    ways: tuple[Way, ...] = ()
    note: str = ""


def pay_box(offers: Sequence[Offer], locale: Locale, *, note: str = "") -> PayBox:
    """`note` is one of NOTES; anything else is nothing, for it comes from an address that anybody can write."""
    said = words(locale.language, "paying")
    ways = tuple(_way(each, locale, said) for each in offers)
    return PayBox(said["choose"], ways, said[note] if note in NOTES else "")


def _way(offer: Offer, locale: Locale, said: dict[str, str]) -> Way:
    fee = said["fee"].format(fee=formats.money(offer.fee, locale)) if offer.fee.amount else said["no_fee"]
    return Way(offer.method.value, said[offer.method], formats.money(offer.total, locale), fee)
