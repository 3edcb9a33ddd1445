"""Which language a person is written to in, and by which formats of which region."""

import re
from dataclasses import dataclass
from functools import lru_cache

from babel import localedata

LANGUAGES = ("en", "de", "fr", "es", "nl")
"""Those that mails and PDFs are written in."""
_RIGHT_TO_LEFT = frozenset({"he"})
_TAG = re.compile(r"(?P<language>[a-z]{2,3})(?:-[a-z]{4})?(?:-(?P<region>[a-z]{2}|\d{3}))?(?![a-z\d])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Locale:
    """`tag` (BCP 47, for formats and `lang`), the `language` of the words, and the `direction` of writing."""

    tag: str
    language: str
    direction: str = "ltr"


@lru_cache(maxsize=256)
def choose(*tags: str, languages: tuple[str, ...] = LANGUAGES) -> Locale:
    """The locale for these tags in order of preference (the customer's, the seller's); empty tags say nothing.

    The first whose language is one of `languages` gives the words, English when none does. The formats follow the
    words, in the region of the first tag where CLDR knows that pair (`da-DK` is answered as `en-DK`): one document
    never mixes languages. Never raises, whatever the tags hold.
    """
    wanted = [parsed for parsed in map(_parse, tags) if parsed]
    language, region = next((each for each in wanted if each[0] in languages), ("en", ""))
    first_region = wanted[0][1] if wanted else ""
    tag = _known(language, first_region) or _known(language, region) or language
    return Locale(tag, language, "rtl" if language in _RIGHT_TO_LEFT else "ltr")


def speaking(language: str, *tags: str) -> Locale:
    """The locale for words in this language, in the region of the first tag for which CLDR knows that pair."""
    usual = choose(*tags)
    if usual.language == language:
        return usual
    regions = (parsed[1] for parsed in map(_parse, tags) if parsed)
    return Locale(tag=next(filter(None, (_known(language, region) for region in regions)), language), language=language)


def _parse(tag: str) -> tuple[str, str] | None:
    found = _TAG.match(tag.strip().replace("_", "-").lower())
    return (found["language"], (found["region"] or "").upper()) if found else None


def _known(language: str, region: str) -> str:
    return f"{language}-{region}" if region and localedata.exists(f"{language}_{region}") else ""
