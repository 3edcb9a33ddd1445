"""Clear the mark of an undeliverable address: it is written to again."""

from dunlin.domain.customer import Customer
from dunlin.services.ports.records import Customers
from dunlin.services.ports.sending import Outbox


def clear_undeliverable(customer_id: str, address: str, *, customers: Customers, outbox: Outbox) -> Customer:
    """The customer without it. Reminders that waited for an address are looked at again. Raises NotFound."""
    cleared = customers.clear_undeliverable(customer_id, address)
    outbox.put_customer(customer_id)
    return cleared
