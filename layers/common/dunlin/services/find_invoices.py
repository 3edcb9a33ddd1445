"""Find the invoices of a batch, never many at a time."""

from collections.abc import Iterator

from dunlin.domain.batch import Selection
from dunlin.domain.invoice import Invoice
from dunlin.services.ports.records import InvoiceQuery, Invoices

PAGE = 100


def find_invoices(selection: Selection, *, invoices: Invoices) -> Iterator[Invoice]:
    """By due date. An invoice whose due date moves meanwhile may come twice, or not at all."""
    query = query_of(selection)
    page = invoices.list(query, limit=PAGE)
    yield from page.items
    while page.next:
        page = invoices.list(query, limit=PAGE, after=page.next)
        yield from page.items


def query_of(selection: Selection) -> InvoiceQuery:
    """The same as the list of invoices knows it."""
    return InvoiceQuery(
        customer_id=selection.customer_id,
        statuses=selection.statuses,
        lights=selection.lights,
        due_from=selection.due_from,
        due_to=selection.due_to,
        text=selection.text,
        amount_from=selection.amount_from,
        amount_to=selection.amount_to,
        currency=selection.currency,
    )
