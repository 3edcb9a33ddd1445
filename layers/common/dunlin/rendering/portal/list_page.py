"""What the page of all invoices shows: open ones first, by due date, then what is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dunlin.domain.invoice import OWED, Invoice, Status
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
    """The three lists, and what is open in each currency."""

    open: tuple[Entry, ...]
    paid: tuple[Entry, ...]
    void: tuple[Entry, ...]
    total: tuple[str, ...]


def list_page(invoices: Iterable[Invoice], locale: Locale, *, today: date) -> ListPage:
    """Drafts are not the customer's yet, and left out."""
    shown = sorted(invoices, key=lambda each: (each.due_date, each.number))
    owed = [each for each in shown if each.status in OWED]
    return ListPage(
        open=tuple(_entry(each, each.balance, locale, today) for each in owed),
        paid=tuple(_over(shown, Status.PAID, locale, today)),
        void=tuple(_over(shown, Status.VOID, locale, today)),
        total=tuple(_totals(owed, locale)),
    )


def _over(invoices: list[Invoice], wanted: Status, locale: Locale, today: date) -> Iterable[Entry]:
    for each in reversed(invoices):
        if each.status is wanted:
            yield _entry(each, Money(each.payable + each.charged, each.currency), locale, today)


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


def _totals(owed: list[Invoice], locale: Locale) -> Iterable[str]:
    for currency in sorted({each.currency for each in owed}):
        summed = sum(each.balance.amount for each in owed if each.currency == currency)
        yield formats.money(Money(summed, currency), locale)
