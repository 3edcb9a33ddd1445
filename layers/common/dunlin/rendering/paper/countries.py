"""Names of countries in the reader's language."""

from babel import Locale as Cldr
from babel import localedata

from dunlin.rendering.locales import Locale


def country_name(code: str, locale: Locale) -> str:
    """The country's name, or the code itself when it is no country's."""
    language = locale.language if localedata.exists(locale.language) else "en"
    return str(Cldr.parse(language).territories.get(code, code))
