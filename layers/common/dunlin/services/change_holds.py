"""Change the holds of a customer, and have all its invoices looked at again."""

from collections.abc import Callable
from dataclasses import replace

from dunlin.domain.customer import Customer
from dunlin.domain.dunning.hold import Hold
from dunlin.domain.errors import StaleVersion
from dunlin.services.ports.records import Customers
from dunlin.services.ports.sending import Outbox

_TRIES = 5


def change_holds(
    customer_id: str,
    how: Callable[[Customer], tuple[Hold, ...]],
    *,
    customers: Customers,
    outbox: Outbox,
    version: int | None = None,
) -> Customer:
    """The customer as stored. Its invoices are queued also where nothing changes: the try before may have died.

    With `version`, raises StaleVersion unless that is the stored one. Raises what `how` raises.
    """
    changed = _changed(customer_id, how, customers, version)
    outbox.put_customer(customer_id)
    return changed


def _changed(
    customer_id: str, how: Callable[[Customer], tuple[Hold, ...]], customers: Customers, version: int | None
) -> Customer:
    for _ in range(_TRIES):
        before = customers.get(customer_id)
        if version is not None and version != before.version:
            raise StaleVersion(f"the record is at version {before.version}, not {version}: read it again")
        holds = how(before)
        if holds == before.holds:
            return before
        try:
            return customers.put(replace(before, holds=holds))
        except StaleVersion:
            continue
    raise StaleVersion(f"customer {customer_id} keeps changing: try again")
