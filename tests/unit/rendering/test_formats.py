"""How people read money, dates and numbers."""

from datetime import date
from decimal import Decimal

import pytest

from dunlin.domain.currency import EXPONENTS
from dunlin.domain.money import Money
from dunlin.rendering import formats
from dunlin.rendering.locales import Locale, choose

NBSP, THIN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("tag", "money", "printed"),
    [
        ("en-US", Money(124050, "EUR"), "€1,240.50"),
        ("de-DE", Money(124050, "EUR"), f"1.240,50{NBSP}€"),
        ("de-CH", Money(124050, "CHF"), f"CHF{NBSP}1’240.50"),
        ("fr-FR", Money(124050, "EUR"), f"1{THIN}240,50{NBSP}€"),
        ("nl-NL", Money(-124050, "EUR"), f"€{NBSP}-1.240,50"),
        ("es-ES", Money(124050, "USD"), f"1.240,50{NBSP}US$"),
        ("en-US", Money(500, "JPY"), "¥500"),
        ("en", Money(1000, "KWD"), f"KWD{NBSP}1.000"),
        ("en", Money(1000, "IQD"), f"IQD{NBSP}1.000"),
        ("de", Money(5, "EUR"), f"0,05{NBSP}€"),
        ("en", Money(10**30, "EUR"), "€" + ",".join(["10", *["000"] * 9]) + ".00"),
    ],
)
def test_money_has_the_decimals_of_iso_and_the_format_of_the_place(tag: str, money: Money, printed: str) -> None:
    assert formats.money(money, choose(tag)) == printed


@pytest.mark.parametrize("currency", sorted(EXPONENTS))
def test_every_currency_is_printed_with_its_own_decimals(currency: str) -> None:
    decimals = EXPONENTS[currency]
    assert formats.amount(Money(7, currency), choose("en")) == str(Decimal(7).scaleb(-decimals))


@pytest.mark.parametrize(
    ("tag", "printed"),
    [("en-US", "April 10, 2013"), ("en-GB", "10 April 2013"), ("de", "10. April 2013"), ("fr", "10 avril 2013"),
     ("es", "10 de abril de 2013"), ("nl", "10 april 2013")],
)  # fmt: skip
def test_no_date_can_be_misread(tag: str, printed: str) -> None:
    assert formats.date(date(2013, 4, 10), choose(tag)) == printed


@pytest.mark.parametrize(
    ("value", "printed"), [("1500.50", "1.500,5"), ("0.000001", "0,000001"), ("-0", "0"), ("1E+3", "1.000"), ("3", "3")]
)
def test_numbers_have_the_decimals_they_need(value: str, printed: str) -> None:
    assert formats.number(Decimal(value), choose("de")) == printed


def test_a_price_keeps_its_small_decimals() -> None:
    assert formats.price(Decimal("0.0125"), "EUR", choose("en")) == "0.0125"
    assert formats.price(Decimal(5), "EUR", choose("en")) == "5.00"
    assert formats.price(Decimal(120), "JPY", choose("en")) == "120"


def test_rates_are_percentages_already() -> None:
    assert formats.percent(Decimal("5.50"), choose("en")) == "5.5%"
    assert formats.percent(Decimal(19), choose("de")) == f"19{NBSP}%"


def test_a_place_without_data_is_printed_like_its_language() -> None:
    assert formats.money(Money(100, "EUR"), Locale("de-ZZ", "de")) == f"1,00{NBSP}€"
    assert formats.money(Money(100, "EUR"), Locale("xx-YY", "xx")) == "€1.00"
