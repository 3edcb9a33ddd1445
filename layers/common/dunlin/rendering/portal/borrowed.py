"""Words that pages share with mails and PDFs; a language that those do not speak has them in its `borrowed.toml`."""

from dunlin.rendering import locales
from dunlin.rendering.locales import Locale
from dunlin.rendering.mail import shipped
from dunlin.rendering.mail.rows import Words
from dunlin.rendering.mail.values import Values
from dunlin.rendering.paper.words import words as paper_words
from dunlin.rendering.portal.language import own


def labels(locale: Locale, values: Values) -> Words:
    """The labels that a page shares with mails."""
    more: Words = own(locale.language, "borrowed").get("labels", {})
    return shipped.words(locales.choose(locale.tag), values) | more


def units(language: str) -> dict[str, list[str]]:
    """The words for units that a page shares with PDFs."""
    more: dict[str, list[str]] = own(language, "borrowed").get("units", {})
    return paper_words(language if language in locales.LANGUAGES else "en").units | more
