"""What customers type into the form of an answer, and what it means."""

from datetime import date

import pytest

from dunlin.domain.portal.settings import Answer
from dunlin.rendering.locales import Locale
from dunlin.rendering.portal.answer_form import day_of, minor_of, read

GERMAN, AMERICAN, BRITISH = Locale("de-DE", "de"), Locale("en-US", "en"), Locale("en-GB", "en")
DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "locale", "day"),
    [
        ("2026-12-01", AMERICAN, DAY),
        ("1.12.2026", GERMAN, DAY),
        ("01-12-2026", BRITISH, DAY),
        ("1/12/2026", BRITISH, DAY),
        ("1/12/2026", AMERICAN, None),
        ("1.12/2026", GERMAN, None),
        ("31.2.2026", GERMAN, None),
        ("0000-01-01", GERMAN, None),
        ("\u0661.12.2026", GERMAN, None),
        ("morgen", GERMAN, None),
        ("", GERMAN, None),
    ],
)
def test_days(text: str, locale: Locale, day: date | None) -> None:
    assert day_of(text, locale) == day


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("12,5", 1250),
        ("12.50", 1250),
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("1.234", 123400),
        ("1 234,50 \u20ac", 123450),
        ("EUR 12", 1200),
        ("\u20ac12.00", 1200),
        ("12 EUR", 1200),
        ("1'234.50", 123450),
        ("0", 0),
        ("-5", None),
        ("1.234.50", None),
        ("1,23,45", None),
        ("1234.567", None),
        ("12.5.5", None),
        ("1e5", None),
        ("\u0661", None),
        ("9" * 40, None),
        ("all", None),
        ("", None),
    ],
)
def test_amounts(text: str, minor: int | None) -> None:
    assert minor_of(text, "EUR") == minor


def test_amounts_have_the_decimals_of_their_currency() -> None:
    assert (minor_of("1,234", "JPY"), minor_of("500", "JPY"), minor_of("5.5", "JPY")) == (1234, 500, None)
    assert minor_of("1.234", "KWD") == 1234


def test_only_what_is_asked_for_is_taken_and_nothing_that_hides() -> None:
    fields = {"text": " a\u202eb\r\n\x00c ", "name": "Bob\r\nBcc: x", "email": "bob@buyer.example", "amount": "5"}
    question = read(Answer.QUESTION, fields, BRITISH, currency="EUR")
    assert (question.reply.text, question.reply.name, question.reply.amount) == ("ab\nc", "", None)
    assert read(Answer.NOT_ME, fields, BRITISH, currency="EUR").reply.name == "Bob Bcc: x"
