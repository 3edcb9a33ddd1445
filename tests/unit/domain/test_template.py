"""Templates: which text speaks to whom, and which mails may use it."""

import pytest

from dunlin.domain.errors import Conflict, InvalidInput
from dunlin.domain.template import TemplateKind, Text, chosen, default_id, usable
from tests.builders import a_template

WORDS = Text("s", "b")


@pytest.mark.parametrize(
    ("texts", "preferred", "tag"),
    [
        ("en de de-CH", ("de-CH", "en-GB"), "de-CH"),
        ("en de de-CH", ("de-AT", "en-GB"), "de"),
        ("en de-CH", ("de-AT", "en-GB"), "de-CH"),
        ("en de nl", ("da-DK", "nl-NL"), "nl"),
        ("en de", ("da-DK", "nl-NL"), "en"),
        ("en de", ("", "de-DE"), "de"),
        ("de fr", ("da-DK", "nl-NL"), "de"),
        ("fr", ("", ""), "fr"),
        ("en pt de", ("DE_at",), "de"),
    ],
)
def test_the_customers_locale_then_language_then_the_sellers_then_english(
    texts: str, preferred: tuple[str, ...], tag: str
) -> None:
    assert chosen(a_template(texts=dict.fromkeys(texts.split(), WORDS)), *preferred) == tag


def test_a_template_is_for_its_kind_and_its_seller() -> None:
    kinds = (TemplateKind.INVOICE,)
    ours = a_template(seller_id="sel_1")

    assert usable(ours, kinds, seller_id="sel_1") is ours
    with pytest.raises(InvalidInput, match="another seller"):
        usable(ours, kinds, seller_id="sel_2")
    with pytest.raises(InvalidInput, match="kind invoice is not for this"):
        usable(ours, (TemplateKind.RECEIPT, TemplateKind.STATEMENT), seller_id="sel_1")
    with pytest.raises(Conflict, match="archived"):
        usable(a_template(archived=True), kinds, seller_id="sel_1")


def test_shipped_templates_are_known_by_their_ids() -> None:
    assert default_id(TemplateKind.REMINDER_FIRM) == "default_reminder_firm"
    assert a_template(template_id="default_invoice").shipped
    assert not a_template().shipped
