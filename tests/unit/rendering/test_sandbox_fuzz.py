"""Whatever a user writes as a template: it is refused by a sentence, or makes a mail of bounded size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunlin.domain.errors import InvalidInput
from dunlin.domain.mail import RenderedMail
from dunlin.domain.template import Template, TemplateKind, Text
from dunlin.rendering.email import render_mail
from dunlin.rendering.mail.example import example_of
from dunlin.rendering.mail.templates import check_template, shipped_templates
from dunlin.rendering.mail.variables import VARIABLES
from tests.fuzzing import comes_back, examples, peak

LARGEST = 600_000
"""Characters of a mail: what a text may come to, escaped, with the layout around it."""
MOST_BYTES = 32 * 1024 * 1024
NAMES = [each.name for each in VARIABLES]
JINJA = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "-",
    "if",
    "elif",
    "else",
    "endif",
    "for line in lines",
    "endfor",
    "not",
    "and",
]
MORE = [
    "in",
    "==",
    "!=",
    "|",
    "upper",
    "default",
    "(",
    ")",
    "'x'",
    '"',
    "'",
    "1",
    "9" * 30,
    ".",
    "_",
    "__class__",
    "set x",
]
MARKS = [
    "\n",
    "\n\n",
    " ",
    "[",
    "](",
    "https://a.example",
    "javascript:x",
    "**",
    "_",
    "`",
    "```",
    "> ",
    "- ",
    "#",
    "<b>",
    "&lt;",
]
ODD = ["\x00", "\ud800", "\u202e", "\ufeff", "\r", "é", "{% raw %}", "{% endraw %}", "{{ loop }}", "{% include 'x' %}"]
KINDS = st.sampled_from(TemplateKind)
PIECES = st.sampled_from([*NAMES, *JINJA, *MORE, *MARKS, *ODD]) | st.text(max_size=5)
SOURCES = st.lists(PIECES, max_size=40).flatmap(lambda pieces: st.sampled_from([" ".join(pieces), "".join(pieces)]))
SHIPPED = [text.body for each in shipped_templates().values() for text in each.texts.values()]
# Each is a way in which parsers of Jinja or of markdown were slow, or ran out of stack, once.
LONG = [
    "[",
    "![",
    "*",
    "_",
    "`",
    "> ",
    "- ",
    "1. ",
    "<",
    "&",
    "\\",
    "](",
    "[a](",
    "**a ",
    "`a",
    "{{",
    "{%",
    "{#",
    "(",
    "not ",
    "{% if invoice.paid %}",
]


def answer(template: Template) -> RenderedMail | None:
    with comes_back():
        try:
            check_template(template)
            mail = render_mail(example_of(template, "en"))
        except InvalidInput:
            return None
    assert max(len(mail.html), len(mail.text)) < LARGEST
    assert "\n" not in mail.subject
    assert "<script" not in mail.html
    return mail


def ours(kind: TemplateKind, subject: str, body: str, button: str = "Pay") -> Template:
    return Template("tpl_1", 1, "Ours", kind, {"en": Text(subject, body, button)})


@examples(300)
@given(KINDS, SOURCES, SOURCES, SOURCES)
def test_pieces_of_templates_in_any_order(kind: TemplateKind, subject: str, body: str, button: str) -> None:
    answer(ours(kind, subject, body, button))


@examples(150)
@given(KINDS, st.sampled_from(SHIPPED), st.integers(0, 2000), st.integers(0, 60), SOURCES)
def test_a_shipped_text_with_a_hole_in_it(kind: TemplateKind, body: str, at: int, length: int, put: str) -> None:
    at %= len(body) + 1
    answer(ours(kind, "Invoice", body[:at] + put + body[at + length :]))


@pytest.mark.parametrize("mark", LONG)
@pytest.mark.parametrize("size", [10_000, 65_536])
def test_the_same_mark_over_and_over_comes_to_an_end_within_bounds(mark: str, size: int) -> None:
    body = mark * (size // len(mark))
    assert peak(lambda: answer(ours(TemplateKind.INVOICE, "Invoice", body))) < MOST_BYTES
