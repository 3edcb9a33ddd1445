"""Markdown to HTML that is safe to mail: CommonMark without HTML, sanitised, with https links only."""

import re
from functools import cache
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

_TAGS = {"a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong", "ul"}
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
# Line ends, tabs, controls; then what turns the reading direction or is no character at all (RFC 3629, surrogates).
_CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029"
_INVISIBLE = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
_LINE_ENDS = re.compile(rf"[{_CONTROL}\t\n ]+")
_NOT_TEXT = re.compile(rf"[{_CONTROL}{_INVISIBLE}]")
_HOST = r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*"
# Stricter than RFC 3986, so that no two readers of the address can disagree on its host: no userinfo, no backslash.
_LINK = re.compile(rf"https://{_HOST}(?::\d{{1,5}})?(?:[/?#][!-\[\]-~]*)?", re.IGNORECASE)
_LOCAL = re.compile(r"http://(?:127\.0\.0\.1|localhost)(?::\d{1,5})?(?:[/?#][!-\[\]-~]*)?")
_ANCHOR = re.compile(r"<a\b(.*?)>(.*?)</a>", re.DOTALL)
_ATTRIBUTES = re.compile(r' href="([^"]*)" rel="noopener noreferrer"')


def one_line(value: str) -> str:
    """The value without line ends, controls and characters that turn the reading direction; no-break spaces stay."""
    return _NOT_TEXT.sub("", _LINE_ENDS.sub(" ", value)).strip(" ")


def text_only(value: str) -> str:
    """The same for a text of several lines, which end in LF afterwards."""
    return _NOT_TEXT.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def escape(value: str) -> str:
    """A value as one puts it into markdown: every mark in it is shown, none is obeyed.

    A digit in front is written as a character reference, for `2013.` at the start of a line would be a list.
    """
    line = one_line(value)
    escaped = _PUNCTUATION.sub(r"\\\g<0>", line[1:] if line[:1].isdigit() else line)
    return f"&#{ord(line[0])};{escaped}" if line[:1].isdigit() else escaped


def is_safe_link(url: str, *, ours: bool = False) -> bool:
    """Whether a mail may lead there: https, a host, nothing before it. Our `ours` may also lead to this machine."""
    return bool(_LINK.fullmatch(url) or (ours and _LOCAL.fullmatch(url)))


def to_html(markdown: str, *, own_link: str = "") -> str:
    """HTML of a message. A link that is not safe loses its link and keeps its text; SES does not track `own_link`."""
    clean = _cleaner().clean(_parser().render(text_only(markdown)))
    return _ANCHOR.sub(lambda anchor: _checked(anchor, own_link), clean)


def _checked(anchor: re.Match[str], own_link: str) -> str:
    attributes, text = anchor.groups()
    known = _ATTRIBUTES.fullmatch(attributes)
    url = unescape(known[1]) if known else ""
    ours = url == own_link
    if not is_safe_link(url, ours=ours):
        return text
    # Set after sanitising, which strips every attribute it does not know.
    return f"<a{' ses:no-track' if ours else ''}{attributes}>{text}</a>"


@cache
def _cleaner() -> nh3.Cleaner:
    # "*" is named because it would otherwise let `title` and `lang` through.
    attributes: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
    return nh3.Cleaner(tags=_TAGS, attributes=attributes, url_schemes={"http", "https"})


@cache
def _parser() -> MarkdownIt:
    # A clerk who ends a line means it; and the text part, which is the source itself, shows it so.
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    # markdown-it would show the source of a link that it does not like; ours are judged after sanitising.
    parser.validateLink = bool  # type: ignore[method-assign, assignment]
    parser.add_render_rule("image", _alternative_text)
    return parser


def _alternative_text(_renderer: object, tokens: list[Token], index: int, _options: object, _env: object) -> str:
    """No picture is fetched from a mail of ours: its words stand in for it."""
    return escapeHtml(tokens[index].content)
