"""List the invoices of some customers that are over, the last due first, page by page."""

from collections.abc import Sequence

from dunlin.domain.invoice import OVER, Invoice
from dunlin.services.ports.papers import Accounts
from dunlin.services.ports.records import Page

# Invoices of a page, and those that are read for it of each customer, with one query.
MOST = 50


def list_history(
    customer_ids: Sequence[str], *, after: dict[str, str] | None = None, most: int = MOST, accounts: Accounts
) -> Page[Invoice]:
    """A page may be short, or empty, though there is a next one: open invoices lie between them."""
    begun = {each: (after or {}).get(each, "") for each in customer_ids if after is None or each in after}
    read = {each: accounts.latest(each, most=most, before=place) for each, place in begun.items()}
    rows = sorted(
        ((place, customer_id, invoice) for customer_id, found in read.items() for place, invoice in found.items),
        key=lambda row: row[:2],
        reverse=True,
    )
    # What lies beyond the last that was read of one customer may come after what was not read of them.
    horizon = max((found.items[-1][0] for found in read.values() if found.more), default="")
    shown: list[Invoice] = []
    left = {customer_id: len(found.items) for customer_id, found in read.items()}
    for place, customer_id, invoice in rows:
        if place < horizon or len(shown) == most:
            break
        begun[customer_id] = place
        left[customer_id] -= 1
        if invoice.status in OVER:
            shown.append(invoice)
    onwards = {each: place for each, place in begun.items() if left[each] or read[each].more}
    return Page(tuple(shown), onwards or None)
