"""What a statement says, on paper as on the page."""

from collections.abc import Iterator
from dataclasses import dataclass

from dunlin.domain.aging import Age
from dunlin.domain.money import Money
from dunlin.domain.period import Period
from dunlin.domain.statement import Moved, Movement, Statement
from dunlin.rendering import formats
from dunlin.rendering.locales import Locale
from dunlin.rendering.portal.language import words


@dataclass(frozen=True, slots=True)
class Line:
    """A movement, ready to be read."""

    invoice_id: str
    on: str
    what: str
    detail: str
    amount: str
    balance: str


@dataclass(frozen=True, slots=True)
class Texts:
    """A statement, ready to be read. `ages` are what is open at the end, with labels; there may be a credit below."""

    period: str
    opening: str
    closing: str
    first: str
    last: str
    lines: tuple[Line, ...]
    ages: tuple[tuple[str, str], ...]
    open_on: str


def texts(statement: Statement, locale: Locale) -> Texts:
    """In the locale's words and formats."""
    said = words(locale.language, "papers")

    def money(amount: int) -> str:
        return formats.money(Money(amount, statement.account.currency), locale)

    def ages() -> Iterator[tuple[str, str]]:
        for age in Age:
            if statement.ages[age]:
                yield said[age], money(statement.ages[age])
        if statement.credit:
            yield said["credit"], money(statement.credit)

    return Texts(
        period=period_text(statement.period, locale),
        opening=money(statement.opening),
        closing=money(statement.closing),
        first=formats.date(statement.period.first, locale),
        last=formats.date(statement.period.last, locale),
        lines=tuple(_line(each, statement.account.currency, locale, said) for each in statement.movements),
        ages=tuple(ages()),
        open_on=said["open_by_age"].format(date=formats.date(statement.period.last, locale)),
    )


def period_text(period: Period, locale: Locale) -> str:
    """From when to when."""
    first, last = formats.date(period.first, locale), formats.date(period.last, locale)
    return words(locale.language, "papers")["between"].format(first=first, last=last)


def _line(of: Movement, currency: str, locale: Locale, said: dict[str, str]) -> Line:
    due = said["due"].format(date=formats.date(of.due, locale)) if of.moved is Moved.INVOICE else ""
    return Line(
        of.invoice_id,
        formats.date(of.on, locale),
        said[of.moved].format(number=of.number),
        due,
        formats.money(Money(of.amount, currency), locale),
        formats.money(Money(of.balance, currency), locale),
    )
