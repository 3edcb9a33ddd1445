"""The texts that Dunlin ships, in five languages: `key: value` lines, then, after `---`, a message in markdown.

As a template, an invoice's three texts (open, draft, paid) are one, which asks what the invoice is.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from dunlin.domain.mail import MailContent
from dunlin.domain.message import MessageKind
from dunlin.domain.template import LANGUAGES, Template, TemplateKind, Text, default_id
from dunlin.rendering.locales import Locale
from dunlin.rendering.mail import sandbox
from dunlin.rendering.mail.values import Values, is_draft, is_paid
from dunlin.rendering.markdown import one_line

TEMPLATES = Path(__file__).parents[1] / "templates"
VERSION = 1
_NAMES = {
    TemplateKind.INVOICE: "Invoice",
    TemplateKind.REMINDER_FRIENDLY: "Reminder, friendly",
    TemplateKind.REMINDER_FIRM: "Reminder, firm",
    TemplateKind.REMINDER_FINAL: "Reminder, final",
    TemplateKind.RECEIPT: "Receipt",
    TemplateKind.STATEMENT: "Statement of account",
    TemplateKind.PORTAL_LOGIN: "Portal login",
    TemplateKind.AUTOPAY_FAILED: "Automatic payment that failed",
    TemplateKind.AUTOPAY_STARTED: "Automatic payment set up",
    TemplateKind.AUTOPAY_ENDED: "Automatic payment ended",
}
# What a mail says of which nobody said what it is to say.
_USUAL = {
    MessageKind.INVOICE: TemplateKind.INVOICE,
    MessageKind.TEST: TemplateKind.INVOICE,
    MessageKind.NOTICE: TemplateKind.INVOICE,
    MessageKind.ANSWER: TemplateKind.INVOICE,
    MessageKind.REMINDER: TemplateKind.REMINDER_FRIENDLY,
    MessageKind.RECEIPT: TemplateKind.RECEIPT,
    MessageKind.PORTAL_LOGIN: TemplateKind.PORTAL_LOGIN,
    MessageKind.AUTOPAY_FAILED: TemplateKind.AUTOPAY_FAILED,
    MessageKind.AUTOPAY_STARTED: TemplateKind.AUTOPAY_STARTED,
    MessageKind.AUTOPAY_ENDED: TemplateKind.AUTOPAY_ENDED,
}


@dataclass(frozen=True, slots=True)
class Written:
    """A text with its values filled in: subject and labels, and the message to read as it is and as markdown."""

    head: dict[str, str]
    plain: str
    markdown: str


def template_of(content: MailContent) -> Template:
    """The content's own template, else the shipped one of its kind."""
    return content.template or default(_USUAL[content.kind])


def written(content: MailContent, tag: str, locale: Locale, values: Values) -> Written:
    """The text of the content's template under that tag; heading and preheader are shipped with the kind.

    Raises InvalidInput when the text cannot be filled in.
    """
    template = template_of(content)
    text = template.texts[tag]
    head = _pairs(sandbox.render(_source(locale.language, _name(content, template.kind)).head, values))
    # A button of one's own may say "Pay now", which is wrong once nothing is left to pay.
    button = "" if is_paid(content) else one_line(sandbox.render(text.button, values))
    own = {"subject": one_line(sandbox.render(text.subject, values)), "button": button or head["button"]}
    plain, markdown = (sandbox.render(text.body, values, markdown=each).strip() for each in (False, True))
    return Written({**head, **own}, plain, markdown)


def words(locale: Locale, values: Values) -> dict[str, str]:
    """The labels and notices of the layout."""
    return _pairs(sandbox.render(_words(locale.language), values))


@cache
def default(kind: TemplateKind) -> Template:
    """The shipped template of a kind, in every language."""
    texts = {language: _text(language, kind) for language in LANGUAGES}
    return Template(default_id(kind), VERSION, _NAMES[kind], kind, texts)


@dataclass(frozen=True, slots=True)
class _Source:
    head: str
    body: str


def _name(content: MailContent, kind: TemplateKind) -> str:
    if kind is not TemplateKind.INVOICE:
        return kind.value
    return f"{kind}{'_draft' if is_draft(content) else '_paid' if is_paid(content) else ''}"


def _text(language: str, kind: TemplateKind) -> Text:
    if kind is not TemplateKind.INVOICE:
        source = _source(language, kind.value)
        head = _pairs(source.head)
        return Text(head["subject"], source.body, head["button"])
    states = [_source(language, f"{kind}{state}") for state in ("_draft", "_paid", "")]
    heads = [_pairs(source.head) for source in states]
    body = "{% if invoice.draft -%}\n", "\n{%- elif invoice.settled -%}\n", "\n{%- else -%}\n"
    return Text(
        subject=_by_state(*(head["subject"] for head in heads)),
        body="".join(f"{mark}{source.body}" for mark, source in zip(body, states, strict=True)) + "\n{%- endif %}",
        button=_by_state(*(head["button"] for head in heads)),
    )


def _by_state(draft: str, paid: str, open_: str) -> str:
    others = f"{{% elif invoice.settled %}}{paid}{{% else %}}{open_}{{% endif %}}"
    return open_ if draft == paid == open_ else f"{{% if invoice.draft %}}{draft}{others}"


def _pairs(head: str) -> dict[str, str]:
    # No value holds a line end, so none can add a pair or end the head.
    pairs = (line.partition(":") for line in head.splitlines())
    return {key: value.strip() for key, _, value in pairs}


@lru_cache(maxsize=128)
def _source(language: str, name: str) -> _Source:
    head, _, body = (TEMPLATES / language / f"{name}.md").read_text(encoding="utf-8").partition("\n---\n")
    return _Source(head, body.strip())


@cache
def _words(language: str) -> str:
    return (TEMPLATES / language / "words.md").read_text(encoding="utf-8")
