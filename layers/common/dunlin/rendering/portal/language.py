"""The words of the portal's pages, read from `words/{language}/{topic}.toml`, and the language of a visitor.

A visitor whom nobody knows yet is spoken to as their browser asks. Pages speak a language that mails and PDFs do not:
what it lacks is said in English.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from dunlin.rendering import locales
from dunlin.rendering.locales import Locale

LANGUAGES = (*locales.LANGUAGES, "he")
_WORDS = Path(__file__).with_name("words")
_MOST = 10


def spoken(*tags: str) -> Locale:
    """The locale of a page for these tags in order of preference (the customer's, the seller's)."""
    return locales.choose(*tags, languages=LANGUAGES)


@cache
def words(language: str, topic: str = "pages") -> dict[str, str]:
    """Every word of a supported language on a topic: a file of `words/{language}`."""
    if language in locales.LANGUAGES:
        return own(language, topic)
    return words("en", topic) | own(language, topic)


def preferred(accept_language: str) -> Locale:
    """What a browser asks for (RFC 9110, 12.5.4), by its order; browsers list what they like best first."""
    return spoken(*(each.partition(";")[0] for each in accept_language.split(",")[:_MOST]))


@cache
def own(language: str, topic: str) -> dict[str, Any]:
    """What the language itself says. Nothing for a file that is not there: a test asks for those that must be."""
    file = _WORDS / language / f"{topic}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
