"""The shipped texts: every language says the same things, each in its own way."""

import re
from pathlib import Path

import pytest

from dunlin.domain.invoice import Status
from dunlin.domain.mail import MailContent
from dunlin.rendering.email import render_mail
from dunlin.rendering.locales import LANGUAGES
from dunlin.rendering.mail.shipped import TEMPLATES
from tests.unit.rendering.mail_builders import (
    DIRECT_DEBIT,
    a_document,
    a_mail_to,
    a_payment,
    an_invoice,
)

STATES = {
    "open": an_invoice(),
    "draft": an_invoice(status=Status.DRAFT),
    "part": an_invoice(status=Status.PARTIALLY_PAID, payments=(a_payment(24050),)),
    "paid": an_invoice(status=Status.PAID, payments=(a_payment(124050),)),
}


def contents(language: str) -> list[MailContent]:
    """Every branch of the shipped texts."""
    states = [a_mail_to(language, invoice=invoice, test=True) for invoice in STATES.values()]
    debit = a_mail_to(language, document=a_document(payment_means=(DIRECT_DEBIT,)))
    return [*states, debit, a_mail_to(language, recipient_name="", link="")]


def shape(path: Path) -> list[str]:
    """The keys of a text and the values that it names, whatever the words."""
    text = path.read_text(encoding="utf-8")
    return re.findall(r"^([a-z_]+):", text, re.MULTILINE) + sorted(set(re.findall(r"{{ ([a-z_.]+) }}", text)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_with_the_same_keys_and_values(language: str) -> None:
    names = sorted(path.name for path in (TEMPLATES / "en").iterdir())

    assert sorted(path.name for path in (TEMPLATES / language).iterdir()) == names
    for name in names:
        assert shape(TEMPLATES / language / name) == shape(TEMPLATES / "en" / name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_is_whole_in_every_language(language: str) -> None:
    for content in contents(language):
        mail = render_mail(content)

        assert "{{" not in mail.html + mail.text
        assert "{%" not in mail.html + mail.text
        assert mail.subject
        assert mail.subject.replace("\u00a0", " ").isprintable()
        assert f'lang="{language}"' in mail.html


@pytest.mark.parametrize(
    ("locale", "subject", "request_"),
    [
        ("en-US", "Invoice 2026-0417 from Veluwe Papier", "Please pay €1,240.50 by December 23, 2026."),
        ("en-GB", "Invoice 2026-0417 from Veluwe Papier", "Please pay €1,240.50 by 23 December 2026."),
        (
            "de-DE",
            "Rechnung 2026-0417 von Veluwe Papier",
            "Bitte begleichen Sie den Betrag von 1.240,50 € bis zum 23. Dezember 2026.",
        ),
        (
            "fr-FR",
            "Facture 2026-0417 – Veluwe Papier",
            "Nous vous prions de bien vouloir régler la somme de 1 240,50 € au plus tard le 23 décembre 2026.",
        ),
        (
            "es-ES",
            "Factura 2026-0417 de Veluwe Papier",
            "Le rogamos que abone 1.240,50 € a más tardar el 23 de diciembre de 2026.",
        ),
        (
            "nl-NL",
            "Factuur 2026-0417 van Veluwe Papier",
            "Wij verzoeken u het bedrag van € 1.240,50 uiterlijk op 23 december 2026 te betalen.",
        ),
    ],
)
def test_each_language_asks_politely_in_its_own_formats(locale: str, subject: str, request_: str) -> None:
    mail = render_mail(a_mail_to(locale))

    assert mail.subject == subject
    assert request_ in " ".join(mail.text.split())


@pytest.mark.parametrize(
    ("language", "draft", "paid"),
    [
        ("en", "Draft: ", "(paid)"),
        ("de", "Entwurf: ", "(bezahlt)"),
        ("fr", "Brouillon\u00a0: ", "(réglée)"),
        ("es", "Borrador: ", "(pagada)"),
        ("nl", "Concept: ", "(betaald)"),
    ],
)
def test_the_subject_tells_a_draft_and_a_paid_copy_in_each_language(language: str, draft: str, paid: str) -> None:
    assert render_mail(a_mail_to(language, invoice=STATES["draft"])).subject.startswith(draft)
    assert render_mail(a_mail_to(language, invoice=STATES["paid"])).subject.endswith(paid)


def test_the_swiss_write_no_sharp_s() -> None:
    assert "Freundliche Grüsse" in render_mail(a_mail_to("de-CH")).text
    assert "Mit freundlichen Grüßen" in render_mail(a_mail_to("de-AT")).text


def test_a_customer_whose_language_we_do_not_speak_reads_the_seller_s_all_through() -> None:
    mail = render_mail(a_mail_to("da-DK"))

    assert mail.subject == "Factuur 2026-0417 van Veluwe Papier"
    assert 'lang="nl-NL"' in mail.html
    assert "23 december 2026" in mail.text
