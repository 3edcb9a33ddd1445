"""The words of the portal's pages, read from `words/`, and the language of a visitor whom nobody knows yet."""

import tomllib
from functools import cache
from pathlib import Path

from dunlin.rendering.locales import Locale, choose

_WORDS = Path(__file__).with_name("words")
_MOST = 10


@cache
def words(language: str) -> dict[str, str]:
    """Every word of a supported language."""
    return tomllib.loads((_WORDS / f"{language}.toml").read_text(encoding="utf-8"))


def preferred(accept_language: str) -> Locale:
    """What a browser asks for (RFC 9110, 12.5.4), by its order; browsers list what they like best first."""
    return choose(*(each.partition(";")[0] for each in accept_language.split(",")[:_MOST]))
