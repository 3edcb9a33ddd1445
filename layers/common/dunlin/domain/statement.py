"""A statement of account: what was owed when a period began, what moved, and what was owed at its end.

It counts as `domain.aging` does: drafts are owed on no day, nor is what is void, for voiding says that it never was; an
invoice counts from its date, a charge from the day on which it was booked until it was waived, a payment from the day
on which it came in. So statements of adjacent periods join, as long as nobody books something for a day in the past.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from dunlin.domain.aging import Age, age_on, owed_on
from dunlin.domain.dunning.charges import Charge, ChargeKind
from dunlin.domain.errors import TooLarge
from dunlin.domain.invoice import Invoice, Status
from dunlin.domain.period import Period

# Lines that a statement holds: some forty pages of paper.
MOST_LINES = 2_000


class Moved(StrEnum):
    """What moved the balance; in the order in which it is told of one day."""

    INVOICE = "invoice"
    FEE = "fee"
    INTEREST = "interest"
    WAIVER = "waiver"
    PAYMENT = "payment"
    REFUND = "refund"


_RANK = {moved: rank for rank, moved in enumerate(Moved)}


@dataclass(frozen=True, slots=True)
class Movement:
    """`amount` in minor units: more than zero is owed in addition, less was paid or waived. `balance` is what is owed
    after it.
    """

    on: date
    moved: Moved
    amount: int
    invoice_id: str
    number: str
    due: date
    method: str = ""
    balance: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """What a customer has with a seller in a currency."""

    customer_id: str
    seller_id: str
    currency: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Amounts in minor units. `ages` is what is open at the end, by days past due; `credit` what the customer is ahead
    with at the end: it is less than zero where money came in before its invoice was issued, or a charge was waived
    after it was paid. Opening balance and movements come to `closing`, and so do ages and credit.
    """

    account: Account
    period: Period
    opening: int
    movements: tuple[Movement, ...]
    ages: Counter[Age]

    @property
    def closing(self) -> int:
        """What is owed at the end."""
        return self.opening + sum(each.amount for each in self.movements)

    @property
    def credit(self) -> int:
        """How far the customer is ahead."""
        return self.closing - self.ages.total()


@dataclass(slots=True)
class Tally:
    """A statement that is being added up, invoice by invoice: what is kept is the period's movements."""

    account: Account
    period: Period
    opening: int = 0
    movements: list[Movement] = field(default_factory=list)
    ages: Counter[Age] = field(default_factory=Counter)

    def add(self, invoice: Invoice) -> None:
        """Raises TooLarge for more movements than a statement holds."""
        for each in movements_of(invoice):
            if each.on < self.period.first:
                self.opening += each.amount
            elif each.on <= self.period.last:
                self.movements.append(each)
        if len(self.movements) > MOST_LINES:
            raise TooLarge(f"a statement holds {MOST_LINES:,} lines, and this period has more: ask for a shorter one")
        owed = owed_on(self.period.last, invoice=invoice)
        if owed:
            self.ages[age_on(self.period.last, due=invoice.due_date)] += owed

    def statement(self) -> Statement:
        """In the order of the days, with the balance after each movement."""
        told, balance = [], self.opening
        for each in sorted(self.movements, key=lambda each: (each.on, _RANK[each.moved], each.number, each.invoice_id)):
            balance += each.amount
            told.append(replace(each, balance=balance))
        return Statement(self.account, self.period, self.opening, tuple(told), self.ages)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell of."""
        return not (self.opening or self.movements or self.ages)


def account_of(invoice: Invoice) -> Account:
    """Where the invoice is owed."""
    return Account(invoice.customer_id, invoice.seller_id, invoice.currency)


def movements_of(invoice: Invoice) -> Iterator[Movement]:
    """All that ever moved on it. A waiver counts on its day, or on the charge's where clocks differ about that."""
    if invoice.status in (Status.DRAFT, Status.VOID):
        return

    def moved(on: date, what: Moved, amount: int, method: str = "") -> Movement:
        return Movement(on, what, amount, invoice.invoice_id, invoice.number, invoice.due_date, method)

    yield moved(invoice.issue_date, Moved.INVOICE, invoice.payable)
    for charge in invoice.charges:
        yield moved(charge.on, _KIND[charge.kind], charge.amount)
        if charge.waived:
            yield moved(_waived_on(charge), Moved.WAIVER, -charge.amount)
    for payment in invoice.payments:
        what = Moved.REFUND if payment.refund_of else Moved.PAYMENT
        yield moved(payment.received_on, what, -payment.amount, payment.method)


_KIND = {ChargeKind.FEE: Moved.FEE, ChargeKind.INTEREST: Moved.INTEREST}


def _waived_on(charge: Charge) -> date:
    return max(charge.on, charge.waived.at.date()) if charge.waived else charge.on
