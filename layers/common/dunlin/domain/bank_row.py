"""A row of a bank statement: money that moved, as the bank tells it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dunlin.domain.ids import derived
from dunlin.domain.payment_keys import key_of
from dunlin.domain.remittance import IMPORT, IncomingPayment

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class BankRow:
    """`amount` is in minor units, negative for money that went out. `texts` are what the payer wrote, each in a column
    of its own; `pending` is what the bank has not booked yet.
    """

    line: int
    received_on: date
    amount: int
    currency: str
    texts: tuple[str, ...] = ()
    payer: str = ""
    account: str = ""
    transaction_id: str = ""
    pending: bool = False


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read, and why."""

    line: int
    why: str


def identified(rows: Iterable[BankRow], *, seller_id: str) -> tuple[IncomingPayment, ...]:
    """The rows as payments, whose ids are the same whenever the row comes again.

    By the bank's own id of the transaction; where there is none, by the row's facts, and how many the same there were
    before it: two equal payments on one day are two, in every file that has both.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for row in rows:
        facts = _facts(row)
        seen[facts] += 1
        by = ("id", row.transaction_id) if row.transaction_id else ("facts", *facts, str(seen[facts]))
        found.append(_payment(row, derived("pay", IMPORT, seller_id, *by)))
    return tuple(found)


def _facts(row: BankRow) -> tuple[str, ...]:
    """Texts by their keys: the same row of two kinds of export may be broken into lines differently."""
    return (
        row.received_on.isoformat(),
        str(row.amount),
        row.currency,
        *(key_of(each) for each in (*row.texts, row.payer, row.account)),
    )


def _payment(row: BankRow, payment_id: str) -> IncomingPayment:
    return IncomingPayment(
        payment_id,
        row.amount,
        row.currency,
        row.received_on,
        method="transfer",
        reference=" / ".join(each for each in row.texts if each)[:_LONGEST],
        source=IMPORT,
        payer=row.payer[:_LONGEST],
        account=row.account[:_LONGEST],
    )
