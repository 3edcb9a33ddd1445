"""The texts that Dunlin ships, in five languages: `key: value` lines, then, after `---`, a message in markdown."""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dunlin.domain.errors import InvalidInput, Problem
from dunlin.domain.mail import MailContent
from dunlin.domain.message import MessageKind
from dunlin.rendering.locales import Locale
from dunlin.rendering.mail.values import Values, is_draft, is_paid
from dunlin.rendering.markdown import escape

TEMPLATES = Path(__file__).parents[1] / "templates"
_NAMES = {MessageKind.INVOICE: "invoice", MessageKind.TEST: "invoice"}


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its values filled in: subject and labels, and the message to read as it is and as markdown."""

    head: dict[str, str]
    plain: str
    markdown: str


def text(content: MailContent, locale: Locale, values: Values) -> Text:
    """The text for this kind of message and state of the invoice. Raises InvalidInput for a kind that has none."""
    if content.kind not in _NAMES:
        message = f"there is no text for a mail of kind {content.kind}"
        raise InvalidInput(message, Problem("/kind", message))
    state = "_draft" if is_draft(content) else "_paid" if is_paid(content) else ""
    template = _template(locale.language, _NAMES[content.kind] + state)
    head, _, plain = template.render(values).partition("\n---\n")
    _, _, markdown = template.render(_escaped(values)).partition("\n---\n")
    return Text(_pairs(head), plain.strip(), markdown.strip())


def words(locale: Locale, values: Values) -> dict[str, str]:
    """The labels and notices of the layout."""
    return _pairs(_template(locale.language, "words").render(values))


def _pairs(head: str) -> dict[str, str]:
    # No value holds a line end, so none can add a pair or end the head.
    pairs = (line.partition(":") for line in head.splitlines())
    return {key: value.strip() for key, _, value in pairs}


def _escaped(values: Values) -> Values:
    """A customer who is named `[click](https://…)` is written to by that name, not by a link."""
    return {group: {name: escape(value) for name, value in each.items()} for group, each in values.items()}


@lru_cache(maxsize=128)
def _template(language: str, name: str) -> Template:
    return _environment().from_string((TEMPLATES / language / f"{name}.md").read_text(encoding="utf-8"))


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    # Markdown and plain text, not HTML: values are escaped for markdown above, and the result is sanitised.
    return ImmutableSandboxedEnvironment(autoescape=False, undefined=StrictUndefined)
