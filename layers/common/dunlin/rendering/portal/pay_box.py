"""What the page of an invoice says about paying online: a button for each way, with what it costs, before that."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dunlin.domain.payments.offer import Offer
from dunlin.rendering import formats
from dunlin.rendering.locales import Locale

_WORDS = Path(__file__).with_name("words_of_paying")
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
    said = _words(locale.language)
    ways = tuple(_way(each, locale, said) for each in offers)
    return PayBox(said["choose"], ways, said[note] if note in NOTES else "")


def _way(offer: Offer, locale: Locale, said: dict[str, str]) -> Way:
    fee = said["fee"].format(fee=formats.money(offer.fee, locale)) if offer.fee.amount else said["no_fee"]
    return Way(offer.method.value, said[offer.method], formats.money(offer.total, locale), fee)


@cache
def _words(language: str) -> dict[str, str]:
    return tomllib.loads((_WORDS / f"{language}.toml").read_text(encoding="utf-8"))
