"""Interest on an invoice that is overdue: simple, actual/365, on the principal that is still owed day by day.

A day's principal is what the invoice asks for less what has come in up to and on that day: payments go to it first.
Nothing is asked for twice: interest covers the days after those that were charged already, waived ones among them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from dunlin.domain.dunning.charges import Charge, ChargeKind, Term
from dunlin.domain.dunning.formula import interest_formula
from dunlin.domain.dunning.reference_rates import rates_of
from dunlin.domain.dunning.workflow import Interest, amount_in
from dunlin.domain.invoice import Invoice

_DAY = timedelta(days=1)


def interest_due(
    invoice: Invoice, interest: Interest, *, country: str, number: int, on: date, charge_id: str
) -> Charge | None:
    """The interest that reminder `number` books on the day `on`; None for nothing.

    With a statutory rate, days for which no reference rate of the country is known cost nothing.
    """
    first = _first(invoice, interest)
    terms = tuple(_merged(_terms(invoice, interest, country, first, on)))
    whole = Charge(charge_id, ChargeKind.INTEREST, 0, on, number, since=first - _DAY, until=on, terms=terms)
    amount = _capped(whole.reckoned, invoice, interest)
    if amount <= 0 or amount < (amount_in(invoice.currency, interest.minimums) or 0):
        return None
    whole = replace(whole, amount=amount)
    return replace(whole, formula=interest_formula(whole, invoice.currency))


def _begins(invoice: Invoice, interest: Interest) -> date:
    return invoice.due_date + (interest.grace_days + 1) * _DAY


def _first(invoice: Invoice, interest: Interest) -> date:
    """The first day that has not been charged yet."""
    charged = [each.until + _DAY for each in invoice.charges if each.until]
    return max([_begins(invoice, interest), *charged])


def _capped(amount: int, invoice: Invoice, interest: Interest) -> int:
    """No more than the cap leaves. What was waived stays used up: who is let off is not asked again."""
    cap = amount_in(invoice.currency, interest.caps)
    if cap is None:
        return amount
    return min(amount, cap - sum(each.amount for each in invoice.charges if each.kind is ChargeKind.INTEREST))


def _terms(invoice: Invoice, interest: Interest, country: str, first: date, last: date) -> Iterator[Term]:
    """One for each stretch of days between payments and changes of the rate, in order."""
    rates = rates_of(country) if interest.statutory else None
    changes = [since for since, _ in rates.rates] if rates else []
    paid_on = [each.received_on for each in invoice.payments]
    starts = sorted({first, *(day for day in (*changes, *paid_on) if first < day <= last)})
    for start, following in zip(starts, [*starts[1:], last + _DAY], strict=True):
        term = _term(invoice, interest, country, start, following - _DAY)
        if term and term.principal and term.days > 0:
            yield term


def _term(invoice: Invoice, interest: Interest, country: str, first: date, last: date) -> Term | None:
    paid = sum(each.amount for each in invoice.payments if each.received_on <= first)
    principal = max(invoice.payable - paid, 0)
    if not interest.statutory:
        return Term(principal, interest.percent, first, last)
    rates = rates_of(country)
    day = _begins(invoice, interest) if rates and rates.frozen else first
    rate = rates.on(day) if rates else None
    if rates is None or rate is None:
        return None
    percent = rate if rates.whole else rate + interest.percent
    return Term(principal, percent, first, last, rates.last_known(day if rates.frozen else last))


def _merged(terms: Iterator[Term]) -> Iterator[Term]:
    """Neighbours that a customer could not tell apart are one: a payment of nothing, a rate that stayed."""
    before: Term | None = None
    for term in terms:
        same = before and replace(before, first=term.first, last=term.last) == term and before.last + _DAY == term.first
        if before and not same:
            yield before
        before = replace(before, last=term.last) if before and same else term
    if before:
        yield before
