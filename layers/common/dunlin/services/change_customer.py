"""Change what a customer's invoices depend on (holds, agreements), and have all of them looked at again."""

from collections.abc import Callable

from dunlin.domain.customer import Customer
from dunlin.domain.errors import StaleVersion
from dunlin.services.ports.records import Customers
from dunlin.services.ports.sending import Outbox

_TRIES = 5

type How = Callable[[Customer], Customer]
"""The customer as it is to be; the same, where nothing is to be changed."""


def change_customer(
    customer_id: str, how: How, *, customers: Customers, outbox: Outbox, version: int | None = None
) -> Customer:
    """The customer as stored. Its invoices are queued also where nothing changes: the try before may have died.

    With `version`, raises StaleVersion unless that is the stored one. Raises NotFound, what `how` raises, StaleVersion
    when the customer keeps changing, Unavailable.
    """
    changed = _changed(customer_id, how, customers, version)
    outbox.put_customer(customer_id)
    return changed


def _changed(customer_id: str, how: How, customers: Customers, version: int | None) -> Customer:
    for _ in range(_TRIES):
        before = customers.get(customer_id)
        if version is not None and version != before.version:
            raise StaleVersion(f"the record is at version {before.version}, not {version}: read it again")
        after = how(before)
        if after == before:
            return before
        try:
            return customers.put(after)
        except StaleVersion:
            continue
    raise StaleVersion(f"customer {customer_id} keeps changing: try again")
