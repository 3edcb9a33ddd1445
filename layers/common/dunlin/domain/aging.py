"""Aging: what was owed on a day, and how long it had been due."""

from datetime import date
from enum import StrEnum

from dunlin.domain.invoice import Invoice, Status


class Age(StrEnum):
    """How many days an amount is past due."""

    CURRENT = "current"
    TO_30 = "days_1_30"
    TO_60 = "days_31_60"
    TO_90 = "days_61_90"
    OLDER = "days_over_90"


_LAST_DAY = {Age.CURRENT: 0, Age.TO_30: 30, Age.TO_60: 60, Age.TO_90: 90}


def age_on(day: date, *, due: date) -> Age:
    """Not due, or due on that very day, is current."""
    late = (day - due).days
    return next((age for age, last in _LAST_DAY.items() if late <= last), Age.OLDER)


def owed_on(day: date, *, invoice: Invoice) -> int:
    """Minor units that were open at the end of the day; never negative.

    Counted are an invoice issued by then, charges booked and not yet waived by then, and payments received by then,
    whenever they were recorded. A draft is owed on no day, nor is what is void: voiding says that it never was.
    """
    if invoice.status in (Status.DRAFT, Status.VOID) or invoice.issue_date > day:
        return 0
    charged = sum(
        each.amount
        for each in invoice.charges
        if each.on <= day and (each.waived is None or each.waived.at.date() > day)
    )
    paid = sum(each.amount for each in invoice.payments if each.received_on <= day)
    return max(invoice.payable + charged - paid, 0)
