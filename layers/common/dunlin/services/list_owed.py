"""List what some customers owe, the first due first."""

from collections.abc import Sequence
from dataclasses import dataclass

from dunlin.domain.invoice import Invoice
from dunlin.services.ports.papers import Accounts

# Of each customer: whoever owes more is not helped by a longer page.
MOST = 200


@dataclass(frozen=True, slots=True)
class Owed:
    """The invoices, and whether some were left out."""

    invoices: tuple[Invoice, ...]
    more: bool


def list_owed(customer_ids: Sequence[str], *, most: int = MOST, accounts: Accounts) -> Owed:
    """One query for each customer."""
    read = [accounts.owed(each, most=most) for each in customer_ids]
    found = sorted((row for each in read for row in each.items), key=lambda row: row[0])
    return Owed(tuple(invoice for _, invoice in found), any(each.more for each in read))
