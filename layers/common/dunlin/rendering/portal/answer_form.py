"""Read what a customer has filled into the form of an answer, as people write days and amounts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dunlin.domain.currency import exponent
from dunlin.domain.money import LARGEST
from dunlin.domain.portal.reply import Reply
from dunlin.domain.portal.settings import Answer
from dunlin.rendering.locales import Locale
from dunlin.rendering.markdown import one_line, text_only

# What is asked for, in the order of the page.
ASKED = {
    Answer.ALREADY_PAID: ("on", "reference"),
    Answer.WILL_PAY: ("on", "amount"),
    Answer.WRONG: ("text",),
    Answer.NOT_ME: ("name", "email"),
    Answer.QUESTION: ("text",),
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", re.ASCII)
_BEFORE_NUMBERS = re.compile(r"[\s\u00a0\u202f'\u2019]")
_CURRENCY = re.compile(r"^[A-Za-z$\u20ac\u00a3\u00a5.]{0,4}?(?=\d)|(?<=\d)[A-Za-z$\u20ac\u00a3\u00a5]{1,4}$")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*|\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Filled:
    """`typed` is everything as it was typed, `reply` what it means; `unreadable` names the fields that mean nothing."""

    typed: dict[str, str]
    reply: Reply
    unreadable: tuple[str, ...]


def read(answer: Answer, fields: Mapping[str, str], locale: Locale, *, currency: str) -> Filled:
    """Only what this answer asks for, freed of controls and of what turns the reading direction."""
    typed = {name: _clean(name, fields.get(name, "")) for name in ASKED[answer]}
    on, amount = day_of(typed.get("on", ""), locale), minor_of(typed.get("amount", ""), currency)
    unreadable = [name for name, found in (("on", on), ("amount", amount)) if typed.get(name) and found is None]
    texts = {name: value for name, value in typed.items() if name not in {"on", "amount"}}
    return Filled(typed, Reply(answer, on=on, amount=amount, **texts), tuple(unreadable))


def day_of(text: str, locale: Locale) -> date | None:
    """A day as browsers send it, or day first; with slashes that is the other way round in America."""
    if found := _ISO.fullmatch(text):
        return _day(*found.groups())
    found = _DAY_FIRST.fullmatch(text)
    if found is None or (found[2] == "/" and locale.tag in {"en", "en-US", "en-CA"}):
        return None
    return _day(found[4], found[3], found[1])


def minor_of(text: str, currency: str) -> int | None:
    """Minor units of an amount with either decimal mark, thousands grouped or not, its currency beside it or not."""
    bare = _CURRENCY.sub("", _BEFORE_NUMBERS.sub("", text))
    places = exponent(currency)
    whole, mark, decimals = bare, "", ""
    if places and (found := re.fullmatch(rf"([\d.,]*\d)([.,])(\d{{1,{places}}})", bare, re.ASCII)):
        whole, mark, decimals = found.groups()
    grouped = _GROUPED.fullmatch(whole)
    if grouped is None or (mark and grouped[1] == mark):
        return None
    number = Decimal(re.sub(r"[.,]", "", whole) + "." + (decimals or "0"))
    minor = int(number.scaleb(places))
    return minor if minor <= LARGEST else None


def _clean(name: str, value: str) -> str:
    return text_only(value).strip() if name == "text" else one_line(value)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
