"""Forecast what is to come: the reminders of the next days, as the planner has them today."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dunlin.domain.dunning.doubt import doubt
from dunlin.domain.dunning.facts import Facts, steps_of
from dunlin.domain.dunning.steps import PlannedStep
from dunlin.domain.invoice import Invoice
from dunlin.domain.money import Money
from dunlin.services.facts_of import Rules
from dunlin.services.ports.dunning import Dunnings
from dunlin.services.ports.records import Customers, Sellers
from dunlin.services.upcoming_facts import upcoming_facts


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder to come, with what is owed today. `doubt` is what speaks against it as things are (or nothing)."""

    invoice: Invoice
    step: PlannedStep
    doubt: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the customers', with what is asked for on it, per currency."""

    on: date
    reminders: tuple[Reminder, ...]
    totals: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Days with reminders, what is owed by all their invoices together, each once, and where the next page begins."""

    days: tuple[Day, ...]
    totals: tuple[Money, ...]
    next: dict[str, str] | None


def forecast_upcoming(
    days: int,
    *,
    limit: int,
    after: dict[str, str] | None = None,
    now: datetime,
    dunnings: Dunnings,
    customers: Customers,
    sellers: Sellers,
    rules: Rules,
) -> Upcoming:
    """All reminders within so many days of the next `limit` invoices; a day may go on on the next page."""
    until = now + timedelta(days=days)
    page = upcoming_facts(
        until=until, limit=limit, after=after, dunnings=dunnings, customers=customers, sellers=sellers, rules=rules
    )
    found = [each for facts in page.items for each in _reminders(facts, until, now)]
    found.sort(key=lambda each: (each.step.local.date(), each.step.at, each.invoice.number))
    by_day: dict[date, list[Reminder]] = {}
    for each in found:
        by_day.setdefault(each.step.local.date(), []).append(each)
    listed = tuple(Day(on, tuple(those), _owed(those)) for on, those in by_day.items())
    return Upcoming(listed, _owed(found), page.next)


def _reminders(facts: Facts, until: datetime, now: datetime) -> Iterator[Reminder]:
    for step in steps_of(facts, now=now):
        if not step.skip and step.at <= until:
            yield Reminder(facts.invoice, step, doubt(facts, step, now=now))


def _owed(reminders: list[Reminder]) -> tuple[Money, ...]:
    each_once = {each.invoice.invoice_id: each.invoice.balance for each in reminders}
    sums = Counter[str]()
    for balance in each_once.values():
        sums[balance.currency] += balance.amount
    return tuple(Money(amount, currency) for currency, amount in sorted(sums.items()))
