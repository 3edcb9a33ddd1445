"""What the page says about paying, in every language."""

import tomllib
from pathlib import Path

import pytest

from dunlin.domain.payments.method import Method
from dunlin.domain.template import LANGUAGES
from dunlin.rendering.portal import pay_box

WORDS = Path(pay_box.__file__).with_name("words_of_paying")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_method_and_every_note_has_words(language: str) -> None:
    said = tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    assert set(said) == {*Method, *pay_box.NOTES, "choose", "fee", "no_fee"}
    assert "{fee}" in said["fee"]
