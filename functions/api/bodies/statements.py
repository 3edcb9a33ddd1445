"""Statements of account, as callers get them."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from pydantic import Field

from api.bodies.common import Shown
from api.tables import Cell, table
from dunlin.domain.aging import Age
from dunlin.domain.money import Money, to_decimal
from dunlin.domain.statement import Moved, Movement, Statement


class MovementShown(Shown):
    """What moved the balance."""

    on: date
    moved: Moved
    amount: int = Field(description="minor units; less than zero: paid, or waived")
    balance: int = Field(description="what is owed after it")
    invoice_id: str
    invoice_number: str
    due_date: date
    method: str


class AgesShown(Shown):
    """Minor units that are open at the end of the period, by days past due."""

    current: int
    days_1_30: int
    days_31_60: int
    days_61_90: int
    days_over_90: int


class AccountShown(Shown):
    """What the customer has with one seller in one currency."""

    seller_id: str
    currency: str
    opening: int = Field(description="minor units that were owed before the first day")
    movements: list[MovementShown]
    closing: int = Field(description="the opening balance and all movements; `ages` and `credit` come to the same")
    ages: AgesShown
    credit: int = Field(description="less than zero: money that came in before its invoice, or was not owed in the end")


class StatementShown(Shown):
    """A customer's statement: an account for each seller and currency in which there is anything to tell."""

    customer_id: str
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    accounts: list[AccountShown]


def account_shown(of: Statement) -> AccountShown:
    """One account."""
    return AccountShown(
        seller_id=of.account.seller_id,
        currency=of.account.currency,
        opening=of.opening,
        movements=[_movement(each) for each in of.movements],
        closing=of.closing,
        ages=AgesShown(**{age.value: of.ages[age] for age in Age}),
        credit=of.credit,
    )


def statement_table(statements: Sequence[Statement]) -> str:
    """A row for each balance and movement; amounts in major units, as plain decimals."""
    header = ("seller_id", "currency", "on", "moved", "invoice_number", "invoice_id", "amount", "balance")
    return table(header, (row for each in statements for row in _rows(each)))


def _rows(of: Statement) -> Iterator[tuple[Cell, ...]]:
    who, currency = (of.account.seller_id, of.account.currency), of.account.currency
    yield (*who, of.period.first.isoformat(), "opening", "", "", "", _major(of.opening, currency))
    for each in of.movements:
        amounts = _major(each.amount, currency), _major(each.balance, currency)
        yield (*who, each.on.isoformat(), each.moved.value, each.number, each.invoice_id, *amounts)
    yield (*who, of.period.last.isoformat(), "closing", "", "", "", _major(of.closing, currency))


def _movement(of: Movement) -> MovementShown:
    return MovementShown(
        on=of.on,
        moved=of.moved,
        amount=of.amount,
        balance=of.balance,
        invoice_id=of.invoice_id,
        invoice_number=of.number,
        due_date=of.due,
        method=of.method,
    )


def _major(amount: int, currency: str) -> Decimal:
    return to_decimal(Money(amount, currency))
