"""Dry run: what a batch would send, and what would keep it, before anybody confirms. Leaves nothing behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dunlin.domain.batch import Blocker, Selection, Settings
from dunlin.domain.errors import NotFound
from dunlin.domain.invoice import Invoice
from dunlin.services.check_settings import check_settings
from dunlin.services.find_blockers import Check, find_blockers
from dunlin.services.find_invoices import query_of
from dunlin.services.ports.records import Customers, Invoices, Page, Sellers
from dunlin.services.ports.sending import Messages
from dunlin.services.shelf import Shelf
from dunlin.services.start_batch import check_wish


@dataclass(frozen=True, slots=True)
class Checked:
    """One invoice, and what keeps it from being sent."""

    invoice_id: str
    number: str = ""
    customer_name: str = ""
    blockers: tuple[Blocker, ...] = ()


def dry_run(
    invoice_ids: Sequence[str],
    selection: Selection | None,
    settings: Settings,
    *,
    limit: int,
    after: dict[str, str] | None,
    now: datetime,
    invoices: Invoices,
    customers: Customers,
    sellers: Sellers,
    messages: Messages,
    check: Check,
    shelf: Shelf,
) -> Page[Checked]:
    """A page of the invoices that would be in the batch. Raises what starting the batch would raise."""
    check_wish(invoice_ids, selection)
    check_settings(settings, now=now, shelf=shelf)

    def checked(invoice: Invoice) -> Checked:
        blockers = find_blockers(
            invoice, settings, now=now, customers=customers, sellers=sellers, messages=messages, check=check
        )
        return Checked(invoice.invoice_id, invoice.number, invoice.customer_name, blockers)

    if selection is not None:
        page = invoices.list(query_of(selection), limit=limit, after=after)
        return Page(tuple(checked(each) for each in page.items), page.next)
    named = tuple(dict.fromkeys(invoice_ids))
    start = int(after["after"]) if after else 0
    told: list[Checked] = []
    for invoice_id in named[start : start + limit]:
        try:
            told.append(checked(invoices.get(invoice_id)))
        except NotFound as missing:
            told.append(Checked(invoice_id, blockers=(Blocker("not_found", str(missing)),)))
    end = start + limit
    return Page(tuple(told), {"after": str(end)} if end < len(named) else None)
