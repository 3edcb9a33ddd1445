"""The fields in which a customer types the most that is to be charged at once: one for each currency of theirs."""

from collections.abc import Iterable, Mapping

from dunlin.domain.errors import InvalidInput
from dunlin.domain.money import Money
from dunlin.rendering.locales import Locale
from dunlin.rendering.portal.autopay_page import Field
from dunlin.rendering.portal.language import words
from dunlin.rendering.portal.typed_amount import as_typed, typed_amount, typed_example

_LONGEST = 40


def limit_fields(currencies: Iterable[str], limits: Iterable[Money], locale: Locale) -> tuple[Field, ...]:
    """As the limits are."""
    known = {each.currency: as_typed(each, locale) for each in limits}
    return tuple(_field(each, known.get(each, ""), locale) for each in currencies)


def typed_limits(
    currencies: Iterable[str], sent: Mapping[str, str], locale: Locale
) -> tuple[tuple[Money, ...], tuple[Field, ...]]:
    """What was typed into `limit_EUR` and its like, and the fields again: what is wrong stands in their `fault`."""
    found: list[Money] = []
    fields: list[Field] = []
    for currency in currencies:
        text = sent.get(f"limit_{currency}", "")
        try:
            money = typed_amount(text, currency, locale)
        except InvalidInput as wrong:
            fields.append(_field(currency, text[:_LONGEST], locale, fault=str(wrong)))
            continue
        found += [money] if money else []
        fields.append(_field(currency, text.strip(), locale))
    return tuple(found), tuple(fields)


def _field(currency: str, value: str, locale: Locale, *, fault: str = "") -> Field:
    said, example = words(locale.language, "autopay"), typed_example(currency, locale)
    told = said[fault].format(text=value, currency=currency, example=example) if fault else ""
    return Field(currency, said["limit_label"].format(currency=currency), value, example, told)
