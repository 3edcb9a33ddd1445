"""Amounts as people type them."""

import pytest

from dunlin.domain.errors import InvalidInput
from dunlin.domain.money import Money
from dunlin.rendering.locales import choose
from dunlin.rendering.portal.typed_amount import as_typed, typed_amount, typed_example


@pytest.mark.parametrize(
    ("tag", "text", "minor"),
    [
        ("en-GB", "1,500.50", 150050),
        ("en-GB", "1500.5", 150050),
        ("en-GB", "£ 20", 2000),
        ("en-GB", "20 EUR", 2000),
        ("de-DE", "1.500,50", 150050),
        ("de-DE", "1.500", 150000),
        ("de-DE", "1500 €", 150000),
        ("de-CH", "1’500.50", 150050),
        ("de-CH", "1'500.50", 150050),
        ("fr-FR", "1 500,50", 150050),
        ("fr-FR", "1\u202f500,50", 150050),
        ("es-ES", "1.500,50", 150050),
        ("nl-NL", "€ 1.500,50", 150050),
    ],
)
def test_they_are_read_by_the_customs_of_the_region(tag: str, text: str, minor: int) -> None:
    assert typed_amount(text, "EUR", choose(tag)) == Money(minor, "EUR")


@pytest.mark.parametrize(
    ("tag", "text", "why"),
    [
        ("de-DE", "1500.50", "fault_amount"),
        ("en-GB", "1500,50", "fault_amount"),
        ("en-GB", "1.505", "fault_amount"),
        ("en-GB", "15 00", "fault_amount"),
        ("en-GB", "1e5", "fault_amount"),
        ("en-GB", "١٥", "fault_amount"),
        ("en-GB", "9" * 41, "fault_amount"),
        ("en-GB", "-5", "fault_small"),
        ("en-GB", "0.00", "fault_small"),
        ("en-GB", "9" * 30, "fault_large"),
    ],
)
def test_what_could_mean_something_else_is_refused(tag: str, text: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        typed_amount(text, "EUR", choose(tag))


def test_an_empty_field_is_no_limit() -> None:
    assert typed_amount("  ", "EUR", choose("en")) is None


def test_currencies_have_their_own_decimals() -> None:
    assert typed_amount("1,500", "JPY", choose("en")) == Money(1500, "JPY")
    assert typed_amount("1.500", "KWD", choose("en")) == Money(1500, "KWD")
    with pytest.raises(InvalidInput):
        typed_amount("1.5", "JPY", choose("en"))


@pytest.mark.parametrize("tag", ["en-GB", "de-DE", "de-CH", "de-AT", "fr-FR", "fr-CH", "es-ES", "es-MX", "nl-NL"])
@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
def test_what_we_show_can_be_typed(tag: str, currency: str) -> None:
    locale, money = choose(tag), Money(123456789, currency)
    assert typed_amount(as_typed(money, locale), currency, locale) == money
    assert typed_amount(typed_example(currency, locale), currency, locale) is not None
