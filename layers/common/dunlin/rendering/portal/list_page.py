"""What the page of all invoices shows: open ones, the first due first, then what is over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dunlin.domain.invoice import OWED, Invoice
from dunlin.domain.money import Money
from dunlin.rendering import formats
from dunlin.rendering.locales import Locale
from dunlin.rendering.portal.invoice_page import status, tone
from dunlin.rendering.portal.language import words


@dataclass(frozen=True, slots=True)
class Entry:
    """One invoice in the list."""

    invoice_id: str
    number: str
    amount: str
    due: str
    status: str
    tone: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """What is open, with its sum in each currency, and what is over. `cut`: more is open than is shown."""

    open: tuple[Entry, ...]
    over: tuple[Entry, ...]
    total: tuple[str, ...]
    cut: bool


def list_page(
    owed: Sequence[Invoice], over: Sequence[Invoice], locale: Locale, *, today: date, cut: bool = False
) -> ListPage:
    """In the order in which they come. Of what was cut there is no sum: it would be too small."""
    return ListPage(
        open=tuple(_entry(each, each.balance, locale, today) for each in owed),
        over=tuple(_entry(each, Money(each.payable + each.charged, each.currency), locale, today) for each in over),
        total=() if cut else tuple(_totals(owed, locale)),
        cut=cut,
    )


def _entry(invoice: Invoice, amount: Money, locale: Locale, today: date) -> Entry:
    due = words(locale.language)["due_on"].format(date=formats.date(invoice.due_date, locale))
    return Entry(
        invoice.invoice_id,
        invoice.number,
        formats.money(amount, locale),
        due if invoice.status in OWED else "",
        status(invoice, locale, today=today),
        tone(invoice, today=today),
    )


def _totals(owed: Sequence[Invoice], locale: Locale) -> Iterable[str]:
    for currency in sorted({each.currency for each in owed}):
        summed = sum(each.balance.amount for each in owed if each.currency == currency)
        yield formats.money(Money(summed, currency), locale)
