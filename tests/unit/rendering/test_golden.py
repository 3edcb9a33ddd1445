"""Every shipped text in every language, as a person gets it: kept as files, so that a change is seen before it leaves.

`make golden` writes them anew; look at the difference before you commit it.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dunlin.domain.invoice import Status
from dunlin.domain.mail import MailContent, RenderedMail
from dunlin.domain.payments.refusals import Why
from dunlin.domain.template import LANGUAGES, TemplateKind
from dunlin.rendering.email import render_mail
from dunlin.rendering.mail import shipped
from dunlin.rendering.mail.colours import contrast
from dunlin.rendering.mail.example import collection, example

GOLDEN = Path(__file__).parent / "golden"
REGION = {"en": "en-GB", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "nl": "nl-NL"}


def cases() -> Iterator[tuple[str, MailContent]]:
    """Every kind in every language; the invoice also as draft, as paid copy and where it is charged automatically, the
    reminder also before its day, the notice of a charge that was refused also of the last one.
    """
    for language, locale in REGION.items():
        for kind in TemplateKind:
            content = replace(example(kind, locale=locale), template=shipped.default(kind))
            yield f"{language}_{kind}", content
            if kind is TemplateKind.INVOICE:
                for status in (Status.DRAFT, Status.PAID):
                    yield f"{language}_{kind}_{status.lower()}", _in(status, content)
                yield f"{language}_{kind}_autopay", replace(content, collection=collection(on=content.invoice.due_date))
            if content.uncharged:
                over = replace(content.uncharged, why=Why.MANDATE, again_on=None, ended=True)
                yield f"{language}_{kind}_ended", replace(content, uncharged=over, collection=None)
            if kind is TemplateKind.REMINDER_FRIENDLY:
                yield f"{language}_{kind}_before", replace(content, today=content.invoice.issue_date)


def _in(status: Status, content: MailContent) -> MailContent:
    paid = example(TemplateKind.RECEIPT).invoice.payments if status is Status.PAID else ()
    return replace(content, invoice=replace(content.invoice, status=status, payments=paid))


CASES = dict(cases())
MAILS: dict[str, RenderedMail] = {}


def mail(name: str) -> RenderedMail:
    if name not in MAILS:
        MAILS[name] = render_mail(CASES[name])
    return MAILS[name]


def without_outlook(html: str) -> str:
    """What everybody but old Outlook reads."""
    return re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("part", ["txt", "html"])
def test_it_says_what_it_said(name: str, part: str) -> None:
    made = mail(name)
    whole = f"Subject: {made.subject}\n\n{made.text}" if part == "txt" else made.html
    path = GOLDEN / f"{name}.{part}"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(whole, encoding="utf-8", newline="\n")

    assert path.read_text(encoding="utf-8") == whole


def test_no_file_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}.{part}" for name in CASES for part in ("txt", "html")}
    assert set(REGION) == set(LANGUAGES)


@pytest.mark.parametrize("name", CASES)
def test_a_screen_reader_knows_language_direction_and_title(name: str) -> None:
    html = mail(name).html

    assert re.match(rf'<!doctype html><html lang="{REGION[name[:2]]}" dir="ltr"', html)
    assert re.search(r"<title>[^<]+</title>", html)
    assert re.findall(r"<h([1-6])", html)[:2] == ["1", "2"]


@pytest.mark.parametrize("name", CASES)
def test_every_picture_has_words_and_every_link_has_some(name: str) -> None:
    html = without_outlook(mail(name).html)

    assert [image for image in re.findall(r"<img\b[^>]*>", html) if 'alt="' not in image] == []
    for words in re.findall(r"<a\b[^>]*>(.*?)</a>", html, re.DOTALL):
        assert re.sub(r"<[^>]+>", "", words).strip()


@pytest.mark.parametrize("name", CASES)
def test_tables_are_layout_or_have_row_headers(name: str) -> None:
    html = without_outlook(mail(name).html)
    # Innermost tables alone hold rows of data.
    for table in re.findall(r"<table\b(?:(?!<table\b).)*?</table>", html, re.DOTALL):
        if 'role="presentation"' not in table.partition(">")[0]:
            rows = re.findall(r"<tr\b.*?</tr>", table, re.DOTALL)
            assert rows
            assert all('scope="row"' in row for row in rows)
    assert html.count("<th ") == html.count('scope="row"')


@pytest.mark.parametrize("name", CASES)
def test_every_text_can_be_read_on_its_ground(name: str) -> None:
    """Walk the elements with their inherited colours; the dark scheme's are held by the layout's own tests."""
    grounds, checked = [("#000000", "#ffffff")], 0
    void = {"meta", "br", "img", "hr", "link"}
    body = without_outlook(mail(name).html).partition("<body")[2].partition(">")[2]
    for closing, tag, attributes, text in re.findall(r"<(/?)([a-z0-9]+)([^>]*)>([^<]*)", body):
        if closing:
            del grounds[-1:]
        elif tag not in void:
            grounds.append(_colours(attributes, *grounds[-1]))
        if text.strip() and "display:none" not in attributes:
            checked += 1
            assert contrast(*grounds[-1]) >= 4.5, (text, grounds[-1])
    assert checked > 5


def _colours(attributes: str, colour: str, ground: str) -> tuple[str, str]:
    style = re.search(r'style="([^"]*)"', attributes)
    pairs = [each.partition(":")[::2] for each in (style[1] if style else "").split(";")]
    told = {name.strip(): value.strip() for name, value in pairs}
    own = re.search(r"#[0-9a-fA-F]{6}", told.get("background-color") or told.get("background") or "")
    return told.get("color", colour), own[0] if own else ground


@pytest.mark.parametrize("name", CASES)
def test_no_text_is_left_in_another_language_or_unfilled(name: str) -> None:
    made = mail(name)
    for part in (made.subject, made.text, made.html):
        assert "{{" not in part
        assert "{%" not in part
        assert "  \n" not in part or part is made.html
    if not name.startswith("en"):
        assert not re.search(r"\b(the|your|please|invoice|payment)\b", made.text, re.IGNORECASE)
