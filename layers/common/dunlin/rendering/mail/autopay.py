"""What a mail tells of an agreement to automatic payment."""

from dunlin.domain.mail import MailContent
from dunlin.rendering import formats
from dunlin.rendering.locales import Locale
from dunlin.rendering.portal.language import words

_NAMES = ("means", "method", "since", "limit", "text")


def of(content: MailContent, locale: Locale) -> dict[str, str]:
    """By name; all empty where there is none."""
    agreement = content.agreement
    if agreement is None:
        return dict.fromkeys(_NAMES, "")
    day = content.seller.day(agreement.agreed_at)
    return {
        "means": agreement.mandate.label,
        "method": words(locale.language, "paying")[agreement.mandate.method],
        "since": formats.date(day, locale),
        "limit": ", ".join(formats.money(each, locale) for each in agreement.limits),
        "text": agreement.text,
    }
