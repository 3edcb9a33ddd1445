"""State what a customer owes and has paid in a period, for each seller and currency. Reads; changes nothing."""

from itertools import islice

from dunlin.domain.errors import TooLarge
from dunlin.domain.period import Period
from dunlin.domain.statement import Account, Statement, Tally, account_of
from dunlin.services.ports.reports import Ledger

# Invoices that are read for one: a few seconds, within what API Gateway waits for.
MOST_INVOICES = 10_000


def state_accounts(
    customer_id: str, period: Period, *, only: Account | None = None, ledger: Ledger
) -> tuple[Statement, ...]:
    """Of accounts on which there is anything to tell, by seller and currency; of `only` one, if it is named: in
    any case, unless the customer never had an invoice on it.

    One by one: what is kept are the lines of the period. Raises TooLarge for more of them than a statement holds, and
    for a customer with more invoices than are read for it.
    """
    tallies: dict[Account, Tally] = {}
    walk = ledger.walk(customer_id=customer_id)
    for _, invoice in islice(walk, MOST_INVOICES):
        account = account_of(invoice)
        if only in {None, account}:
            tallies.setdefault(account, Tally(account, period)).add(invoice)
    if next(walk, None) is not None:
        raise TooLarge(
            f"a statement is made of at most {MOST_INVOICES:,} invoices, and this customer has more: "
            "add up the list of invoices instead"
        )
    ordered = sorted(tallies.values(), key=lambda each: (each.account.seller_id, each.account.currency))
    return tuple(each.statement() for each in ordered if only or not each.empty)
