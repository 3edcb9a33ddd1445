"""Which language and formats a customer gets."""

import pytest

from dunlin.rendering.locales import Locale, choose


@pytest.mark.parametrize(
    ("tags", "tag", "language"),
    [
        (("de-AT", "nl-NL"), "de-AT", "de"),
        (("", "fr-FR"), "fr-FR", "fr"),
        (("da-DK",), "en-DK", "en"),
        (("da-DK", "de-AT"), "de-AT", "de"),
        (("lb-LU", "fr-FR"), "fr-LU", "fr"),
        (("da", "de-CH"), "de-CH", "de"),
        (("ja-JP",), "en", "en"),
        (("zh-Hant-TW", "es-MX"), "es-MX", "es"),
        (("EN_gb",), "en-GB", "en"),
        (("de-XX",), "de", "de"),
        (("!!", "\u0661", "english"), "en", "en"),
        ((), "en", "en"),
    ],
)
def test_words_and_formats_never_mix(tags: tuple[str, ...], tag: str, language: str) -> None:
    assert choose(*tags) == Locale(tag=tag, language=language, direction="ltr")
