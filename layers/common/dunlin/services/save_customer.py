"""Save a customer, new or changed: what it is recognised by belongs to it alone, and its reminders follow it."""

from dataclasses import replace

from dunlin.domain.customer import Customer, planned_from
from dunlin.domain.errors import AlreadyExists, NotFound
from dunlin.domain.matching import identifiers
from dunlin.services.ports.records import Customers, Identifiers
from dunlin.services.ports.sending import Outbox


def save_customer(
    customer: Customer, *, before: Customer | None, customers: Customers, known: Identifiers, outbox: Outbox
) -> Customer:
    """The customer as stored; a new one (version 0) may come back under another id, which an unfinished try claimed.
    Where something has changed that reminders are planned from, all its invoices are looked at again.

    Raises AlreadyExists when its tax id, registration or name and place is another customer's, StaleVersion when
    somebody else has changed it.
    """
    keys, own = identifiers("customer", customer.party), customer.customer_id
    holders = (holder for key in keys if (holder := known.owner(key)) not in {None, own})
    holder = next(holders, None) or known.claim(keys, owner=own)
    if holder != own:
        if customer.version or _stored(holder, customers):
            raise AlreadyExists(
                "a customer with this tax id, registration or name and place is known", existing_id=holder
            )
        known.claim(keys, owner=holder)
    saved = customers.put(replace(customer, customer_id=holder))
    if before and planned_from(before) != planned_from(saved):
        outbox.put_customer(holder)
    return saved


def _stored(customer_id: str, customers: Customers) -> bool:
    try:
        customers.get(customer_id)
    except NotFound:
        return False
    return True
