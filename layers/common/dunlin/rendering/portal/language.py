"""The words of the portal's pages, read from `words/{language}/{topic}.toml`, and the language of a visitor.

A visitor whom nobody knows yet is spoken to as their browser asks.
"""

import tomllib
from functools import cache
from pathlib import Path

from dunlin.rendering.locales import Locale, choose

_WORDS = Path(__file__).with_name("words")
_MOST = 10


@cache
def words(language: str, topic: str = "pages") -> dict[str, str]:
    """Every word of a supported language on a topic: a file of `words/{language}`."""
    return tomllib.loads((_WORDS / language / f"{topic}.toml").read_text(encoding="utf-8"))


def preferred(accept_language: str) -> Locale:
    """What a browser asks for (RFC 9110, 12.5.4), by its order; browsers list what they like best first."""
    return choose(*(each.partition(";")[0] for each in accept_language.split(",")[:_MOST]))
