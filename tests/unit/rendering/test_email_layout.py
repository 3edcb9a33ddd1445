"""How a mail is built: readable by screen readers, in the dark, and in any accent."""

import re

import pytest

from dunlin.rendering.email import render_mail
from dunlin.rendering.mail.colours import Colours, colours, contrast
from tests.unit.rendering.mail_builders import LINK, a_mail, a_mail_to, a_paid_mail, a_seller

ACCENTS = ["#000000", "#ffffff", "#777777", "#ffd400", "#1f5f8b", "#ff0000", "#00ff00", "#0000FF", "#fe6f5e"]


def test_the_document_says_its_language_direction_and_title() -> None:
    html = render_mail(a_mail_to("de-AT")).html

    assert re.match(r'<!doctype html><html lang="de-AT" dir="ltr"', html)
    assert "<title>Rechnung 2026-0417 von Veluwe Papier</title>" in html


def test_tables_are_layout_or_have_row_headers() -> None:
    html = re.sub(r"<!--.*?-->", "", render_mail(a_mail()).html, flags=re.DOTALL)
    data = [table for table in re.findall(r"<table[^>]*>", html) if 'role="presentation"' not in table]

    assert len(data) == 2
    assert html.count("<th ") == html.count('scope="row"') == 8


def test_nothing_is_fetched_from_anywhere() -> None:
    html = render_mail(a_mail()).html
    # XML namespaces of Outlook are names, not addresses.
    fetched = re.findall(r"(?<!xmlns=\")(?<!xmlns:v=\")(?<!xmlns:o=\")https?://[^\s\"<]+", html)

    assert set(fetched) <= {LINK, "http://www.w3.org/1999/xhtml"}
    assert not re.search(r"<img|<link|@import|url\(|<script", html)


def test_the_preheader_tells_what_an_inbox_shows_beside_the_subject() -> None:
    assert "€1,240.50 due by 23 December 2026</div>" in render_mail(a_mail()).html
    assert "Paid in full. Thank you for your payment.</div>" in render_mail(a_paid_mail()).html


def test_a_mail_knows_the_dark_and_the_small_screen() -> None:
    html = render_mail(a_mail()).html

    assert '<meta name="color-scheme" content="light dark"' in html
    assert "@media (prefers-color-scheme: dark)" in html
    assert "max-width:600px" in html


def test_a_mail_is_small_enough_not_to_be_clipped() -> None:
    assert len(render_mail(a_mail()).html.encode()) < 30_000


@pytest.mark.parametrize("accent", ACCENTS)
def test_every_accent_can_be_read(accent: str) -> None:
    chosen = colours(accent)

    assert chosen.accent == accent
    assert contrast(chosen.on_accent, chosen.accent) >= 4.5
    assert contrast(chosen.link, "#ffffff") >= 4.5
    assert contrast(chosen.dark_accent, "#1c2228") >= 4.5
    assert contrast(chosen.on_dark_accent, chosen.dark_accent) >= 4.5


@pytest.mark.parametrize("accent", ["", "red", "#12", '#12345"', "#1f5f8b;}"])
def test_what_is_no_colour_is_answered_with_our_own(accent: str) -> None:
    assert colours(accent) == colours("#1f5f8b")


def test_a_bright_accent_gets_dark_letters_and_a_darker_link() -> None:
    html = render_mail(a_mail(seller=a_seller(accent="#ffd400"))).html

    assert isinstance(colours("#ffd400"), Colours)
    assert "background:#ffd400;color:#000000" in html
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_fixed_colours_of_the_layout_can_be_read() -> None:
    for text, ground in (
        ("#1f2933", "#ffffff"), ("#1f2933", "#eef1f4"), ("#52606d", "#ffffff"), ("#52606d", "#eef1f4"),
        ("#52606d", "#f4f6f8"), ("#5c4300", "#fff6db"), ("#14512c", "#e5f5ea"), ("#e8ebee", "#1c2228"),
        ("#a5afb9", "#1c2228"), ("#a5afb9", "#12161b"), ("#a5afb9", "#262d34"), ("#ffe7a3", "#3a3118"),
        ("#b4ecc9", "#17352a"),
    ):  # fmt: skip
        assert contrast(text, ground) >= 4.5
