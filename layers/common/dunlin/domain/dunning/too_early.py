"""Costs that the law of a country does not allow yet on the very day.

The plan of a workflow keeps the law's distances, but reminders move, are caught up, and begin anew with another
workflow. A fee that comes too early is not booked; interest is booked with a later reminder.
"""

from collections.abc import Callable, Mapping
from datetime import date

from dunlin.domain.dunning.charges import ChargeKind
from dunlin.domain.dunning.country_limits import Limit, Rule
from dunlin.domain.dunning.dunning import Outcome
from dunlin.domain.invoice import Invoice


def fee_too_early(invoice: Invoice, on: date, limits: tuple[Limit, ...]) -> bool:
    """Whether a fee would be one too many, or come too soon."""
    return any(_FEES[each.rule](each, invoice, on) for each in limits if each.rule in _FEES)


def interest_too_early(invoice: Invoice, on: date, limits: tuple[Limit, ...]) -> bool:
    """Whether no interest may be asked for yet."""
    return any(_after_free(each, invoice, on) for each in limits if each.rule is Rule.COSTS_AFTER_FREE_REMINDER)


def _fee_days(invoice: Invoice) -> list[date]:
    return [each.on for each in invoice.charges if each.kind is ChargeKind.FEE and not each.waived]


def _too_many(limit: Limit, invoice: Invoice, _: date) -> bool:
    return len(_fee_days(invoice)) >= limit.number


def _too_soon_after_due(limit: Limit, invoice: Invoice, on: date) -> bool:
    return (on - invoice.due_date).days < limit.number


def _too_soon_after_fee(limit: Limit, invoice: Invoice, on: date) -> bool:
    return any((on - day).days < limit.number for day in _fee_days(invoice))


def _after_free(limit: Limit, invoice: Invoice, on: date) -> bool:
    """The first reminder is the first after the due date; its day is that of UTC."""
    turns = invoice.dunning.turns if invoice.dunning else ()
    sent = [each.at.date() for each in turns if each.outcome is Outcome.SENT and each.at.date() > invoice.due_date]
    return not sent or (on - min(sent)).days <= limit.number


_FEES: Mapping[Rule, Callable[[Limit, Invoice, date], bool]] = {
    Rule.MOST_FEES: _too_many,
    Rule.FIRST_FEE_FROM_DAY: _too_soon_after_due,
    Rule.DAYS_BETWEEN_FEES: _too_soon_after_fee,
    Rule.DAYS_AFTER_FREE_REMINDER: _after_free,
    Rule.COSTS_AFTER_FREE_REMINDER: _after_free,
}
