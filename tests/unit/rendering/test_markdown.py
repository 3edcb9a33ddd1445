"""What a clerk writes is formatted; what a stranger slips in is shown as it is."""

import pytest

from dunlin.rendering.markdown import escape, is_safe_link, one_line, text_only, to_html

OURS = "https://pay.example.com/p/token?a=1&b=2"
LOCAL = "http://127.0.0.1:8000/p/token"


def test_a_message_keeps_its_paragraphs_lines_lists_and_emphasis() -> None:
    html = to_html("Dear Jana,\nthe **paper** is on its way:\n\n- today\n- tomorrow")

    assert "Dear Jana,<br>\nthe <strong>paper</strong> is on its way:" in html
    assert html.count("<li>") == 2


def test_an_https_link_is_kept_and_tells_nobody_where_it_was_clicked() -> None:
    assert to_html("[ink](https://veluwe.example/ink)") == (
        '<p><a href="https://veluwe.example/ink" rel="noopener noreferrer">ink</a></p>\n'
    )


@pytest.mark.parametrize(
    "target",
    [
        "http://veluwe.example",
        "https:evil.example",
        "https:///evil.example",
        "https://good.example@evil.example",
        "https://good.example:pass@evil.example/",
        "https://good.example\\@evil.example",
        "//evil.example",
        "/p/token",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,hello",
        "mailto:x@evil.example",
        "https://",
        "http://127.0.0.1:8000/p/other",
    ],
)
def test_a_link_that_is_not_plainly_https_loses_its_link_and_keeps_its_text(target: str) -> None:
    assert to_html(f"[click **here**](<{target}>)", own_link=OURS) == "<p>click <strong>here</strong></p>\n"


def test_a_link_with_a_title_is_judged_like_any_other() -> None:
    assert to_html('[x](http://evil.example "a > b")') == "<p>x</p>\n"
    assert "title" not in to_html('[x](https://good.example "a > b")')


def test_an_international_host_is_written_in_ascii() -> None:
    assert 'href="https://xn--mller-kva.example/%C3%A4"' in to_html("[x](https://müller.example/ä)")


def test_html_in_a_message_is_shown_not_obeyed() -> None:
    html = to_html('<script>alert(1)</script> <img src=x onerror=alert(1)> <a href="https://evil.example">x</a>')

    assert "&lt;script&gt;" in html
    assert not {"<script", "<img", "<a "} & {tag for tag in ("<script", "<img", "<a ") if tag in html}


def test_a_picture_is_never_fetched_its_words_stand_in_for_it() -> None:
    assert to_html('![our <logo>](https://tracker.example/p.png "t")') == "<p>our &lt;logo&gt;</p>\n"


def test_only_our_own_link_is_untracked() -> None:
    html = to_html(f"[pay]({OURS}) or [read](https://veluwe.example/a)", own_link=OURS)

    assert html.count("ses:no-track") == 1
    assert '<a ses:no-track href="https://pay.example.com/p/token?a=1&amp;b=2"' in html


def test_our_own_link_may_lead_to_this_machine_where_the_local_stack_runs() -> None:
    assert "ses:no-track" in to_html(f"[pay]({LOCAL})", own_link=LOCAL)
    assert is_safe_link("http://localhost:8000/p/t", ours=True)
    assert not is_safe_link("http://localhost:8000/p/t")
    assert not is_safe_link("http://localhost.evil.example/p/t", ours=True)
    assert not is_safe_link("https://good.example/\n", ours=True)


@pytest.mark.parametrize(
    "name",
    [
        "[click](https://evil.example)",
        "![x](https://evil.example/p.png)",
        "<https://evil.example>",
        "<b>bold</b>",
        "# Heading",
        "- item",
        "> quote",
        "1. first",
        "2013",
        "٣. third",
        "***",
        "===",
        "~~~",
        "`code`",
        "a_b_c *d* \\ e",
        "&amp; &#35;",
        "| a | b |",
        "Müller & Söhne, Inc.",
    ],
)
def test_a_name_is_printed_as_it_is_whatever_it_looks_like(name: str) -> None:
    shown = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert to_html(escape(name)) == f"<p>{shown}</p>\n"
    assert to_html(f"{escape(name)}. And so on") == f"<p>{shown}. And so on</p>\n"


def test_a_name_of_two_lines_becomes_one() -> None:
    assert one_line("Müller\r\n# GmbH\u2028 & Co\t KG ") == "Müller # GmbH & Co KG"
    assert to_html(escape("Müller\n\n# GmbH")) == "<p>Müller # GmbH</p>\n"


def test_characters_that_turn_the_reading_direction_or_are_none_are_left_out() -> None:
    assert one_line("abc\u202e\u2066fed\ud800\x00") == "abcfed"
    assert text_only("a\r\nb\rc\x00\u202e\ud83dd\te") == "a\nb\ncd\te"


def test_no_break_spaces_of_amounts_stay() -> None:
    assert one_line("1\u202f240,50\u00a0€") == "1\u202f240,50\u00a0€"
