"""Rows of bank statements, as callers give them, and what became of them."""

from collections import Counter
from typing import Annotated

from pydantic import Field

from api.bodies.common import Amount, Currency, Day, Given, Shown, Text, amount
from dunlin.adapters.bank_csv.reader import MOST_ROWS
from dunlin.domain.bank_row import BankRow
from dunlin.domain.money import LARGEST
from dunlin.domain.remittance import WHY, Unplaced
from dunlin.services.import_payments import RowOutcome, RowResult

Signed = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]


class ImportedRow(Given):
    """A row of a bank statement."""

    date: Day
    amount: Signed = Field(description="minor units; negative: it went out")
    currency: Currency
    reference: Text = ""
    end_to_end_reference: Text = ""
    payer: Text = ""
    iban: Text = ""
    transaction_id: Annotated[str, Field(max_length=200, description="the bank's own, where it has one")] = ""

    def to_domain(self, number: int) -> BankRow:
        """The domain's row; its place in the list is its line."""
        return BankRow(
            line=number,
            received_on=self.date,
            amount=self.amount,
            currency=self.currency,
            texts=tuple(each for each in (self.reference, self.end_to_end_reference) if each),
            payer=self.payer,
            account=self.iban,
            transaction_id=self.transaction_id,
        )


class ImportBody(Given):
    """Rows of a bank statement."""

    rows: Annotated[list[ImportedRow], Field(max_length=MOST_ROWS)]

    def to_domain(self) -> tuple[BankRow, ...]:
        """The domain's rows, counted from 1."""
        return tuple(each.to_domain(number) for number, each in enumerate(self.rows, start=1))


class RowShown(Shown):
    """What became of a row."""

    line: int = Field(description="in the file; of JSON, the row's place in the list, from 1")
    result: RowOutcome
    amount: Amount | None
    payment_id: str | None = Field(description="of what a person has recorded already, that payment's")
    invoice_id: str | None
    invoice_number: str | None
    unapplied: Amount | None = Field(description="what waits to be placed")
    code: Unplaced | None = Field(description="why it waits")
    reason: str = Field(description="why, in words; of a row that cannot be read, what is wrong")


class ImportShown(Shown):
    """What became of the file."""

    dry_run: bool
    counts: dict[RowOutcome, int]
    rows: list[RowShown]


def imported(results: tuple[RowResult, ...], *, dry_run: bool) -> ImportShown:
    """As callers get it."""
    counts = Counter(each.outcome for each in results)
    return ImportShown(
        dry_run=dry_run, counts={each: counts[each] for each in RowOutcome}, rows=[_row(each) for each in results]
    )


def _row(of: RowResult) -> RowShown:
    came = of.incoming
    return RowShown(
        line=of.line,
        result=of.outcome,
        amount=amount(came.amount, came.currency) if came else None,
        payment_id=of.payment_id or came.payment_id if came else None,
        invoice_id=of.invoice.invoice_id if of.invoice else None,
        invoice_number=of.invoice.number if of.invoice else None,
        unapplied=amount(of.rest, came.currency) if came and of.rest else None,
        code=of.why,
        reason=WHY[of.why] if of.why else of.text,
    )
