"""What the page says about paying, in every language."""

import pytest

from dunlin.domain.payments.method import Method
from dunlin.domain.template import LANGUAGES
from dunlin.rendering.portal import pay_box
from dunlin.rendering.portal.language import words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_method_and_every_note_has_words(language: str) -> None:
    said = words(language, "paying")
    assert set(said) == {*Method, *pay_box.NOTES, "choose", "fee", "no_fee"}
    assert "{fee}" in said["fee"]
