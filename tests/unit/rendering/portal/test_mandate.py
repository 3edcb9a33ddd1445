"""What customers agree to says all that it must, in every language."""

from dataclasses import replace

import pytest

from dunlin.domain.payments.method import Method
from dunlin.domain.portal.settings import Collecting, PortalSettings
from dunlin.rendering.locales import LANGUAGES, choose
from dunlin.rendering.portal.mandate import mandate_text
from tests.builders import a_seller

SELLER = replace(
    a_seller(), portal=PortalSettings(autopay=Collecting(retry_days=(2, 9), creditor_id="NL98ZZZ09999999999"))
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("method", [Method.CARD, Method.SEPA_DEBIT])
def test_it_names_the_seller_when_it_tries_again_and_the_fee(language: str, method: Method) -> None:
    text = mandate_text(SELLER, method, choose(language), fee="1 %")
    for wanted in ("Vis & Zonen B.V.", "2, 9", "1 %"):
        assert wanted in text
    assert "{" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_debit_names_creditor_notice_and_refund(language: str) -> None:
    text = mandate_text(SELLER, Method.SEPA_DEBIT, choose(language))
    eight = {"en": "8 weeks", "de": "acht Wochen", "fr": "8 semaines", "es": "ocho semanas", "nl": "acht weken"}
    for wanted in ("SEPA", "NL98ZZZ09999999999", "Kade 1", "(A)", "(B)", eight[language], " 1 ", "14"):
        assert wanted in text
    card = mandate_text(SELLER, Method.CARD, choose(language))
    assert "NL98ZZZ" not in card
    assert "SEPA" not in card


def test_what_does_not_hold_is_not_said() -> None:
    bare = replace(SELLER, portal=PortalSettings(autopay=Collecting(retry_days=())))
    text = mandate_text(bare, Method.SEPA_DEBIT, choose("en"))
    assert "tried again" not in text
    assert "fee" not in text
    assert "identifier" not in text
