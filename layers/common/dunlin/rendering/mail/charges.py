"""Late fees and interest as lines of their own, each with what a customer needs to check it."""

from collections.abc import Iterator

from dunlin.domain.dunning.charges import Charge, ChargeKind, Term
from dunlin.domain.invoice import Invoice
from dunlin.domain.money import Money
from dunlin.rendering import formats
from dunlin.rendering.locales import Locale
from dunlin.rendering.mail.rows import Row, Words


def charge_rows(invoice: Invoice, locale: Locale, words: Words) -> Iterator[Row]:
    """One for each charge that is owed, in the order in which they were booked."""
    for charge in invoice.charges:
        if charge.owed:
            amount = _money(charge.owed, invoice, locale)
            yield Row(words[charge.kind.value], amount, detail=_detail(charge, invoice, locale, words))


def _detail(charge: Charge, invoice: Invoice, locale: Locale, words: Words) -> str:
    if charge.kind is ChargeKind.FEE:
        return formats.date(charge.on, locale)
    terms = " + ".join(_term(each, invoice, locale, words) for each in charge.terms)
    if charge.amount == charge.reckoned:
        return terms
    limited = f"{words['limited_to']} {_money(charge.amount, invoice, locale)}"
    return f"{terms} = {_money(charge.reckoned, invoice, locale)}, {limited}"


def _term(term: Term, invoice: Invoice, locale: Locale, words: Words) -> str:
    principal, percent = _money(term.principal, invoice, locale), formats.percent(term.percent, locale)
    days = f"{term.days} {words['day' if term.days == 1 else 'days']} / 365"
    dates = " – ".join(formats.date(day, locale) for day in dict.fromkeys((term.first, term.last)))
    rate = f"; {words['last_known_rate']} {formats.date(term.rate_of, locale)}" if term.rate_of else ""
    return f"{principal} × {percent} × {days} ({dates}{rate})"


def _money(minor: int, invoice: Invoice, locale: Locale) -> str:
    return formats.money(Money(minor, invoice.currency), locale)
