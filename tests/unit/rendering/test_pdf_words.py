"""All languages say the same things."""

import re
from dataclasses import fields
from decimal import Decimal

import pytest

from dunlin.rendering.locales import LANGUAGES
from dunlin.rendering.paper.units import NAMES, unit
from dunlin.rendering.paper.words import Words, words

ENGLISH = words("en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", [field.name for field in fields(Words) if field.name != "language"])
def test_every_language_has_every_word(language: str, table: str) -> None:
    assert getattr(words(language), table).keys() == getattr(ENGLISH, table).keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fills_only_known_places(language: str) -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", text))

    for label, text in words(language).labels.items():
        assert places(text) <= places(ENGLISH.labels[label]), label
        assert places(ENGLISH.labels[label]) - places(text) <= {"tax"}, label


def test_every_unit_has_its_word() -> None:
    assert set(NAMES.values()) == set(ENGLISH.units)


@pytest.mark.parametrize(
    ("language", "quantity", "word"),
    [("en", "1", "hour"), ("en", "1.5", "hours"), ("fr", "1.5", "heure"), ("fr", "2", "heures"), ("en", "-1", "hour")],
)
def test_units_agree_with_their_quantity(language: str, quantity: str, word: str) -> None:
    assert unit("HUR", Decimal(quantity), words(language).units, language=language) == word


def test_symbols_unknown_codes_and_silent_codes() -> None:
    printed = [unit(code, Decimal(2), ENGLISH.units, language="en") for code in ("KGM", "Q9Z", "ZZ", "")]
    assert printed == ["kg", "Q9Z", "", ""]
