"""A period of whole days, and those that people ask for by name."""

from dataclasses import dataclass
from datetime import date, timedelta

from dunlin.domain.errors import InvalidInput, Problem

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both counted."""

    first: date
    last: date


def period(first: date, last: date, *, today: date) -> Period:
    """Raises InvalidInput for one that ends before it begins, or has not ended: nobody knows what will be paid."""
    if last < first:
        message = f"the period ends on {last}, before it begins on {first}"
        raise InvalidInput(message, Problem("to", message))
    if last > today:
        message = f"the period ends on {last}; it can end today, on {today}, at the latest"
        raise InvalidInput(message, Problem("to", message))
    return Period(first, last)


def shortcuts(today: date) -> dict[str, Period]:
    """The running month and year until today, and the last ones, whole."""
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    before = month - _DAY
    return {
        "this_month": Period(month, today),
        "last_month": Period(before.replace(day=1), before),
        "this_year": Period(year, today),
        "last_year": Period(year.replace(year=year.year - 1), year - _DAY),
    }
