"""What methods of payment are called."""

from dunlin.domain.payments.method import Method
from dunlin.rendering.locales import Locale
from dunlin.rendering.portal.language import words


def method_name(method: str, locale: Locale) -> str:
    """One that we know by its name, anything else as whoever recorded it called it."""
    return words(locale.language, "paying")[method] if method in set(Method) else method
