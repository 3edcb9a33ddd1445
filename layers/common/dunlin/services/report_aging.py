"""Report aging: what customers owe on a day, by how long it has been due."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from dunlin.domain.aging import Age, age_on, owed_on
from dunlin.domain.invoice import Invoice
from dunlin.services.ports.reports import Ledger

# Invoices per page: a few seconds of reading, and at most so many customers to keep in mind.
MOST = 10_000


@dataclass(slots=True)
class Debt:
    """What a customer owes in one currency: minor units by age, of so many invoices."""

    customer_id: str
    customer_name: str
    currency: str
    amounts: Counter[Age] = field(default_factory=Counter)
    invoices: int = 0


@dataclass(frozen=True, slots=True)
class Aging:
    """By currency, then by the customers' names. The sum over all pages is the report; `next` is empty at the end."""

    as_of: date
    debts: tuple[Debt, ...]
    next: str


def report_aging(
    as_of: date, *, currency: str = "", customer_id: str = "", after: str = "", most: int = MOST, ledger: Ledger
) -> Aging:
    """Of the next `most` invoices by due date. One by one: what is kept is a line per customer and currency."""
    debts: dict[tuple[str, str], Debt] = {}
    walk, last = ledger.walk(customer_id=customer_id, after=after), ""
    for last, invoice in islice(walk, most):  # noqa: B007 - where it stopped
        if currency in {"", invoice.currency}:
            _add(debts, invoice, as_of)
    more = next(walk, None) is not None
    ordered = sorted(debts.values(), key=lambda each: (each.currency, each.customer_name.casefold(), each.customer_id))
    return Aging(as_of, tuple(ordered), last if more else "")


def _add(debts: dict[tuple[str, str], Debt], invoice: Invoice, as_of: date) -> None:
    owed = owed_on(as_of, invoice=invoice)
    if not owed:
        return
    key = invoice.customer_id, invoice.currency
    debt = debts.setdefault(key, Debt(invoice.customer_id, invoice.customer_name, invoice.currency))
    debt.amounts[age_on(as_of, due=invoice.due_date)] += owed
    debt.invoices += 1
