"""A template: what a kind of mail says, per language, in versions that never change once they are written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from dunlin.domain.errors import Conflict, InvalidInput, Problem

# A mail's labels and notices come in these; a text in another language would stand between foreign labels.
LANGUAGES = ("en", "de", "fr", "es", "nl")
DEFAULT = "default_"


class TemplateKind(StrEnum):
    """What a template is for."""

    INVOICE = "invoice"
    REMINDER_FRIENDLY = "reminder_friendly"
    REMINDER_FIRM = "reminder_firm"
    REMINDER_FINAL = "reminder_final"
    RECEIPT = "receipt"
    STATEMENT = "statement"
    PORTAL_LOGIN = "portal_login"
    AUTOPAY_FAILED = "autopay_failed"
    AUTOPAY_STARTED = "autopay_started"
    AUTOPAY_ENDED = "autopay_ended"


REMINDERS = (TemplateKind.REMINDER_FRIENDLY, TemplateKind.REMINDER_FIRM, TemplateKind.REMINDER_FINAL)


@dataclass(frozen=True, slots=True)
class Text:
    """What a mail says in one language: subject and button are one line each, the body is markdown."""

    subject: str
    body: str
    button: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """One version of a template. `texts` are by BCP 47 tag (`de`, `de-CH`). Without `seller_id` all sellers use it."""

    template_id: str
    version: int
    name: str
    kind: TemplateKind
    texts: Mapping[str, Text]
    seller_id: str = ""
    archived: bool = False
    created_at: datetime | None = None
    created_by: str = ""

    @property
    def shipped(self) -> bool:
        """Whether it is one of Dunlin's own, which nobody can change."""
        return self.template_id.startswith(DEFAULT)


@dataclass(frozen=True, slots=True)
class Variable:
    """A name that texts may use. `type`: text, money, date, number, flag (`yes` or empty) or list.

    `kinds` are the templates that may name it; empty means all of them.
    """

    name: str
    type: str
    description: str
    example: str = ""
    kinds: tuple[TemplateKind, ...] = field(default=())

    def suits(self, kind: TemplateKind) -> bool:
        """Whether templates of this kind may name it."""
        return not self.kinds or kind in self.kinds


def default_id(kind: TemplateKind) -> str:
    """The id of the shipped template of a kind."""
    return f"{DEFAULT}{kind}"


def language(tag: str) -> str:
    """`de` of `de-AT`."""
    return tag.strip().replace("_", "-").partition("-")[0].casefold()


def chosen(template: Template, *preferred: str) -> str:
    """The tag of the text for somebody who prefers these, in order: each as it is, then its language, English, any."""
    by_tag = {tag.casefold(): tag for tag in template.texts}
    by_language = {language(tag): tag for tag in reversed(tuple(template.texts))}
    for tag in (*preferred, "en"):
        same = tag.strip().replace("_", "-").casefold()
        if found := by_tag.get(same) or by_tag.get(language(tag)) or by_language.get(language(tag)):
            return found
    return next(iter(template.texts))


def usable(template: Template, kinds: tuple[TemplateKind, ...], *, seller_id: str) -> Template:
    """The template, if such a mail of this seller's may use it. Raises Conflict or InvalidInput."""
    if template.archived:
        raise Conflict(f"template {template.template_id} is archived: choose another", code="archived")
    if template.kind not in kinds:
        message = f"a template of kind {template.kind} is not for this; use one of kind {' or '.join(kinds)}"
        raise InvalidInput(message, Problem("/template_id", message))
    if template.seller_id and template.seller_id != seller_id:
        message = f"template {template.template_id} is for another seller's invoices"
        raise InvalidInput(message, Problem("/template_id", message))
    return template
