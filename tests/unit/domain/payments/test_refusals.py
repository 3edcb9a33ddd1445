"""What providers' codes say."""

import pytest

from dunlin.domain.payments.refusals import REFUSALS, Why, refusal_of
from dunlin.domain.template import LANGUAGES
from dunlin.rendering.mail.shipped import TEMPLATES


def test_what_is_gone_is_never_tried_again() -> None:
    assert [code for code, refusal in REFUSALS.items() if refusal.gone and refusal.again] == []


def test_a_code_that_is_not_known_may_be_another_answer_another_day() -> None:
    assert (refusal_of("some_new_code").again, refusal_of("some_new_code").why) == (True, Why.DECLINED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_told_in_every_language(language: str) -> None:
    text = (TEMPLATES / language / "autopay_failed.md").read_text(encoding="utf-8")
    assert [why for why in Why if why is not Why.DECLINED and f'charge.refused == "{why}"' not in text] == []


def test_that_a_card_is_called_stolen_is_not_told() -> None:
    assert refusal_of("stolen_card").why is Why.DECLINED
