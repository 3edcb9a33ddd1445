"""Something about a customer has changed that reminders depend on: have all their invoices looked at again."""

from dunlin.domain.invoice import OWED
from dunlin.services.arrange_turn import turn_of
from dunlin.services.ports.records import InvoiceQuery, Invoices
from dunlin.services.ports.sending import Outbox

PAGE = 100


def refresh_customer(customer_id: str, *, invoices: Invoices, outbox: Outbox) -> int:
    """How many of what is owed were put into the outbox. May be repeated: a turn that is stale is dropped."""
    query, after, queued = InvoiceQuery(customer_id=customer_id, statuses=OWED), None, 0
    while True:
        page = invoices.list(query, limit=PAGE, after=after)
        for invoice in page.items:
            outbox.put_turn(turn_of(invoice))
        queued += len(page.items)
        if not page.next:
            return queued
        after = page.next
