"""Change the agreements of a customer, and have all its open invoices looked at again."""

from collections.abc import Callable

from dunlin.domain.customer import Customer
from dunlin.domain.errors import StaleVersion
from dunlin.services.registry import Registry

_TRIES = 5


def change_agreements(customer_id: str, how: Callable[[Customer], Customer], *, registry: Registry) -> Customer:
    """The customer as stored. Its invoices are queued also where nothing changes: the try before may have died.

    Raises NotFound, what `how` raises, StaleVersion when the customer keeps changing, Unavailable.
    """
    changed = _changed(customer_id, how, registry)
    registry.outbox.put_customer(customer_id)
    return changed


def _changed(customer_id: str, how: Callable[[Customer], Customer], registry: Registry) -> Customer:
    for _ in range(_TRIES):
        before = registry.customers.get(customer_id)
        after = how(before)
        if after is before:
            return before
        try:
            return registry.customers.put(after)
        except StaleVersion:
            continue
    raise StaleVersion(f"customer {customer_id} keeps changing: try again")
